"""The JSON that the ballot's scripts speak: small bodies, no unknown keys, errors as codes."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpRequest, JsonResponse

from dialogues.ballots.refusals import (
    AlreadyIssued,
    BadCiphertext,
    BadToken,
    BallotRefused,
    Closed,
    NoSuchMeasure,
    NotOpen,
    ReplacedTooOften,
)

TOKEN_BODY = 2 * 1024
BALLOT_BODY = 8 * 1024
BALLOTS_A_MINUTE = 600  # the whole house together; a ballot needs a token of 256 bits, so nobody can guess one

CODES: Mapping[type[BallotRefused], tuple[str, int]] = {
    NoSuchMeasure: ("not_found", 404),
    Closed: ("closed", 410),
    NotOpen: ("not_open", 425),
    AlreadyIssued: ("already_issued", 409),
    BadToken: ("bad_token", 401),
    BadCiphertext: ("malformed", 400),
    ReplacedTooOften: ("replaced_too_often", 409),
}


class WireRefused(Exception):
    """The body is not what this address takes."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.code, self.status = code, status


def body_of(request: HttpRequest, *, most: int, shapes: Sequence[set[str]]) -> dict[str, str]:
    """Return a JSON object of texts that has exactly the keys of one of these shapes. Raises WireRefused."""
    length = request.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > most:
        raise WireRefused("too_large", 413)
    if len(request.body) > most:
        raise WireRefused("too_large", 413)
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise WireRefused("malformed", 400) from error
    if not isinstance(found, dict) or set(found) not in shapes or not all(isinstance(v, str) for v in found.values()):
        raise WireRefused("malformed", 400)
    return found


def unpacked(text: str) -> bytes:
    """Return the bytes of base64url without padding. Raises WireRefused."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise WireRefused("malformed", 400) from error


def packed_bytes(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def measure_id(text: str) -> UUID:
    """Return the measure's id. Raises WireRefused."""
    try:
        return UUID(text)
    except ValueError as error:
        raise WireRefused("malformed", 400) from error


def code_of(refusal: BallotRefused) -> tuple[str, int]:
    """Return a refusal's code, and its status."""
    return CODES.get(type(refusal), ("malformed", 400))


def refused(refusal: BallotRefused) -> JsonResponse:
    """Answer a refusal as its code."""
    code, status = code_of(refusal)
    return JsonResponse({"error": code}, status=status)
