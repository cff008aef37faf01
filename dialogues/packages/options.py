"""Options of agenda items: what facilitators add and take back, and which items can be weighed."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.agenda.queries import ItemView, board
from dialogues.dialogue.models import Dialogue
from dialogues.packages.content import clean
from dialogues.packages.models import Option
from dialogues.packages.refusals import NoSuchPackage, PackageRefused
from dialogues.vault.cells import read_cell, write_cells

MOST_OPTIONS, MOST_ITEMS = 8, 12  # an item's; a weighting round's
TRADABLE = frozenset({"worded", "rated", "scheduled", "discussing", "parked", "provisionally_agreed"})


@dataclass(frozen=True, slots=True)
class OptionView:
    """One option as everyone reads it."""

    id: UUID
    label: str


@dataclass(frozen=True, slots=True)
class ItemOptions:
    """An item that can still be traded, and its options from one end to the other."""

    item: ItemView
    options: list[OptionView]

    @property
    def weighed(self) -> bool:
        """Whether there is something to choose between."""
        return len(self.options) > 1


def tradable_items(dialogue_id: UUID) -> list[ItemOptions]:
    """Return the items that can still be traded, by number, each with its options."""
    options: dict[UUID, list[OptionView]] = {}
    for row in Option.objects.filter(dialogue_id=dialogue_id, withdrawn=False).order_by("place"):
        options.setdefault(row.item, []).append(OptionView(row.id, read_cell(row, "label")))
    items = sorted((item for item in board(dialogue_id) if item.state in TRADABLE), key=lambda item: item.number)
    return [ItemOptions(item, options.get(item.id, [])) for item in items]


def weighed_items(dialogue_id: UUID) -> list[ItemOptions]:
    """Return the items that a weighting round would ask about: those with two options at least."""
    return [item for item in tradable_items(dialogue_id) if item.weighed]


@transaction.atomic
def add_option(*, staff: Staff, item_id: UUID, label: str) -> Option:
    """Add an option at the far end of an item's. Raises PackageRefused, NoSuchPackage."""
    Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    found = next((row for row in tradable_items(staff.dialogue_id) if row.item.id == item_id), None)
    if found is None:
        raise NoSuchPackage
    label = clean(label)
    if not label:
        raise PackageRefused(_("Write the option first; only blanks arrived."))
    if len(found.options) >= MOST_OPTIONS:
        raise PackageRefused(_("This item has eight options. Take one back, or split the item."))
    if any(option.label.casefold() == label.casefold() for option in found.options):
        raise PackageRefused(_("This option is there already, in the same words."))
    if len(found.options) == 1 and len(weighed_items(staff.dialogue_id)) >= MOST_ITEMS:
        raise PackageRefused(_("Twelve items have options already: nobody can weigh more in one ballot."))
    last = Option.objects.filter(dialogue_id=staff.dialogue_id, item=item_id).aggregate(last=Max("place"))["last"]
    option = Option(dialogue_id=staff.dialogue_id, item=item_id, place=0 if last is None else last + 1)
    write_cells(option, label=label)
    option.save(force_insert=True)
    return option


@transaction.atomic
def withdraw_option(*, staff: Staff, option_id: UUID) -> None:
    """Take an option back. Packages that hold it keep their words; later ballots do not ask about it."""
    row = Option.objects.select_for_update().filter(id=option_id, dialogue_id=staff.dialogue_id).first()
    if row is None or row.withdrawn:
        raise NoSuchPackage
    row.withdrawn = True
    row.save(update_fields=["withdrawn"])
