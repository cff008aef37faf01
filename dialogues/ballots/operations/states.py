"""What every step of a measure's life does: take its row, and tell what happened."""

from uuid import UUID

from accounts.audit.operations import record
from dialogues.ballots.models import Measure
from dialogues.events.operations import announce
from dialogues.vault.cells import read_json


def locked_measure(measure_id: UUID, *states: str) -> Measure | None:
    """Return the measure, its row locked, if it is in one of the states; None if not or if another has it."""
    measures = Measure.objects.select_for_update(skip_locked=True, of=("self",))
    return measures.filter(id=measure_id, state__in=states).first()


def tell(measure: Measure, kind: str, *, action: str = "", outcome: str = "") -> None:
    """Write what the system did into the audit chain and the room. No count of papers or ballots: ever."""
    record(
        dialogue_id=measure.dialogue_id,
        actor="system",
        action=action or kind,
        subject=f"measure:{measure.id}",
        reason=outcome,
    )
    tell_room(measure, kind, event_body(measure, outcome))


def tell_room(measure: Measure, kind: str, body: dict[str, object]) -> None:
    """Write an entry where those who are asked meet: the plenary, or the caucus of the one side that is asked."""
    announce(dialogue_id=measure.dialogue_id, kind=kind, body=body, subject=measure.id, side_id=measure.only_side)


def event_body(measure: Measure, outcome: str = "") -> dict[str, object]:
    """Return what the room's sentence about a measure needs: its title, and how it ended."""
    return {"title": read_json(measure, "questions")["title"], **({"outcome": outcome} if outcome else {})}
