"""Interests in common: put to every side apart, marked by each on its own page, told to anybody only when all have marked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.admission.access import Seat
from dialogues.dialogue.silence import end_of_silence
from dialogues.interests.content import Content, on_the_agenda, worded
from dialogues.interests.marks import read_marks, write_marks
from dialogues.interests.models import CommonInterest
from dialogues.interests.operations.ground import at_the_page, interest_of, require_active, step
from dialogues.interests.refusals import ChangedMeanwhile, InterestRefused
from dialogues.vault.cells import read_json, write_json

MOST_OFFERS = 20  # of one item, not yet shared


@transaction.atomic
def offer_interest(*, staff: Staff, item_id: UUID, content: Content) -> CommonInterest:
    """As a facilitator, put an interest to every side apart, in words that do not tell who has it."""
    require_active(staff.dialogue_id)
    on_the_agenda(staff.dialogue_id, item_id)
    content = worded(content)
    rows = CommonInterest.objects.filter(dialogue_id=staff.dialogue_id, item=item_id)
    offered = [row for row in rows if row.state == CommonInterest.State.OFFERED]
    if any(Content(**read_json(row, "content")).same == content.same for row in rows):
        raise InterestRefused(_("This interest is before the sides already, in the same words."))
    if len(offered) >= MOST_OFFERS:
        raise InterestRefused(_("The sides have enough to read on this item. Take one back first."))
    return new_interest(dialogue_id=staff.dialogue_id, item_id=item_id, content=content)


@transaction.atomic
def withdraw_offer(*, staff: Staff, interest_id: UUID) -> None:
    """As a facilitator, take an interest back that is not shared: it is deleted with whatever was marked, unread.

    What a side has shown itself is not the facilitators' to take back.
    """
    found = interest_of(staff.dialogue_id, interest_id)
    if found.shown_by is not None:
        raise InterestRefused(_("A side has shown this interest itself. It stays."))
    step(found, CommonInterest.State.WITHDRAWN)
    found.delete()


@transaction.atomic
def mark_interest(*, seat: Seat, interest_id: UUID) -> None:
    """Begin to mark an interest as the seat's own side's: it is marked when nobody of the side breaks the silence.

    Raises ChangedMeanwhile if the side has marked it already or it is shared, NoSuchLine.
    """
    at_the_page(seat)
    found = interest_of(seat.dialogue_id, interest_id)
    marks = read_marks(found)
    if found.state != CommonInterest.State.OFFERED or str(seat.side_id) in marks:
        raise ChangedMeanwhile
    write_marks(found, {**marks, str(seat.side_id): end_of_silence(seat.dialogue_id)})
    found.save(update_fields=["marks"])


@transaction.atomic
def unmark_interest(*, seat: Seat, interest_id: UUID) -> None:
    """Take the side's mark back, which anybody of it may do until every side has marked. Raises ChangedMeanwhile."""
    at_the_page(seat)
    found = interest_of(seat.dialogue_id, interest_id)
    marks = read_marks(found)
    if found.state != CommonInterest.State.OFFERED or str(seat.side_id) not in marks:
        raise ChangedMeanwhile
    write_marks(found, {side: end for side, end in marks.items() if side != str(seat.side_id)})
    found.save(update_fields=["marks"])


def new_interest(
    *,
    dialogue_id: UUID,
    item_id: UUID,
    content: Content,
    shown_by: UUID | None = None,
    marks: dict[str, datetime] | None = None,
) -> CommonInterest:
    """Put one interest before the sides; the side that has shown it has thereby marked it."""
    found = CommonInterest(dialogue_id=dialogue_id, item=item_id, shown_by=shown_by)
    write_json(found, content=content.cell())
    write_marks(found, marks or {})
    found.save(force_insert=True)
    return found
