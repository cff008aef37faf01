"""Splitting a hard item: its parts take over, in what it waited for and in what waited for it (domain.md 4)."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.agenda.models import AgendaEdge, AgendaItem
from dialogues.agenda.operations import move_item, reorder
from dialogues.agenda.ordering import lock_dialogue
from dialogues.agenda.refusals import ItemRefused
from dialogues.agenda.wording import clean_title
from dialogues.dialogue.life import move
from dialogues.events.operations import announce
from dialogues.vault.cells import write_cells

FEWEST, MOST = 2, 8
SPLITTABLE = {
    AgendaItem.State.WORDED,
    AgendaItem.State.RATED,
    AgendaItem.State.SCHEDULED,
    AgendaItem.State.DISCUSSING,
    AgendaItem.State.PARKED,
}


@transaction.atomic
def split_item(*, staff: Staff, item_id: UUID, titles: Sequence[str]) -> list[AgendaItem]:
    """Take an item off the agenda and put its parts on it, each in neutral wording and not yet rated.

    Raises ItemRefused with fewer than two or more than eight different parts, and for an item that is settled or
    still unworded; AgendaItem.DoesNotExist for another dialogue's.
    """
    lock_dialogue(staff.dialogue_id)
    whole = AgendaItem.objects.select_for_update().get(id=item_id, dialogue_id=staff.dialogue_id)
    if whole.state not in SPLITTABLE:
        raise ItemRefused(_("Only an item that is worded and not settled can be split. Reopen it first."))
    wanted = [clean_title(title) for title in titles if title.strip()]
    if not FEWEST <= len(wanted) <= MOST or len({title.casefold() for title in wanted}) < len(wanted):
        raise ItemRefused(
            _("Name %(fewest)d to %(most)d different parts, one a line.") % {"fewest": FEWEST, "most": MOST}
        )
    parts = [_part(whole, title) for title in wanted]
    _take_over(whole, parts)
    move_item(staff, whole.id, AgendaItem.State.WITHDRAWN)
    AgendaItem.objects.filter(id=whole.id).update(pin=None, position=None)
    reorder(staff.dialogue_id)
    announce(dialogue_id=staff.dialogue_id, kind="agenda.reordered", body={}, subject=whole.id)
    return parts


def _part(whole: AgendaItem, title: str) -> AgendaItem:
    """Make one part under the next number."""
    newest = AgendaItem.objects.filter(dialogue=whole.dialogue_id).aggregate(newest=Max("number"))["newest"] or 0
    part = AgendaItem(dialogue_id=whole.dialogue_id, number=newest + 1, sphere=whole.sphere, parent=whole)
    write_cells(part, title=title)
    move(part, AgendaItem.State.WORDED)
    part.save(force_insert=True)
    return part


def _take_over(whole: AgendaItem, parts: Sequence[AgendaItem]) -> None:
    """Let the parts wait for what the whole waited for, and let what waited for it wait for all of them."""
    before = list(AgendaEdge.objects.filter(item=whole).values_list("requires_id", flat=True))
    after = list(AgendaEdge.objects.filter(requires=whole).values_list("item_id", flat=True))
    AgendaEdge.objects.filter(item=whole).delete()
    AgendaEdge.objects.filter(requires=whole).delete()
    AgendaEdge.objects.bulk_create(
        [AgendaEdge(item=part, requires_id=required) for part in parts for required in before]
        + [AgendaEdge(item_id=waiting, requires=part) for part in parts for waiting in after]
    )
