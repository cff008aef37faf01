"""What staff and rooms may read of an epoch: head counts, confirmations, totals at seals, phases. Never who holds what."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from accounts.access import Role
from accounts.queries import roles_in
from dialogues.admission.models import Epoch, EpochSide, SealRun, Seat, SeatAuth
from dialogues.dialogue.queries import SideView, sides_of

IN_FORCE = (Seat.State.ACTIVE, Seat.State.MUTED)


@dataclass(frozen=True, slots=True)
class SideCounts:
    """A side's numbers as everyone may read them; issued and seated are those of the last seal."""

    side: SideView
    head_count: int
    confirmed: bool
    shown: bool
    invited: int
    issued: int
    seated: int
    cards: int = 0


def epoch_of(dialogue_id: UUID) -> Epoch | None:
    """Return the epoch in force: the one that talks, or before the first has begun to, the one that is entered."""
    running = Epoch.objects.filter(dialogue_id=dialogue_id).exclude(state=Epoch.State.ENDED)
    return running.filter(state=Epoch.State.TALKING).first() or running.order_by("-number").first()


def entry_of(dialogue_id: UUID) -> Epoch | None:
    """Return the newest epoch that has not ended: the one that people enter, when another still talks."""
    return Epoch.objects.filter(dialogue_id=dialogue_id).exclude(state=Epoch.State.ENDED).order_by("-number").first()


def counts_of(epoch: Epoch) -> list[SideCounts]:
    """Return every side's numbers in an epoch."""
    views = {view.id: view for view in sides_of(epoch.dialogue_id)}
    rows = EpochSide.objects.filter(epoch=epoch)
    counts = [
        SideCounts(
            views[row.side_id], row.head_count, row.confirmed, row.shown, row.invited, row.issued, row.seated, row.cards
        )
        for row in rows
    ]
    return sorted(counts, key=lambda count: count.side.number)


def seats_in_force(epoch_id: UUID) -> dict[UUID, list[UUID]]:
    """Return side → seats that are taken and may vote, after SEAL-2 has deleted the unused ones."""
    seats: dict[UUID, list[UUID]] = {}
    for seat, side in Seat.objects.filter(epoch_id=epoch_id, state__in=IN_FORCE).values_list("id", "side_id"):
        seats.setdefault(side, []).append(seat)
    return seats


def masks(epoch_id: UUID) -> dict[UUID, tuple[str, int]]:
    """Return seat → (mask, number of its side): what the room shows instead of a key."""
    rows = Seat.objects.filter(epoch_id=epoch_id).values_list("id", "mask", "side__number")
    return {seat: (mask, number) for seat, mask, number in rows}


@lru_cache(maxsize=4096)
def side_of(seat_id: UUID) -> UUID | None:
    """Return the side of a seat; it never changes, and a round asks at every message."""
    return Seat.objects.filter(id=seat_id).values_list("side_id", flat=True).first()


def seated_sides(epoch_id: UUID) -> dict[UUID, bool]:
    """Return side → whether anybody has taken a seat; a yes or no, never a number inside a window."""
    taken = set(SeatAuth.objects.filter(epoch=epoch_id).values_list("side", flat=True).distinct())
    return {
        side: side in taken for side in EpochSide.objects.filter(epoch_id=epoch_id).values_list("side_id", flat=True)
    }


def facilitators_hash(dialogue_id: UUID) -> str:
    """Return the hash of who facilitates now: what a side has accepted when it confirms, and again on a change."""
    people = sorted(str(role.person_id) for role in roles_in(dialogue_id) if role.role == Role.FACILITATOR)
    return hashlib.sha256(",".join(people).encode()).hexdigest()


def accepting_sides(epoch: Epoch) -> dict[UUID, bool]:
    """Return side → whether it has accepted the facilitators as they are now (invariant 8)."""
    wanted = facilitators_hash(epoch.dialogue_id)
    rows = EpochSide.objects.filter(epoch=epoch).values_list("side_id", "accepted")
    return {side: accepted == wanted for side, accepted in rows}


def seal_progress(kind: str, target: UUID) -> SealRun | None:
    """Return how far a seal has come."""
    return SealRun.objects.filter(kind=kind, target=target).first()
