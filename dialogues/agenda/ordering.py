"""Computing and storing the order: the rule, fed with what the last rating rounds let out."""

from uuid import UUID

from django.db.models import F

from dialogues.agenda.models import AgendaItem
from dialogues.agenda.queries import CLOSED_FOR_NOW, OFF_THE_AGENDA, UNSCREENED
from dialogues.agenda.refusals import ItemRefused
from dialogues.agenda.rules.order import OrderRefused, Placed, agenda_order
from dialogues.agenda.rules.ratings import Item, SideRating
from dialogues.ballots.models import Measure, SideValue
from dialogues.ballots.rules.median import median
from dialogues.dialogue.models import Dialogue
from dialogues.dialogue.queries import sequencing_of
from dialogues.vault.cells import read_json

KIND = "rating_round"


def compute_order(dialogue_id: UUID) -> list[Placed]:
    """Return every item of the agenda in its place. Raises ItemRefused, in words, for pins that no order can honour."""
    rows = (
        AgendaItem.objects.filter(dialogue_id=dialogue_id)
        .exclude(state__in=OFF_THE_AGENDA)
        .exclude(UNSCREENED)
        .prefetch_related("edges__requires")
    )
    ratings = latest_ratings(dialogue_id)
    items = [_item(row, ratings.get(row.number, {})) for row in rows]
    try:
        return agenda_order(items, sequencing_of(dialogue_id))
    except OrderRefused as refusal:
        raise ItemRefused(_words(refusal)) from refusal


def store_order(dialogue_id: UUID, placed: list[Placed]) -> None:
    """Write the places as words and positions; figures are not written anywhere."""
    rows = {row.number: row for row in AgendaItem.objects.filter(dialogue_id=dialogue_id)}
    for row in rows.values():
        row.position, row.band, row.why, row.why_number = None, "", "unrated", None
    for place in placed:
        row = rows[place.item.number]
        row.position, row.band = place.position, place.item.band
        row.why, row.why_number = place.why, place.why_number
    AgendaItem.objects.bulk_update(rows.values(), ["position", "band", "why", "why_number"])


def latest_ratings(dialogue_id: UUID) -> dict[int, dict[str, SideRating]]:
    """Return item number → side → rating: for each item the newest released round in which it was rated."""
    values = SideValue.objects.filter(
        dialogue_id=dialogue_id,
        measure__kind=KIND,
        measure__state__in=[Measure.State.TALLIED, Measure.State.RELEASED, Measure.State.DESTROYED],
    ).order_by(F("measure__closes_at").asc())
    ratings: dict[int, dict[str, SideRating]] = {}
    for value in values:
        for number, told in read_json(value, "values").items():
            ratings.setdefault(int(number), {})[str(value.side)] = SideRating(told["d"], told["w"], told["answers"])
    return ratings


def working_values(
    pairs: dict[int, list[tuple[int | None, int | None]]], rated: set[int]
) -> dict[str, dict[str, float | None]]:
    """Return what is kept of one side's answers: medians of the items that the gate let out, nothing of the others."""
    return {
        str(number): {
            "d": median(difficulty for difficulty, _ in answers),
            "w": median(importance for _, importance in answers),
            "answers": float(both_answered(answers)),
        }
        for number, answers in pairs.items()
        if number in rated
    }


def both_answered(answers: list[tuple[int | None, int | None]]) -> int:
    """Return the smaller of how many answered difficulty and how many importance."""
    return min(sum(answer[0] is not None for answer in answers), sum(answer[1] is not None for answer in answers))


def lock_dialogue(dialogue_id: UUID) -> None:
    """Changes of the order wait for each other: two pins at once must not both find their position free."""
    Dialogue.objects.select_for_update().get(id=dialogue_id)


def _item(row: AgendaItem, sides: dict[str, SideRating]) -> Item:
    """One item as the rule sees it; it is rated if the gate let its ratings out."""
    pin = row.pin if row.state not in CLOSED_FOR_NOW else None
    prerequisites = tuple(edge.requires.number for edge in row.edges.all())
    return Item(row.number, sides, bool(sides), prerequisites, pin)


def _words(refusal: OrderRefused) -> str:
    """Say why no order honours the pins, and what to do."""
    sentences = {
        "cycle": "The items would wait for each other in a circle. Nothing was changed.",
        "pin_before_prerequisite": (
            f"Item {refusal.item} waits for another that would come later. Pin it further back, or pin the other first."
        ),
        "pin_conflict": f"Another item is pinned to place {refusal.position} already. Choose another place, or take that pin out.",
        "pin_blocks_position": f"Nothing could stand at place {refusal.position} then. Pin the item further to the front.",
    }
    return sentences[refusal.code]
