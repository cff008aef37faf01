"""The way in: the page that reads the link, the dialogue's card, and what an invitation is exchanged for."""

from typing import Literal
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from dialogues.admission import queries
from dialogues.admission.access import from_our_origin
from dialogues.admission.codes import b64u, unb64u
from dialogues.admission.limits import SlowDown, count_try
from dialogues.admission.links import LinkUnreadable, read_link
from dialogues.admission.operations import issuing
from dialogues.admission.operations.seating import NotFound, WindowClosed, join_quick
from dialogues.admission.wire import error, json_door

REFUSALS = (LinkUnreadable, NotFound, WindowClosed, SlowDown)


class IssueRequest(msgspec.Struct, forbid_unknown_fields=True):
    """An invitation's secret, and the number to sign blind."""

    v: Literal[1]
    secret: str
    blinded: str


class QuickRequest(msgspec.Struct, forbid_unknown_fields=True):
    """An invitation's secret."""

    v: Literal[1]
    secret: str


@require_GET
def arrive(request: HttpRequest) -> HttpResponse:
    """The page an invitation opens, the same for everybody: the secret stays behind the # in the browser."""
    response = render(request, "join/arrive.html")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
def card_by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The card of the dialogue whose eight letters somebody kept beside their words."""
    try:
        count_try("code", request=request)
    except SlowDown:
        return error("slow_down", 429)
    found = queries.dialogue_of_code(code)
    return _card(found) if found else error("not_found", 404)


@require_GET
def card(request: HttpRequest, dialogue_id: UUID) -> HttpResponse:
    """The dialogue's public card, and beside it the text to read before the first word, in the reader's language."""
    return _card(dialogue_id)


def _card(dialogue_id: UUID) -> HttpResponse:
    found = queries.card(dialogue_id)
    text = queries.promise_at_entry(dialogue_id)
    if found is None or text is None:
        return error("not_found", 404)
    return JsonResponse({**found, "text": text.paragraphs})


@json_door(IssueRequest)
def issue(request: HttpRequest, message: IssueRequest) -> HttpResponse:
    """Sign blind for an invitation; the same number gets the same answer again."""
    count_try("join", request=request)
    made = issuing.issue(secret=unb64u(message.secret), blinded=unb64u(message.blinded))
    return JsonResponse({"kid": b64u(made.kid), "blind_sig": b64u(made.blind_sig)})


@json_door(QuickRequest)
def quick(request: HttpRequest, message: QuickRequest) -> HttpResponse:
    """Exchange an invitation for a signed pass; the same invitation gives the same pass."""
    count_try("join", request=request)
    made = join_quick(secret=unb64u(message.secret))
    return JsonResponse({"kid": b64u(made.kid), "msg": b64u(made.msg), "sig": b64u(made.sig)})


@csrf_exempt
@require_http_methods(["GET", "POST"])
def by_form(request: HttpRequest) -> HttpResponse:
    """The way in without scripts: paste the invitation; the next page carries the pass in hidden fields."""
    typed = request.POST.get("code", "")
    if request.method == "GET":
        return render(request, "join/code.html", {"typed": ""})
    if not from_our_origin(request):
        return render(request, "stale.html", status=403)
    try:
        count_try("join", request=request)
        invite = read_link(typed)
        made = join_quick(secret=invite.secret)
    except REFUSALS as refusal:
        return render(request, "join/code.html", {"typed": typed, "refusal": str(refusal)}, status=422)
    context = {
        "msg": b64u(made.msg),
        "sig": b64u(made.sig),
        "promise": queries.promise_at_entry(invite.dialogue, script=False),
    }
    response = render(request, "join/hand_over.html", context)
    response.headers["Referrer-Policy"] = "strict-origin"  # it posts to the room's host, which checks the origin
    return response
