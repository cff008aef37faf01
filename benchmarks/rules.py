"""The formulas measured: ordering an agenda of 500 items rated by 200 people on each of two sides."""

import random
from typing import Any

from benchmarks.timing import side_by_side
from dialogues.agenda.rules.order import agenda_order
from dialogues.agenda.rules.ratings import Item, rating

ITEMS, PEOPLE, SIDES = 500, 200, ("A", "B")
GOALS = {"order_ms": 50}


def run(*, quick: bool) -> dict[str, Any]:
    """Measure making the medians, placing the items, and both."""
    source = random.Random(7)
    answers = [
        {side: [[source.choice((1, 2, 3, 4, 5, None)) for _ in range(PEOPLE)] for _kind in range(2)] for side in SIDES}
        for _item in range(ITEMS)
    ]
    items = _items(answers, source)
    ways = {"medians": lambda: _items(answers, source), "order": lambda: agenda_order(items)}
    return {"items": ITEMS, "people_a_side": PEOPLE, **side_by_side(ways, 5 if quick else 25), "goals": GOALS}


def _items(answers: list[dict[str, list[list[int | None]]]], source: random.Random) -> list[Item]:
    """Items with their sides' medians; every tenth waits for an earlier one, every fiftieth is pinned."""
    made = []
    for number, sides in enumerate(answers, start=1):
        told = {side: rating(difficulty, importance) for side, (difficulty, importance) in sides.items()}
        waits = (source.randrange(1, number),) if number % 10 == 0 else ()
        made.append(Item(number, told, rated=True, prerequisites=waits))
    return made
