"""How items come to be agreed: provisionally when a final text reaches its mark, for good with the whole or a package.

Nothing is agreed until everything is agreed, unless every side lets an item take effect before the rest (domain.md 4, 5).
"""

from collections.abc import Collection
from uuid import UUID

from dialogues.agenda.models import AgendaItem
from dialogues.dialogue.life import move
from dialogues.events.operations import announce


def agree_provisionally(*, dialogue_id: UUID, item_id: UUID) -> bool:
    """Close an item that is under discussion for now; says whether it was. Called in the transaction of a release."""
    item = AgendaItem.objects.select_for_update().filter(id=item_id, dialogue_id=dialogue_id).first()
    if item is None or item.state != AgendaItem.State.DISCUSSING:
        return False
    move(item, AgendaItem.State.PROVISIONALLY_AGREED)
    item.save(update_fields=["state"])
    announce(dialogue_id=dialogue_id, kind="agenda.closed_for_now", body={"number": item.number}, subject=item.id)
    return True


def agree_all(*, dialogue_id: UUID, items: Collection[UUID] | None = None) -> int:
    """Let every provisionally agreed item stand as agreed, or those of a package; returns how many."""
    rows = AgendaItem.objects.select_for_update().filter(
        dialogue_id=dialogue_id, state=AgendaItem.State.PROVISIONALLY_AGREED
    )
    if items is not None:
        rows = rows.filter(id__in=items)
    agreed = list(rows)
    for item in agreed:
        move(item, AgendaItem.State.AGREED)
        item.save(update_fields=["state"])
    if agreed:
        numbers = [item.number for item in agreed]
        announce(dialogue_id=dialogue_id, kind="agenda.agreed", body={"numbers": sorted(numbers)})
    return len(agreed)


def set_packaged(*, dialogue_id: UUID, items: Collection[UUID]) -> None:
    """Let the agenda say which items stand in a package on the table, and no others."""
    rows = AgendaItem.objects.filter(dialogue_id=dialogue_id)
    rows.filter(packaged=True).exclude(id__in=items).update(packaged=False)
    rows.filter(packaged=False, id__in=items).update(packaged=True)
