"""The marks of every side on one interest, in one cell of one length: its size tells nobody who has marked, or how many."""

from datetime import UTC, datetime
from uuid import UUID

from dialogues.dialogue.models import Side
from dialogues.interests.models import CommonInterest
from dialogues.vault.cells import read_json, write_json

WRITTEN = "%Y-%m-%dT%H:%M:%SZ"
BLANK = " " * 20  # as long as a time


def read_marks(found: CommonInterest) -> dict[str, datetime]:
    """Return side → end of its silence, of the sides that have marked."""
    told: dict[str, str] = read_json(found, "marks") or {}
    return {side: datetime.strptime(end, WRITTEN).replace(tzinfo=UTC) for side, end in told.items() if end.strip()}


def write_marks(found: CommonInterest, marks: dict[str, datetime]) -> None:
    """Seal the marks of every side into the one cell, blanks for those who have not marked. The row is not saved."""
    told = {side: marks[side].strftime(WRITTEN) if side in marks else BLANK for side in _sides(found.dialogue_id)}
    write_json(found, marks=told)


def _sides(dialogue_id: UUID) -> list[str]:
    """The dialogue's sides, always in one order."""
    return [str(side) for side in Side.objects.filter(dialogue_id=dialogue_id).values_list("id", flat=True)]
