"""Earlier releases of a lineage and the seats changed since: keeps two results from giving one vote away."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from dialogues.admission.queries import seats_in_force
from dialogues.ballots.kinds import Related
from dialogues.ballots.models import LedgerEntry, Measure
from dialogues.vault.cells import read_json

Seats = Mapping[UUID, Sequence[UUID]]
PUBLISHED = ("label", "counts")
NOBODY: Mapping[UUID, set[UUID]] = {}


def strictest_of(measure: Measure) -> Related | None:
    """Return the earlier result of a measure's lineage that restricts its own most.

    A seat that left since the announcement counts as changed too: it may have had no paper, and everybody saw it go.
    """
    own = LedgerEntry.objects.get(measure=measure)
    seats = {UUID(side): [UUID(seat) for seat in ids] for side, ids in own.seats.items()}
    still = seats_in_force(measure.epoch)
    gone = {side: set(ids) - set(still.get(side, ())) for side, ids in seats.items()}
    found = related_releases(measure.lineage, measure.subject_hash, measure.epoch, seats, gone)
    return max(found, key=_severity, default=None)


def related_releases(
    lineage: UUID, subject_hash: str, epoch_id: UUID, seats: Seats, gone: Mapping[UUID, set[UUID]] = NOBODY
) -> list[Related]:
    """Return every earlier result of the lineage as the gate sees it. `seats`: those in force now, per side.

    `gone`: those of them that have left meanwhile.

    Across epochs nothing is known of who joined or left: every side counts as changed by an unknown number.
    """
    entries = LedgerEntry.objects.filter(lineage=lineage, level__in=PUBLISHED).select_related("measure")
    return [
        Related(
            same_text=entry.subject_hash == subject_hash,
            since=read_json(entry.measure, "questions")["about"],
            changed={
                side: _changed(entry.seats.get(str(side)), ids, gone.get(side, set()))
                if entry.epoch == epoch_id
                else None
                for side, ids in seats.items()
            },
        )
        for entry in entries
    ]


def strictest_related(lineage: UUID, subject_hash: str, epoch_id: UUID, seats: Seats) -> Related | None:
    """Return the earlier result that restricts most: the same text before a new one."""
    return max(related_releases(lineage, subject_hash, epoch_id, seats), key=_severity, default=None)


def _changed(before: list[str] | None, after: Sequence[UUID], gone: set[UUID]) -> int | None:
    """Count the seats of a side that joined or left since; None if nothing was kept about the side."""
    if before is None:
        return None
    return len((set(before) ^ {str(seat) for seat in after}) | {str(seat) for seat in gone})


def _severity(related: Related) -> tuple[bool, bool, int]:
    """Order earlier results by how much they restrict the next one.

    A result whose seats are all the same restricts nothing. Of the others the same text comes before a new
    one, and there few changed seats (the gate refuses those) before many; unknown counts as fewest.
    """
    known = [count for count in related.changed.values() if count is not None]
    unknown = len(known) < len(related.changed)
    changed = unknown or any(known)
    fewest = 0 if unknown else min((count for count in known if count), default=0)
    return changed, changed and related.same_text, -fewest
