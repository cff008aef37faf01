"""What is settled before the sides meet, and recorded once for the whole dialogue (domain.md 9.5).

The legal check, the overlap with official talks, the languages, the day of the follow-up, and the holding line: the one
sentence that every side says, and nothing else, if something leaks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.dialogue.models import Dialogue, PreparationLine
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import read_cell, write_cells

LONGEST = 600
CODES = tuple(PreparationLine.Code.values)


@dataclass(frozen=True, slots=True)
class Settled:
    """What participants read of the preparation."""

    holding: str
    follow_up: date | None


class NotRecorded(Exception):
    """The lines cannot be kept like this; the sentence says what to change."""


def recorded(dialogue_id: UUID) -> dict[str, str]:
    """Return code → words of every line that is recorded."""
    return {row.code: read_cell(row, "words") for row in PreparationLine.objects.filter(dialogue_id=dialogue_id)}


def settled(dialogue_id: UUID) -> Settled:
    """Return what participants read: the holding line, and when they hear again."""
    lines = recorded(dialogue_id)
    day = lines.get(PreparationLine.Code.FOLLOW_UP, "")
    return Settled(lines.get(PreparationLine.Code.HOLDING, ""), date.fromisoformat(day) if day else None)


def holding_line(dialogue_id: UUID) -> str:
    """Return what every side says if something leaks; "" while nothing is agreed."""
    row = PreparationLine.objects.filter(dialogue_id=dialogue_id, code=PreparationLine.Code.HOLDING).first()
    return read_cell(row, "words") if row else ""


@transaction.atomic
def record_lines(*, staff: Staff, lines: Mapping[str, str]) -> list[str]:
    """Keep the words of each line; an empty one is taken out. Returns the codes that changed. Raises NotRecorded."""
    Dialogue.objects.select_for_update().get(id=staff.dialogue_id)  # two who record at once do it one after the other
    rows = {row.code: row for row in PreparationLine.objects.filter(dialogue_id=staff.dialogue_id)}
    changed = []
    for code in CODES:
        if code not in lines:
            continue
        words, row = canonical(lines[code]), rows.get(code)
        if len(words) > LONGEST:
            raise NotRecorded(_("A line has at most %(most)d characters. Nothing was kept.") % {"most": LONGEST})
        if words == (read_cell(row, "words") if row else ""):
            continue
        changed.append(code)
        _keep(staff.dialogue_id, code, words, row)
    if changed:
        record(
            dialogue_id=staff.dialogue_id,
            actor=staff.role,
            action="preparation.recorded",
            subject=f"dialogue:{staff.dialogue_id}",
            staff_id=staff.id,
            reason=",".join(changed),
        )
    return changed


def _keep(dialogue_id: UUID, code: str, words: str, row: PreparationLine | None) -> None:
    """Write one line, or take it out."""
    if not words:
        if row:
            row.delete()
        return
    row = row or PreparationLine(dialogue_id=dialogue_id, code=code)
    write_cells(row, words=words)
    row.save()
