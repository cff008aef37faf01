"""What facilitators do with the agenda. The order itself is computed (ordering.py); a pin answers it in daylight."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts.access import Staff
from dialogues.agenda.models import AgendaEdge, AgendaItem
from dialogues.agenda.ordering import compute_order, lock_dialogue, store_order
from dialogues.agenda.queries import UNSCREENED
from dialogues.agenda.refusals import ItemRefused
from dialogues.agenda.wording import clean_title
from dialogues.agenda.wording import word_item as word_item  # one of the deeds of facilitators, like the others here
from dialogues.dialogue.life import move
from dialogues.events.operations import announce
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_cells

REASON_LENGTH = 15  # characters at least: a pin is answered for
PARK_DAYS = 90
CLOSED = {AgendaItem.State.AGREED, AgendaItem.State.EARLY_HARVEST, AgendaItem.State.WITHDRAWN}
SETTLED = {AgendaItem.State.PROVISIONALLY_AGREED, AgendaItem.State.AGREED, AgendaItem.State.EARLY_HARVEST}


@transaction.atomic
def add_item(*, staff: Staff, title: str, sphere: str) -> AgendaItem:
    """Add an issue under the next number."""
    lock_dialogue(staff.dialogue_id)
    newest = AgendaItem.objects.filter(dialogue_id=staff.dialogue_id).aggregate(newest=Max("number"))["newest"] or 0
    item = AgendaItem(dialogue_id=staff.dialogue_id, number=newest + 1, sphere=sphere)
    write_cells(item, title=clean_title(title))
    item.save()
    reorder(staff.dialogue_id)
    return item


@transaction.atomic
def require_item(*, staff: Staff, item_id: UUID, requires_id: UUID) -> None:
    """Let an item wait for another. Raises ItemRefused if that would close a circle."""
    lock_dialogue(staff.dialogue_id)
    item, required = _item(staff, item_id), _item(staff, requires_id)
    if item.id == required.id or _reaches(required.id, item.id, staff.dialogue_id):
        raise ItemRefused(
            f"Item {required.number} already waits for item {item.number}, directly or through others. Nothing was changed."
        )
    AgendaEdge.objects.get_or_create(item=item, requires=required)
    reorder(staff.dialogue_id)


@transaction.atomic
def release_item(*, staff: Staff, item_id: UUID, requires_id: UUID) -> None:
    """Let an item wait no longer for another."""
    lock_dialogue(staff.dialogue_id)
    AgendaEdge.objects.filter(item=_item(staff, item_id), requires_id=requires_id).delete()
    reorder(staff.dialogue_id)


@transaction.atomic
def pin_item(*, staff: Staff, item_id: UUID, position: int, reason: str) -> None:
    """Pin an item to a position, with a reason that everyone reads. Raises ItemRefused if no order can honour it."""
    lock_dialogue(staff.dialogue_id)
    item = _item(staff, item_id)
    reason = canonical(reason)
    if len(reason) < REASON_LENGTH:
        raise ItemRefused(f"Say in at least {REASON_LENGTH} characters why the item is moved: everyone will read it.")
    item.pin = position
    write_cells(item, pin_reason=reason)
    item.save()
    reorder(staff.dialogue_id)
    announce(dialogue_id=staff.dialogue_id, kind="agenda.reordered", body={}, subject=item.id)


@transaction.atomic
def unpin_item(*, staff: Staff, item_id: UUID) -> None:
    """Take a pin out: the item goes where the rule puts it."""
    lock_dialogue(staff.dialogue_id)
    item = _item(staff, item_id)
    item.pin = None
    write_cells(item, pin_reason="")
    item.save()
    reorder(staff.dialogue_id)
    announce(dialogue_id=staff.dialogue_id, kind="agenda.reordered", body={}, subject=item.id)


@transaction.atomic
def adopt_order(*, staff: Staff) -> int:
    """Schedule every item that is worded or rated, in the order computed. Returns how many were scheduled."""
    lock_dialogue(staff.dialogue_id)
    reorder(staff.dialogue_id)
    waiting = AgendaItem.objects.filter(
        dialogue_id=staff.dialogue_id, state__in=[AgendaItem.State.WORDED, AgendaItem.State.RATED]
    )
    items = list(waiting.select_for_update())
    for item in items:
        move(item, AgendaItem.State.SCHEDULED)
        item.save(update_fields=["state"])
    announce(dialogue_id=staff.dialogue_id, kind="agenda.reordered", body={})
    return len(items)


@transaction.atomic
def start_item(*, staff: Staff, item_id: UUID) -> None:
    """Take an item up. Raises ItemRefused while one that it waits for is not at least provisionally agreed."""
    item = _item(staff, item_id)
    open_ones = [
        edge.requires.number for edge in item.edges.select_related("requires") if edge.requires.state not in SETTLED
    ]
    if open_ones:
        raise ItemRefused(
            f"Item {item.number} waits for item {open_ones[0]}, which is not settled yet. Take that one up first."
        )
    move(item, AgendaItem.State.DISCUSSING)
    item.review_date = None
    item.save()


@transaction.atomic
def park_item(*, staff: Staff, item_id: UUID, review_date: date, today: date) -> None:
    """Set an item aside until a day within the next 90."""
    item = _item(staff, item_id)
    if not 0 < (review_date - today).days <= PARK_DAYS:
        raise ItemRefused(f"Choose a review date within the next {PARK_DAYS} days: parked items must come back.")
    move(item, AgendaItem.State.PARKED)
    item.review_date = review_date
    item.save()


@transaction.atomic
def close_item_provisionally(*, staff: Staff, item_id: UUID) -> None:
    """Close an item for now: nothing is agreed until everything is agreed."""
    move_item(staff, item_id, AgendaItem.State.PROVISIONALLY_AGREED)


@transaction.atomic
def reopen_item(*, staff: Staff, item_id: UUID) -> None:
    """Take a provisionally agreed item up again."""
    move_item(staff, item_id, AgendaItem.State.DISCUSSING)


@transaction.atomic
def withdraw_item(*, staff: Staff, item_id: UUID) -> None:
    """Take an item off the agenda for good; what waited for it waits no longer."""
    lock_dialogue(staff.dialogue_id)
    item = move_item(staff, item_id, AgendaItem.State.WITHDRAWN)
    AgendaEdge.objects.filter(requires=item).delete()
    AgendaItem.objects.filter(id=item.id).update(pin=None, position=None, silence_until=None)
    reorder(staff.dialogue_id)


def remember_places(dialogue_id: UUID) -> None:
    """Keep where every item stands as the session closes: the pages say what has changed since then."""
    items = list(AgendaItem.objects.select_for_update().filter(dialogue_id=dialogue_id).exclude(UNSCREENED))
    for item in items:
        item.last_position, item.last_state = item.position, item.state
    AgendaItem.objects.bulk_update(items, ["last_position", "last_state"])


def move_item(staff: Staff, item_id: UUID, to: str) -> AgendaItem:
    """Move one item along its diagram."""
    item = _item(staff, item_id)
    move(item, to)
    item.save(update_fields=["state"])
    return item


def _item(staff: Staff, item_id: UUID) -> AgendaItem:
    """Return an item of this dialogue, locked. Raises AgendaItem.DoesNotExist, the same for another dialogue's."""
    return AgendaItem.objects.select_for_update().get(id=item_id, dialogue_id=staff.dialogue_id)


def reorder(dialogue_id: UUID) -> None:
    """Compute the order anew and store it. Raises ItemRefused in words, whereupon the transaction changes nothing."""
    store_order(dialogue_id, compute_order(dialogue_id))


def _reaches(start: UUID, goal: UUID, dialogue_id: UUID) -> bool:
    """Say whether `start` waits for `goal`, directly or through others."""
    edges: dict[UUID, list[UUID]] = {}
    for item, requires in AgendaEdge.objects.filter(item__dialogue_id=dialogue_id).values_list(
        "item_id", "requires_id"
    ):
        edges.setdefault(item, []).append(requires)
    waiting, seen = [start], set[UUID]()
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            waiting.extend(edges.get(here, []))
    return False
