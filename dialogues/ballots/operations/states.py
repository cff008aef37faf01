"""Taking a measure's row for one step of its life."""

from uuid import UUID

from dialogues.ballots.models import Measure


def locked_measure(measure_id: UUID, *states: str) -> Measure | None:
    """Return the measure with its row locked if it is in one of the states, None if not or if another worker has it."""
    measures = Measure.objects.select_for_update(skip_locked=True, of=("self",))
    return measures.filter(id=measure_id, state__in=states).first()
