"""The sizes at hand before anybody votes: what says which results the gate could ever publish."""

from uuid import UUID

from dialogues.admission.queries import epoch_of, seats_in_force
from dialogues.ballots.kinds import Sizes
from dialogues.ballots.queries.ledger import strictest_related
from dialogues.dialogue.queries import dialogue_of


def sizes_for(dialogue_id: UUID, *, lineage: UUID, subject_hash: str, only: UUID | None = None) -> Sizes:
    """Return seats in force per side, or of one side, the thresholds that would freeze, and the strictest earlier result."""
    dialogue, epoch = dialogue_of(dialogue_id), epoch_of(dialogue_id)
    if epoch is None:
        return Sizes(seats={}, k=dialogue.k, f=dialogue.f, group_mode="")
    seats = {side: ids for side, ids in seats_in_force(epoch.id).items() if only in {None, side}}
    return Sizes(
        seats={side.id: len(seats.get(side.id, [])) for side in dialogue.sides if only in {None, side.id}},
        k=dialogue.k,
        f=dialogue.f,
        group_mode=epoch.group_mode,
        related=strictest_related(lineage, subject_hash, epoch.id, seats),
    )
