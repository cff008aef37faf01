"""What may be read of admission: totals at seals, masks, phases. Never who holds what."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dialogues.admission.codes import b64u
from dialogues.admission.models import Epoch, EpochSide, SealRun, Seat, SeatAuth
from dialogues.dialogue.models import Dialogue
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


def epoch_of(dialogue_id: UUID) -> Epoch | None:
    """Return the newest epoch that has not ended."""
    return (
        Epoch.objects.filter(dialogue_id=dialogue_id)
        .exclude(state=Epoch.State.ENDED)
        .order_by("-number")
        .first()
    )


def counts_of(epoch: Epoch) -> list[SideCounts]:
    """Return every side's numbers in an epoch."""
    views = {view.id: view for view in sides_of(epoch.dialogue_id)}
    rows = EpochSide.objects.filter(epoch=epoch)
    counts = [
        SideCounts(
            views[row.side_id], row.head_count, row.confirmed, row.shown, row.invited, row.issued, row.seated
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


def mask_list(epoch_id: UUID) -> list[Seat]:
    """Return the seats of a sealed epoch with their sides, by side and mask, for the facilitators."""
    return list(
        Seat.objects.filter(epoch_id=epoch_id).select_related("side").order_by("side__number", "mask")
    )


def seated_sides(epoch_id: UUID) -> dict[UUID, bool]:
    """Return side → whether anybody has taken a seat; a yes or no, never a number inside a window."""
    taken = set(SeatAuth.objects.filter(epoch=epoch_id).values_list("side", flat=True).distinct())
    return {
        side: side in taken
        for side in EpochSide.objects.filter(epoch_id=epoch_id).values_list("side_id", flat=True)
    }


def seal_progress(kind: str, target: UUID) -> SealRun | None:
    """Return how far a seal has come."""
    return SealRun.objects.filter(kind=kind, target=target).first()


def card(dialogue_id: UUID) -> dict[str, Any] | None:
    """Return the public card of a dialogue: mode, thresholds, phase, keys.

    No title, no names (anonymity.md 4.6).
    """
    dialogue = Dialogue.objects.filter(id=dialogue_id).first()
    epoch = epoch_of(dialogue_id) if dialogue else None
    if dialogue is None or epoch is None:
        return None
    sides = EpochSide.objects.filter(epoch=epoch)
    return {
        "v": 1,
        "mode": dialogue.entry,
        "phase": epoch.state,
        "group_mode": epoch.group_mode,
        "k": dialogue.k,
        "f": dialogue.f,
        "sides": sorted(
            (
                {
                    "side": str(row.side_id),
                    "invited": row.head_count,
                    "keys": [{"epoch": epoch.number, "kid": b64u(bytes(row.kid))}],
                }
                for row in sides
                if row.kid
            ),
            key=lambda row: str(row["side"]),
        ),
    }
