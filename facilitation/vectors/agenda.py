"""Adapters from vectors to the rules of the agenda."""

from collections.abc import Callable
from typing import Any

from dialogues.agenda.rules.order import PIN_BLOCKS, OrderRefused, agenda_order
from dialogues.agenda.rules.ratings import Item, agenda_band, enough, leaning, rating
from dialogues.ballots.rules.median import median
from dialogues.dialogue.rules import group_mode


def _item(given: dict[str, Any], least: int) -> Item:
    sides = {side: rating(values, given["importance"][side]) for side, values in given["difficulty"].items()}
    return Item(given["number"], sides, enough(sides, least), tuple(given["prerequisites"]), given["pin"])


def order(**given: Any) -> dict[str, Any]:
    """Order the items of a vector."""
    items = [_item(item, given["min_answers"]) for item in given["items"]]
    try:
        placed = agenda_order(items, given["mode"])
    except OrderRefused as refusal:
        where = (
            {"item": refusal.item}
            if refusal.item
            else {"position": refusal.position}
            if refusal.code == PIN_BLOCKS
            else {}
        )
        return {"error": refusal.code, **where}
    if given["mode"] == "parallel":
        return {"order": None}
    bands = {str(item.number): item.band or "not_yet_rated" for item in items}
    return {"order": [place.item.number for place in placed], "bands": bands}


ADAPTERS: dict[str, Callable[..., Any]] = {
    "agenda_band": lambda worst_difficulty: (
        "not_yet_rated" if worst_difficulty is None else agenda_band(worst_difficulty)
    ),
    "agenda_beneficiary": lambda importance: leaning({side: median(values) for side, values in importance.items()}),
    "agenda_order": order,
    "group_mode": lambda k, f, head_counts: {
        "minimum": group_mode(k, f, head_counts).minimum,
        "mode": group_mode(k, f, head_counts).mode,
    },
}
