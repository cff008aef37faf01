"""The addresses that the ballot's scripts call. Casting knows no seat: it reads no cookie."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from dialogues.admission.access import Seat, from_our_origin, seat_of
from dialogues.admission.limits import SlowDown, count_try
from dialogues.ballots import papering, wire
from dialogues.ballots.operations import cast_ballot, cast_signed_ballot
from dialogues.ballots.queries import paper_board
from dialogues.ballots.refusals import BallotRefused

SHAPES = ({"poll", "token", "ciphertext"}, {"poll", "msg", "sig", "ciphertext"})


@csrf_exempt
@require_POST
def token(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Hand this seat its ballot token, once, or sign its own blind. The cookie is SameSite=Strict, the origin checked."""
    seat = _seat(request)
    if not from_our_origin(request):
        return JsonResponse({"error": "not_found"}, status=404)
    if seat is None:
        return JsonResponse({"error": "unknown"}, status=401)
    return _answered(lambda: _paper(request, seat, measure_id))


def _paper(request: HttpRequest, seat: Seat, measure_id: UUID) -> JsonResponse:
    """Read what came, and hand out or sign."""
    body = wire.body_of(request, most=wire.TOKEN_BODY, shapes=(set(), {"blinded"}))
    answer, status = papering.paper(seat, measure_id, body.get("blinded"))
    return JsonResponse(answer, status=status)


@require_GET
def paper_card(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Say with which key this seat's paper is signed blind; empty names where papers come ready-made."""
    seat = _seat(request)
    answer, status = papering.paper_card(seat, measure_id) if seat else papering.MISSING
    return JsonResponse(answer, status=status)


@require_GET
def board(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Everything that was signed blind for this seat's side. Whoever looks for one entry downloads all."""
    seat = _seat(request)
    rows = paper_board(seat, measure_id) if seat else None
    return JsonResponse({"error": "not_found"}, status=404) if rows is None else JsonResponse(rows, safe=False)


@csrf_exempt
@require_POST
def cast(request: HttpRequest) -> HttpResponse:
    """Keep one encrypted ballot. Whoever sends it is not asked, and no cookie is read."""
    if not from_our_origin(request):
        return JsonResponse({"error": "not_found"}, status=404)
    return _answered(lambda: _cast(request))


def _cast(request: HttpRequest) -> JsonResponse:
    """Cast with a token, or with a paper and the signature under it."""
    count_try("ballot", wire.BALLOTS_A_MINUTE)
    body = wire.body_of(request, most=wire.BALLOT_BODY, shapes=SHAPES)
    measure_id, ciphertext = wire.measure_id(body["poll"]), wire.unpacked(body["ciphertext"])
    if "token" in body:
        receipt = cast_ballot(measure_id=measure_id, token=wire.unpacked(body["token"]), ciphertext=ciphertext)
    else:
        msg, sig = wire.unpacked(body["msg"]), wire.unpacked(body["sig"])
        receipt = cast_signed_ballot(measure_id=measure_id, msg=msg, sig=sig, ciphertext=ciphertext)
    return JsonResponse({"receipt": receipt})


def _answered(act: Callable[[], JsonResponse]) -> JsonResponse:
    """Run an action and turn its refusal into a code."""
    try:
        return act()
    except SlowDown as slow:
        return JsonResponse({"error": "slow_down", "retry_after": slow.retry_after}, status=429)
    except wire.WireRefused as error:
        return JsonResponse({"error": error.code}, status=error.status)
    except BallotRefused as refusal:
        return wire.refused(refusal)


def _seat(request: HttpRequest) -> Seat | None:
    """The seat whose cookie came along."""
    return seat_of(request.COOKIES.get(settings.SEAT_COOKIE_NAME, ""))
