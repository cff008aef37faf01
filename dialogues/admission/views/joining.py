"""The way in.

The page that reads the link, the card of the dialogue, the exchange of an invitation for a pass.
"""

from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from dialogues.admission import promise, queries
from dialogues.admission.access import from_our_origin
from dialogues.admission.codes import b64u, unb64u
from dialogues.admission.limits import SlowDown, count_try
from dialogues.admission.links import LinkUnreadable, read_link
from dialogues.admission.operations.seating import NotFound, WindowClosed, join_quick
from dialogues.admission.wire import error, json_door


class QuickRequest(msgspec.Struct, forbid_unknown_fields=True):
    """An invitation's secret."""

    v: int
    secret: str


@require_GET
def arrive(request: HttpRequest) -> HttpResponse:
    """The page an invitation opens.

    It is the same for everybody: the secret stays behind the # in the browser.
    """
    response = render(request, "join/arrive.html")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
def card(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """The dialogue's card: mode, thresholds, phase, and the text to read before the first word.

    No title, no names.
    """
    found = queries.card(dialogue_id)
    if found is None:
        return error("not_found", 404)
    facts = promise.Facts(found["k"], found["f"], found["phase"], people=0)
    return JsonResponse(
        {**found, "text_version": promise.TEXT_VERSION, "text": promise.before_you_speak(facts)}
    )


@json_door(QuickRequest)
def quick(request: HttpRequest, message: QuickRequest) -> HttpResponse:
    """Exchange an invitation for a signed pass."""
    count_try("join")
    made = join_quick(secret=unb64u(message.secret))
    return JsonResponse({"msg": b64u(made.msg), "sig": b64u(made.sig)})


@csrf_exempt
@require_http_methods(["GET", "POST"])
def by_form(request: HttpRequest) -> HttpResponse:
    """The way in without scripts: paste the invitation; the next page carries the pass in hidden fields."""
    context: dict[str, object] = {"typed": request.POST.get("code", "")}
    if request.method == "POST" and from_our_origin(request):
        try:
            count_try("join")
            invite = read_link(request.POST.get("code", ""))
            made = join_quick(secret=invite.secret)
            found = queries.card(invite.dialogue) or {"k": 5, "f": 1, "phase": ""}
            facts = promise.Facts(found["k"], found["f"], found["phase"], people=0, script=False)
            context |= {"msg": b64u(made.msg), "sig": b64u(made.sig), "text": promise.before_you_speak(facts)}
            return render(request, "join/hand_over.html", context)
        except (LinkUnreadable, NotFound, WindowClosed, SlowDown) as refusal:
            context["refusal"] = str(refusal)
    return render(request, "join/code.html", context)
