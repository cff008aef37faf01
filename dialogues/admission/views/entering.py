"""Taking a seat, coming back with its code, and going out."""

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dialogues.admission import codes, promise, tickets
from dialogues.admission.access import NotSeated, Seat, from_our_origin, seat_door
from dialogues.admission.codes import CodeUnreadable, unb64u
from dialogues.admission.limits import SlowDown, count_try
from dialogues.admission.models import Epoch, EpochSide
from dialogues.admission.operations import entering, moderating, seating
from dialogues.admission.wire import error, json_door
from dialogues.dialogue.queries import dialogue_of, ground_rules


class RedeemRequest(msgspec.Struct, forbid_unknown_fields=True):
    """A signed pass, and the hash by which the seat will be known again."""

    v: int
    msg: str
    sig: str
    seat_auth: str


class LoginRequest(msgspec.Struct, forbid_unknown_fields=True):
    """The secret made from a seat code."""

    v: int
    seat_secret: str


@json_door(RedeemRequest)
def redeem(request: HttpRequest, message: RedeemRequest) -> HttpResponse:
    """Spend a pass for a seat."""
    auth = unb64u(message.seat_auth)
    if len(auth) != 32:
        return error("malformed", 400)
    taken = seating.redeem(msg=unb64u(message.msg), sig=unb64u(message.sig), seat_auth=auth)
    return JsonResponse({"side": str(taken.side), "mask": taken.mask})


@json_door(LoginRequest)
def login(request: HttpRequest, message: LoginRequest) -> HttpResponse:
    """Open a login for the seat behind a secret."""
    count_try("enter")
    return with_cookie(HttpResponse(status=204), entering.enter(seat_secret=unb64u(message.seat_secret)))


@csrf_exempt
@require_POST
def redeem_by_form(request: HttpRequest) -> HttpResponse:
    """Without scripts: the server makes the seat code and shows it once."""
    if not from_our_origin(request):
        return render(request, "stale.html", status=403)
    code = codes.new_code()
    secret = codes.seat_secret(code)
    try:
        taken = seating.redeem(
            msg=unb64u(request.POST.get("msg", "")),
            sig=unb64u(request.POST.get("sig", "")),
            seat_auth=codes.seat_auth(secret),
        )
    except (
        ValueError,
        seating.BadSignature,
        seating.AlreadySpent,
        seating.NoSeat,
        seating.WindowClosed,
    ) as refusal:
        return render(request, "join/code.html", {"refusal": str(refusal)})
    response = render(request, "join/keep.html", {"code": codes.grouped(code), "mask": taken.mask})
    return with_cookie(response, entering.enter(seat_secret=secret))


@csrf_exempt
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Come back with a seat code, on any device."""
    context: dict[str, str] = {}
    if request.method == "POST" and from_our_origin(request):
        context["typed"] = request.POST.get("code", "")
        try:
            count_try("enter")
            cookie = entering.enter(seat_secret=codes.seat_secret(codes.read_code(context["typed"])))
            return with_cookie(redirect("room:home"), cookie)
        except (CodeUnreadable, entering.Unknown, NotSeated, SlowDown) as refusal:
            context["refusal"] = str(refusal)
    return render(request, "join/enter.html", context)


@csrf_exempt
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Close this login; the browser forgets everything of this house."""
    if not from_our_origin(request):
        return render(request, "stale.html", status=403)
    entering.go_out(cookie=request.COOKIES.get(settings.SEAT_COOKIE_NAME, ""))
    response = redirect("start")
    response.delete_cookie(settings.SEAT_COOKIE_NAME, samesite="Strict")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@seat_door
@require_POST
def ticket(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A one-time ticket for the socket's first frame."""
    try:
        return JsonResponse({"ticket": tickets.seat_ticket(seat.id)})
    except tickets.TicketsAway:
        return error("busy", 503)


@seat_door
@require_GET
def welcome(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The mask, the rules in force and the text before the first word.

    Reachable from the room at all times.
    """
    dialogue, epoch = dialogue_of(seat.dialogue_id), Epoch.objects.get(id=seat.epoch_id)
    people = EpochSide.objects.values_list("seated", flat=True).get(epoch=epoch, side_id=seat.side_id)
    facts = promise.Facts(dialogue.k, dialogue.f, epoch.state, people)
    context = {
        "seat": seat,
        "dialogue": dialogue,
        "rules": ground_rules(seat.dialogue_id),
        "text": promise.before_you_speak(facts),
    }
    return render(request, "join/welcome.html", context)


@seat_door
@require_http_methods(["GET", "POST"])
def leave_for_good(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Give the seat up, after being told what that means."""
    if request.method == "POST":
        moderating.leave_for_good(seat=seat)
        return logout(request)
    return render(request, "join/leave.html", {"seat": seat})


def with_cookie(response: HttpResponse, cookie: str) -> HttpResponse:
    """Give the browser its seat cookie.

    Gone with the browser, never sent across sites, unreadable for scripts.
    """
    response.set_cookie(
        settings.SEAT_COOKIE_NAME, cookie, secure=settings.SECURE, httponly=True, samesite="Strict", path="/"
    )
    return response
