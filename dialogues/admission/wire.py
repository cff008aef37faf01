"""The JSON that admission speaks: small bodies, known keys only, codes for errors (anonymity.md 4.6)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dialogues.admission.access import NotSeated, Suspended, from_our_origin
from dialogues.admission.blind import BlindedRefused
from dialogues.admission.codes import CodeUnreadable, NotBase64
from dialogues.admission.limits import SlowDown
from dialogues.admission.operations.entering import Unknown
from dialogues.admission.operations.issuing import AlreadyIssued
from dialogues.admission.operations.seating import AlreadySpent, NoSeat, NotFound, NotOpenYet, WindowClosed
from dialogues.admission.signing import BadSignature

LARGEST_BODY = 2048
T = TypeVar("T", bound=msgspec.Struct)
ERRORS: tuple[tuple[type[Exception], int, str], ...] = (
    (NotBase64, 400, "malformed"),
    (BlindedRefused, 400, "malformed"),
    (CodeUnreadable, 401, "unknown"),
    (NotFound, 404, "not_found"),
    (WindowClosed, 410, "closed"),
    (NotOpenYet, 425, "not_open"),
    (AlreadyIssued, 409, "already_issued"),
    (BadSignature, 401, "bad_signature"),
    (AlreadySpent, 409, "already_spent"),
    (NoSeat, 409, "no_seat"),
    (Unknown, 401, "unknown"),
    (Suspended, 403, "suspended"),
    (NotSeated, 410, "revoked"),
    (SlowDown, 429, "slow_down"),
)


def error(code: str, status: int) -> JsonResponse:
    """Return an error in the one form that errors have."""
    return JsonResponse({"error": code}, status=status)


def json_door(
    shape: type[T],
) -> Callable[[Callable[[HttpRequest, T], HttpResponse]], Callable[..., HttpResponse]]:
    """Turn view(request, message) into a view for POSTs of that shape from our own pages.

    Refusals become codes.
    """

    def door(view: Callable[[HttpRequest, T], HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @require_POST
        @wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not from_our_origin(request):
                return error("not_found", 404)
            if len(request.body) > LARGEST_BODY:
                return error("too_large", 413)
            try:
                message = msgspec.json.decode(request.body, type=shape)
            except (msgspec.MsgspecError, UnicodeDecodeError):
                return error("malformed", 400)
            return answer(lambda: view(request, message))

        return inside

    return door


def answer(act: Callable[[], HttpResponse]) -> HttpResponse:
    """Run an action and turn its refusal into a code."""
    try:
        return act()
    except tuple(kind for kind, _, _ in ERRORS) as refusal:
        status, code = next((status, code) for kind, status, code in ERRORS if isinstance(refusal, kind))
        return error(code, status)
