"""Finding packages measured: 12 items with 5 options each and 3 sides, and the largest case that is enumerated in full."""

import random
import resource
from typing import Any

from benchmarks.timing import side_by_side
from dialogues.packages.rules.search import Case, packages_find, packages_improve, split_difference
from dialogues.packages.rules.weights import weights_side

SIDES, PEOPLE = 3, 20
LARGE, FULL = (12, 5), (6, 6)  # items, options: 244 million combinations, and 46,656
GOALS = {"large_ms": 2000, "peak_mb": 300}


def run(*, quick: bool) -> dict[str, Any]:
    """Measure both cases, with the check whether what is agreed could be better for every side."""
    source = random.Random(11)
    large, full = (_case(source, items, options) for items, options in (LARGE, FULL))
    middle = split_difference([LARGE[1]] * LARGE[0])
    ways = {
        "large": lambda: packages_find(large),
        "large_improve": lambda: packages_improve(large, middle),
        "full": lambda: packages_find(full),
    }
    loaded = _peak()  # the house itself, before anything is searched
    figures = side_by_side(ways, 3 if quick else 15)
    counted = {name: _counts(case) for name, case in (("large", large), ("full", full))}
    return {"sides": SIDES, "found": counted, **figures, "loaded_mb": loaded, "peak_mb": _peak(), "goals": GOALS}


def _peak() -> float:
    """The most memory that this process has held, in MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _case(source: random.Random, items: int, options: int) -> Case:
    """Sides that weigh and value at random, as medians of people do."""
    weights = [weights_side([_points(source, items) for _person in range(PEOPLE)]) for _side in range(SIDES)]
    steps = (12.5, 25, 37.5, 50, 62.5, 75, 87.5, 100)
    values = [
        [[source.choice(steps) for _option in range(options)] for _item in range(items)] for _side in range(SIDES)
    ]
    return Case(weights, values, [35] * SIDES)


def _points(source: random.Random, items: int) -> list[int]:
    """A hundred points thrown at random."""
    thrown = [source.randrange(items) for _point in range(100)]
    return [thrown.count(item) for item in range(items)]


def _counts(case: Case) -> dict[str, int]:
    """How many packages were feasible, and how many no other betters."""
    search = packages_find(case)
    return {"feasible": search.feasible, "undominated": len(search.pareto)}
