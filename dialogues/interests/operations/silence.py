"""The silence procedure: a text stands for a side unless somebody of it breaks the silence. Who did is not stored."""

from uuid import UUID

from django.db import transaction

from dialogues.admission.access import Seat
from dialogues.dialogue.silence import end_of_silence
from dialogues.interests.models import SideEntry
from dialogues.interests.operations.ground import at_the_page, entry_of, step
from dialogues.interests.refusals import ChangedMeanwhile
from dialogues.interests.rules import Ask, asks_for


@transaction.atomic
def put_to_side(*, seat: Seat, entry_id: UUID, ask: str) -> None:
    """Ask the side, by silence, whether a line stands, is shown more widely, or is dropped.

    Raises ChangedMeanwhile if that cannot be asked about the line as it is now, NoSuchLine.
    """
    at_the_page(seat)
    entry = entry_of(seat, entry_id)
    if ask not in asks_for(entry.kind, entry.state, entry.visibility):
        raise ChangedMeanwhile
    drafted = entry.state == SideEntry.State.DRAFTED
    step(entry, SideEntry.State.SILENCE_RUNNING if drafted else SideEntry.State.ASKED_AGAIN)
    entry.asked = Ask(ask)
    entry.silence_until = end_of_silence(entry.dialogue_id)
    entry.save()


@transaction.atomic
def break_silence(*, seat: Seat, entry_id: UUID) -> None:
    """Say no for now: a new line is open again, a standing one stands as it did. Raises ChangedMeanwhile, NoSuchLine."""
    at_the_page(seat)
    entry = entry_of(seat, entry_id)
    if entry.silence_until is None:
        raise ChangedMeanwhile
    first = entry.state == SideEntry.State.SILENCE_RUNNING
    step(entry, SideEntry.State.BROKEN if first else SideEntry.State.STANDS)
    entry.asked, entry.silence_until = "", None
    entry.broken += 1
    entry.save()
