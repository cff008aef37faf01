"""What a browser needs to have its ballot paper signed blind, and to find it again."""

import base64
from dataclasses import dataclass
from uuid import UUID

from dialogues.admission.access import Seat
from dialogues.ballots.models import BallotBoard, Measure, MeasureSide


@dataclass(frozen=True, slots=True)
class PaperKey:
    """The key that signs a side's papers; both halves of its name are empty where papers are handed out ready-made."""

    kid: bytes
    spki: bytes


def paper_key(seat: Seat, measure_id: UUID) -> PaperKey | None:
    """Return the key of this seat's side for a measure; None if there is no such measure for it."""
    side = (
        MeasureSide.objects.filter(
            measure_id=measure_id, measure__dialogue=seat.dialogue_id, measure__epoch=seat.epoch_id, side=seat.side_id
        )
        .exclude(measure__state=Measure.State.DRAFT)
        .first()
    )
    return PaperKey(bytes(side.kid), bytes(side.spki)) if side else None


def paper_board(seat: Seat, measure_id: UUID) -> list[dict[str, str]] | None:
    """Return everything that was signed blind for the seat's side, sorted; None outside opening and close.

    Everybody downloads all of it, so that fetching it says nothing.
    """
    if not Measure.objects.filter(
        id=measure_id, dialogue=seat.dialogue_id, epoch=seat.epoch_id, state=Measure.State.OPEN
    ).exists():
        return None
    rows = BallotBoard.objects.filter(measure=measure_id, side=seat.side_id)
    return [
        {"h": _packed(digest), "s": _packed(signature)}
        for digest, signature in sorted((bytes(row.blinded_hash), bytes(row.blind_sig)) for row in rows)
    ]


def _packed(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
