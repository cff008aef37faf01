"""What time does on the sides' pages: silences end, and interests that every side has marked are told to all at once."""

from uuid import UUID

from django.db import transaction

from dialogues.dialogue.clock import now
from dialogues.dialogue.models import Dialogue, Side
from dialogues.events.operations import announce
from dialogues.interests.content import Content
from dialogues.interests.marks import read_marks, write_marks
from dialogues.interests.models import CommonInterest, SideEntry
from dialogues.interests.operations.ground import step
from dialogues.interests.operations.marking import new_interest
from dialogues.interests.rules import Ask, is_shared
from dialogues.vault.cells import read_json


def advance_interests() -> int:
    """End what is due in every active dialogue; returns how many lines and interests moved. Called by the sweep."""
    return _end_silences() + _detect_shared()


def _end_silences() -> int:
    """Let every line whose silence was kept do what the side was asked."""
    due = SideEntry.objects.filter(silence_until__lte=now(), dialogue__state=Dialogue.State.ACTIVE)
    return sum(_end_silence(entry_id) for entry_id in due.values_list("id", flat=True))


@transaction.atomic
def _end_silence(entry_id: UUID) -> bool:
    """End one silence, unless somebody broke it in this very moment."""
    rows = SideEntry.objects.select_for_update(skip_locked=True).filter(id=entry_id, silence_until__lte=now())
    entry = rows.first()
    if entry is None:
        return False
    asked, entry.asked, entry.silence_until = Ask(entry.asked), "", None
    if asked == Ask.DROP:
        step(entry, SideEntry.State.WITHDRAWN)
        entry.delete()
        return True
    step(entry, SideEntry.State.SHOWN_TO_ALL if asked == Ask.ALL else SideEntry.State.STANDS)
    if asked == Ask.FACILITATORS:
        entry.visibility = SideEntry.Visibility.FACILITATORS
    if asked == Ask.ALL:
        _show(entry)
    entry.save()
    return True


def _show(entry: SideEntry) -> None:
    """Show a line to every side; an interest can be marked by the others from now on."""
    entry.visibility = SideEntry.Visibility.ALL
    if entry.kind == SideEntry.Kind.INTEREST:
        content = Content(**read_json(entry, "content"))
        marks = {str(entry.side): now()}
        new_interest(
            dialogue_id=entry.dialogue_id, item_id=entry.item, content=content, shown_by=entry.side, marks=marks
        )
    announce(dialogue_id=entry.dialogue_id, kind="interest.shown", body={})


def _detect_shared() -> int:
    """Look at every interest that is before the sides; the answer for each is one bit. Only what is shared is locked."""
    offered = CommonInterest.objects.filter(state=CommonInterest.State.OFFERED, dialogue__state=Dialogue.State.ACTIVE)
    rows = list(offered)
    sides = _sides_by_dialogue({row.dialogue_id for row in rows})
    moment = now()
    return sum(
        _share(row.id, sides[row.dialogue_id])
        for row in rows
        if is_shared(read_marks(row), sides[row.dialogue_id], moment)
    )


@transaction.atomic
def _share(interest_id: UUID, sides: list[str]) -> bool:
    """Share one interest that every side has marked; the marks go with that, because they say nothing more."""
    rows = CommonInterest.objects.select_for_update(skip_locked=True)
    found = rows.filter(id=interest_id, state=CommonInterest.State.OFFERED).first()
    if found is None or not is_shared(read_marks(found), sides, now()):
        return False
    step(found, CommonInterest.State.SHARED)
    write_marks(found, {})
    found.save()
    announce(dialogue_id=found.dialogue_id, kind="interest.shared", body={})
    return True


def _sides_by_dialogue(dialogues: set[UUID]) -> dict[UUID, list[str]]:
    """Return dialogue → its sides, in one query."""
    found: dict[UUID, list[str]] = {dialogue: [] for dialogue in dialogues}
    for dialogue, side in Side.objects.filter(dialogue_id__in=dialogues).values_list("dialogue_id", "id"):
        found[dialogue].append(str(side))
    return found
