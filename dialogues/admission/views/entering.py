"""Coming back with a seat code, the welcome page, and going out."""

from typing import Literal

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dialogues.admission import codes, queries, tickets
from dialogues.admission.access import NotSeated, Seat, from_our_origin, seat_door, seat_of, stays_open
from dialogues.admission.codes import CodeUnreadable, unb64u
from dialogues.admission.cookies import cookie_of, with_cookie, without_cookie
from dialogues.admission.limits import REDEEMS_A_MINUTE, SlowDown, count_try
from dialogues.admission.operations import carding, entering, moderating
from dialogues.admission.operations.seating import AlreadySpent, NoSeat, NotOpenYet, WindowClosed
from dialogues.admission.wire import error, json_door
from dialogues.dialogue.preparing import settled
from dialogues.dialogue.queries import ground_rules, kept_until

REFUSALS = (
    CodeUnreadable, entering.Unknown, NotSeated, SlowDown, NotOpenYet, WindowClosed, AlreadySpent, NoSeat
)  # fmt: skip


class LoginRequest(msgspec.Struct, forbid_unknown_fields=True):
    """The secret made from a seat code, or the code itself from a page without scripts."""

    v: Literal[1]
    seat_secret: str | None = None
    code: str | None = None


@json_door(LoginRequest)
def login(request: HttpRequest, message: LoginRequest) -> HttpResponse:
    """Open a login for the seat behind a secret or code: exactly one of the two."""
    if (message.seat_secret is None) == (message.code is None):
        return error("malformed", 400)
    typed = message.code
    if typed is None:  # 256 bits that nobody guesses: only a flood is kept away
        count_try("login", REDEEMS_A_MINUTE, request=request)
    else:
        count_try("enter", request=request)
    secret = codes.seat_secret(codes.read_code(typed)) if typed is not None else unb64u(message.seat_secret or "")
    return with_cookie(HttpResponse(status=204), entering.enter(seat_secret=secret))


@csrf_exempt
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Come back with a seat code, on any device."""
    if request.method == "GET":
        return render(request, "join/enter.html", {"typed": ""})
    if not from_our_origin(request):
        return render(request, "stale.html", status=403)
    typed = request.POST.get("code", "")
    try:
        count_try("enter", request=request)
        code = codes.read_code(typed)
        return _by_code(request, code)
    except REFUSALS as refusal:
        return render(request, "join/enter.html", {"typed": typed, "refusal": str(refusal)}, status=422)


def _by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Let a seat's holder in; whoever holds an unused card reads the promise first and then takes a seat with it."""
    secret = codes.seat_secret(code)
    try:
        cookie = entering.enter(seat_secret=secret)
    except entering.Unknown:
        dialogue_id = carding.dialogue_of_card(code)
        if request.POST.get("promise") != "read":
            promise = queries.promise_at_entry(dialogue_id, script=False)
            return render(request, "join/card.html", {"code": codes.grouped(code), "promise": promise})
        carding.take_by_card(code=code)
        cookie = entering.enter(seat_secret=secret)
    return with_cookie(redirect("admission:welcome"), cookie)


@csrf_exempt
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Close this login; the browser forgets everything of this house. Scripts get 204, forms the start page."""
    if not from_our_origin(request):
        return render(request, "stale.html", status=403)
    entering.go_out(cookie=cookie_of(request))
    by_form = "text/html" in request.headers.get("Accept", "")
    return without_cookie(redirect("start") if by_form else HttpResponse(status=204))


@csrf_exempt
@require_POST
def ticket(request: HttpRequest) -> HttpResponse:
    """A one-time ticket for the socket's first frame, to whoever holds a seat."""
    seat = seat_of(cookie_of(request))
    if seat is None or not from_our_origin(request):
        return error("unknown", 401)
    try:
        return JsonResponse({"ticket": tickets.seat_ticket(seat.id)})
    except tickets.TicketsAway:
        return error("busy", 503)


@csrf_exempt
@require_POST
def awake(request: HttpRequest) -> HttpResponse:
    """An open tab says that it is still read, so that its login does not count as idle. Nothing is stored."""
    seat = seat_of(cookie_of(request)) if from_our_origin(request) else None
    return HttpResponse(status=204) if seat else error("unknown", 401)


@seat_door
@require_GET
def welcome(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The mask, the rules in force and the text before the first word; reachable from the room at all times."""
    context = {
        "seat": seat,
        "side": queries.side_words(seat),
        "rules": ground_rules(seat.dialogue_id),
        "settled": settled(seat.dialogue_id),
        "kept": kept_until(seat.dialogue_id),
        "promise": queries.promise_for(seat, script="plain" not in request.GET),
    }
    return render(request, "join/welcome.html", context)


@seat_door
@stays_open
@require_http_methods(["GET", "POST"])
def leave_for_good(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Give the seat up, after being told what that means."""
    if request.method == "POST":
        moderating.leave_for_good(seat=seat)
        entering.go_out(cookie=cookie_of(request))
        return without_cookie(redirect("start"))
    return render(request, "join/leave.html", {"seat": seat})
