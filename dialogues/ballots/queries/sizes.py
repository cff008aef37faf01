"""The sizes at hand before anybody votes: what the editor needs to say which results the gate could publish."""

from uuid import UUID

from dialogues.admission.queries import epoch_of, seats_in_force
from dialogues.dialogue.queries import dialogue_of

from accounts.access import Staff
from dialogues.ballots.kinds import Sizes
from dialogues.ballots.queries.ledger import strictest_related


def sizes_for(staff: Staff, *, lineage: UUID, subject_hash: str) -> Sizes:
    """Return seats in force per side, the thresholds that would freeze, and the strictest earlier result."""
    dialogue, epoch = dialogue_of(staff), epoch_of(staff.dialogue_id)
    if epoch is None:
        return Sizes(seats={}, k=dialogue.k, f=dialogue.f, group_mode="talk_only")
    seats = seats_in_force(epoch.id)
    return Sizes(
        seats={side: len(ids) for side, ids in seats.items()},
        k=dialogue.k,
        f=dialogue.f,
        group_mode=epoch.group_mode,
        related=strictest_related(lineage, subject_hash, epoch.id, seats),
    )


def least_side(sizes: Sizes) -> int | None:
    """Return the least number of people a side needs, m or 3; None where no measure opens at all (talk only)."""
    return least_answers(sizes.k, sizes.f, sizes.group_mode)


def least_answers(k: int, f: int, group_mode: str) -> int | None:
    """Return m = max(k, 2f + 3) in normal mode, 3 in a small group, None in a group that only talks."""
    return {"normal": max(k, 2 * f + 3), "small_group": 3}.get(group_mode)
