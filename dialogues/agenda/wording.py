"""The wording of an item is put to every side: it stands by silence, or because all accepted it in the room (domain.md 4).

Who objected is stored nowhere, and neither is the side: one objection from anywhere opens the wording again.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.access import Seat, seat_by_id
from dialogues.agenda.models import AgendaItem
from dialogues.agenda.refusals import ItemRefused
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Dialogue
from dialogues.dialogue.silence import end_of_silence
from dialogues.events.operations import announce
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import read_cell, read_json, write_cells, write_json

TITLE_LENGTH = 160
OBJECTION_LENGTH = 300
MOST_OBJECTIONS = 12  # words kept of them; further objections count all the same
UNRATED = {AgendaItem.State.PROPOSED, AgendaItem.State.WORDED}


@transaction.atomic
def put_wording(*, staff: Staff, item_id: UUID, title: str) -> AgendaItem:
    """Put a wording to every side: it stands if nobody objects before the silence ends. Raises ItemRefused once rated."""
    item = _rewordable(staff, item_id)
    title = clean_title(title)
    if item.state == AgendaItem.State.WORDED and title == read_cell(item, "title"):
        raise ItemRefused(_("These words stand already. Nothing was changed."))
    write_cells(item, title=title)
    if item.state == AgendaItem.State.WORDED:
        move(item, AgendaItem.State.PROPOSED)
    item.silence_until = end_of_silence(item.dialogue_id)
    item.save()
    announce(dialogue_id=item.dialogue_id, kind="agenda.wording_put", body={}, subject=item.id)
    return item


@transaction.atomic
def word_item(*, staff: Staff, item_id: UUID, title: str) -> AgendaItem:
    """Record that every side has accepted a wording in the room: it stands at once. Raises ItemRefused once rated."""
    item = _rewordable(staff, item_id)
    write_cells(item, title=clean_title(title))
    _stand(item)
    record(
        dialogue_id=item.dialogue_id,
        actor=staff.role,
        action="agenda.worded_in_room",
        subject=f"item:{item.number}",
        staff_id=staff.id,
    )
    return item


@transaction.atomic
def object_to_wording(*, seat: Seat, item_id: UUID, words: str) -> None:
    """As a participant, say that a wording is not neutral: it is open again at once. Raises ItemRefused, NotSeated.

    A muted mask may object: it does not speak by that.
    """
    seat_by_id(seat.id)
    found = AgendaItem.objects.select_for_update().filter(id=item_id, dialogue_id=seat.dialogue_id).first()
    if found is None or found.silence_until is None:
        raise ItemRefused(_("This wording is not before the sides any more. Reload the page to see how it stands."))
    words = canonical(words)
    if len(words) > OBJECTION_LENGTH:
        raise ItemRefused(_("Say it in at most %(most)d characters.") % {"most": OBJECTION_LENGTH})
    said = read_json(found, "objections") or []
    if words and len(said) < MOST_OBJECTIONS:
        write_json(found, objections=[*said, words])
    found.silence_until = None
    found.broken += 1
    found.save()
    announce(dialogue_id=found.dialogue_id, kind="agenda.wording_open", body={}, subject=found.id)


def advance_wordings() -> int:
    """Let every wording stand whose silence was kept; returns how many. Called by the sweep."""
    due = AgendaItem.objects.filter(silence_until__lte=now(), dialogue__state=Dialogue.State.ACTIVE)
    return sum(_end_silence(item_id) for item_id in due.values_list("id", flat=True))


@transaction.atomic
def _end_silence(item_id: UUID) -> bool:
    """End one silence, unless somebody objected in this very moment."""
    rows = AgendaItem.objects.select_for_update(skip_locked=True).filter(id=item_id, silence_until__lte=now())
    item = rows.first()
    if item is None:
        return False
    _stand(item)
    announce(dialogue_id=item.dialogue_id, kind="agenda.worded", body={"number": item.number}, subject=item.id)
    return True


def _stand(item: AgendaItem) -> None:
    """Let a wording stand; what was said against earlier ones is no longer needed."""
    if item.state == AgendaItem.State.PROPOSED:
        move(item, AgendaItem.State.WORDED)
    item.silence_until, item.broken, item.objections = None, 0, b""
    item.save()


def _rewordable(staff: Staff, item_id: UUID) -> AgendaItem:
    """Return an item of this dialogue that is not yet rated, locked. Raises AgendaItem.DoesNotExist, ItemRefused."""
    item = AgendaItem.objects.select_for_update().get(id=item_id, dialogue_id=staff.dialogue_id)
    if item.state not in UNRATED:
        raise ItemRefused(
            _("This item has been rated under its present wording. Withdraw it and add a new one to change it.")
        )
    return item


def clean_title(title: str) -> str:
    """Return the canonical title, or refuse."""
    title = canonical(title)
    if not 0 < len(title) <= TITLE_LENGTH:
        raise ItemRefused(_("Give the item a neutral title of 1 to %(most)d characters.") % {"most": TITLE_LENGTH})
    return title
