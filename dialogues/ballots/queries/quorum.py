"""Enough or not, side by side, at fixed ticks: all that anybody learns of a ballot that is under way."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.access import Staff
from dialogues.admission.models import Seat
from dialogues.ballots.models import BallotGrant, Measure, MeasureSide
from dialogues.ballots.rules.thresholds import quorum as two_thirds
from dialogues.dialogue.queries import SideView, sides_of


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether a side had enough tokens (announced) or ballots (open) at the last tick; None before it."""

    side: SideView
    enough: bool | None


@dataclass(frozen=True, slots=True)
class QuorumView:
    """Every side's yes or no, and the tick it is from."""

    at: datetime | None
    sides: list[Quorum]

    @property
    def looked(self) -> bool:
        """Whether there is anything to show yet."""
        return any(side.enough is not None for side in self.sides)


def quorum(staff: Staff, measure_id: UUID) -> QuorumView:
    """Return what a facilitator may know while ballots are taken. It moves at ticks of 15 minutes only."""
    measure = Measure.objects.filter(id=measure_id, dialogue_id=staff.dialogue_id).first()
    bits = dict(MeasureSide.objects.filter(measure_id=measure_id).values_list("side_id", "quorum"))
    sides = [Quorum(side, bits.get(side.id)) for side in sides_of(staff.dialogue_id) if side.id in bits]
    return QuorumView(measure.quorum_at if measure else None, sides)


def tokens_out(measure_id: UUID) -> dict[UUID, int]:
    """Return side → tokens handed out, for the opening's guard alone."""
    granted = set(BallotGrant.objects.filter(measure=measure_id).values_list("seat", flat=True))
    sides = Counter(Seat.objects.filter(id__in=granted).values_list("side_id", flat=True))
    return {
        side: sides[side]
        for side in MeasureSide.objects.filter(measure_id=measure_id).values_list("side_id", flat=True)
    }


def enough_tokens(handed_out: int, seats: int, least: int) -> bool:
    """Tell whether a side can open: tokens ≥ two thirds of its active seats, and ≥ the least electorate."""
    return handed_out >= max(least, two_thirds(seats))
