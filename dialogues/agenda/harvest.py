"""Early harvest: an item takes effect before the rest if every side lets it, by silence (domain.md 4, invariant 19)."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.admission.access import Seat, seat_by_id
from dialogues.agenda.models import AgendaItem
from dialogues.agenda.refusals import ItemRefused
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Dialogue
from dialogues.dialogue.silence import end_of_silence
from dialogues.events.operations import announce

State = AgendaItem.State


@transaction.atomic
def put_harvest(*, staff: Staff, item_id: UUID) -> None:
    """Ask every side to let a provisionally agreed item take effect before the rest. Raises ItemRefused."""
    item = AgendaItem.objects.select_for_update().get(id=item_id, dialogue_id=staff.dialogue_id)
    if item.state != State.PROVISIONALLY_AGREED:
        raise ItemRefused(_("Only an item that is closed for now can take effect before the rest."))
    item.harvest_until = end_of_silence(item.dialogue_id)
    item.save(update_fields=["harvest_until"])
    announce(dialogue_id=item.dialogue_id, kind="agenda.harvest_put", body={"number": item.number}, subject=item.id)


@transaction.atomic
def object_to_harvest(*, seat: Seat, item_id: UUID) -> None:
    """As a participant, keep an item with the rest. Who did is stored nowhere. Raises ItemRefused, NotSeated."""
    seat_by_id(seat.id)
    item = AgendaItem.objects.select_for_update().filter(id=item_id, dialogue_id=seat.dialogue_id).first()
    if item is None or item.harvest_until is None:
        raise ItemRefused(_("This is not before the sides any more. Reload the page to see how it stands."))
    item.harvest_until = None
    item.save(update_fields=["harvest_until"])
    announce(dialogue_id=item.dialogue_id, kind="agenda.harvest_open", body={"number": item.number}, subject=item.id)


def advance_harvests() -> int:
    """Let every item take effect whose silence was kept; returns how many. Called by the sweep."""
    due = AgendaItem.objects.filter(harvest_until__lte=now(), dialogue__state=Dialogue.State.ACTIVE)
    return sum(_end_silence(item_id) for item_id in due.values_list("id", flat=True))


@transaction.atomic
def _end_silence(item_id: UUID) -> bool:
    """End one silence, unless somebody objected or the item was reopened meanwhile."""
    rows = AgendaItem.objects.select_for_update(skip_locked=True).filter(id=item_id, harvest_until__lte=now())
    item = rows.first()
    if item is None:
        return False
    item.harvest_until = None
    harvested = item.state == State.PROVISIONALLY_AGREED
    if harvested:
        move(item, State.EARLY_HARVEST)
        announce(dialogue_id=item.dialogue_id, kind="agenda.harvested", body={"number": item.number}, subject=item.id)
    item.save(update_fields=["state", "harvest_until"])
    return harvested
