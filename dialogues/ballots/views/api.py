"""The two addresses that the ballot's scripts call. Casting knows no seat: it reads no cookie."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dialogues.admission.access import NotSeated, from_our_origin, seat_of
from dialogues.admission.limits import SlowDown, count_try
from dialogues.ballots import wire
from dialogues.ballots.operations import cast_ballot, hand_out_token
from dialogues.ballots.refusals import BallotRefused


@csrf_exempt
@require_POST
def token(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Hand this seat its ballot token, once. The cookie is SameSite=Strict and the origin is checked."""
    seat = seat_of(request.COOKIES.get(settings.SEAT_COOKIE_NAME, ""))
    if not from_our_origin(request):
        return JsonResponse({"error": "not_found"}, status=404)
    if seat is None:
        return JsonResponse({"error": "unknown"}, status=401)
    try:
        wire.body_of(request, most=wire.TOKEN_BODY, keys=set())
        paper = hand_out_token(seat=seat, measure_id=measure_id)
    except wire.WireRefused as error:
        return JsonResponse({"error": error.code}, status=error.status)
    except NotSeated:
        return JsonResponse({"error": "suspended"}, status=403)
    except BallotRefused as refusal:
        return wire.refused(refusal)
    return JsonResponse({"token": wire.packed_bytes(paper)})


@csrf_exempt
@require_POST
def cast(request: HttpRequest) -> HttpResponse:
    """Keep one encrypted ballot. Whoever sends it is not asked, and no cookie is read."""
    if not from_our_origin(request):
        return JsonResponse({"error": "not_found"}, status=404)
    try:
        count_try("ballot", wire.BALLOTS_A_MINUTE)
        body = wire.body_of(request, most=wire.BALLOT_BODY, keys={"poll", "token", "ciphertext"})
        receipt = cast_ballot(
            measure_id=wire.measure_id(body["poll"]),
            token=wire.unpacked(body["token"]),
            ciphertext=wire.unpacked(body["ciphertext"]),
        )
    except SlowDown as slow:
        return JsonResponse({"error": "slow_down", "retry_after": slow.retry_after}, status=429)
    except wire.WireRefused as error:
        return JsonResponse({"error": error.code}, status=error.status)
    except BallotRefused as refusal:
        return wire.refused(refusal)
    return JsonResponse({"receipt": receipt})
