"""Finding packages: feasible for every side, bettered by none, in the published order (domain.md 6.8). Pure and exact.

Log-rolling after Raiffa, The Art and Science of Negotiation, 1982; the improvement check after his Post-Settlement
Settlements, 1985. Every comparison is made on whole numbers: figures that agree are equal, whatever their decimals.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import add

from dialogues.packages.rules.weights import POINTS, removed

Number = int | float | Fraction
Choice = tuple[int, ...]  # an option for each item, counted from 0
Sums = tuple[int, ...]  # what a package is worth to each side, in units of `Table`
MOST_COMBINATIONS = 50_000
BEAM = 200


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of the sides: weights[side][item], values[side][item][option], no_agreement[side]."""

    weights: Sequence[Sequence[Number]]
    values: Sequence[Sequence[Sequence[Number]]]
    no_agreement: Sequence[Number]


@dataclass(frozen=True, slots=True)
class Found:
    """One package: its options, what it is worth to each side, and what the side that gains least gains."""

    choice: Choice
    utilities: tuple[Fraction, ...]
    surplus: Fraction


@dataclass(frozen=True, slots=True)
class Search:
    """How many packages were feasible among those looked at, and those that no other betters, in rank order."""

    feasible: int
    pareto: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A case in whole numbers: worth[item][option] for every side, the least each side needs, and the unit of one point."""

    worth: Sequence[Sequence[Sums]]
    floor: Sums
    unit: int

    def of(self, choice: Iterable[int]) -> Sums:
        """What a package is worth to each side."""
        sums: Sums = (0,) * len(self.floor)
        for options, option in zip(self.worth, choice, strict=True):
            sums = tuple(map(add, sums, options[option]))
        return sums

    def surplus(self, sums: Sums) -> int:
        """What the side that gains least gains."""
        return min(worth - floor for worth, floor in zip(sums, self.floor, strict=True))


def packages_find(case: Case, current: Choice | None = None) -> Search:
    """Return the feasible packages that no other feasible one betters, ranked.

    Feasible: worth more to every side than no agreement. Dropped: what another feasible package equals or beats for every
    side and beats for one. Order: the greatest least gain; the greatest product of gains; the fewest items changed from the
    current package; the lowest option numbers. Up to 50,000 combinations are all looked at. Above that, options that another
    option of their item equals or beats on every side are dropped; if that is not enough, the best 200 beginnings by least
    gain are kept, item by item (ties: lowest option numbers).
    """
    table = _table(case)
    options = [_acceptable(case, item) for item in range(len(table.worth))]
    feasible = [(choice, sums) for choice, sums in _combined(table, options) if table.surplus(sums) > 0]
    best = _undominated(feasible)
    best.sort(key=lambda found: _rank(table, found, current))
    return Search(len(feasible), tuple(_found(table, choice, sums) for choice, sums in best))


def packages_improve(case: Case, agreed: Choice) -> tuple[tuple[Fraction, ...], list[Choice]]:
    """Return what an agreed package is worth to each side, and the packages that every side would like better, ranked."""
    table = _table(case)
    now = _found(table, agreed, table.of(agreed))
    better = [
        found.choice
        for found in packages_find(case, agreed).pareto
        if all(new > old for new, old in zip(found.utilities, now.utilities, strict=True))
    ]
    return now.utilities, better


def worth_of(case: Case, choice: Choice) -> tuple[Fraction, ...]:
    """Return what any package is worth to each side, 0 to 100. For the rules alone; it is shown to nobody."""
    table = _table(case)
    return _found(table, choice, table.of(choice)).utilities


def split_difference(options: Sequence[int]) -> Choice:
    """Return the package that trades nothing: the middle option of every item; of two middle ones, the first."""
    return tuple((count - 1) // 2 for count in options)


def _table(case: Case) -> Table:
    """Bring weights and values to whole numbers, exactly."""
    weights = [[Fraction(weight) for weight in side] for side in case.weights]
    values = [[[Fraction(value) for value in item] for item in side] for side in case.values]
    floors = [Fraction(value) for value in case.no_agreement]
    flat = [value for side in values for item in side for value in item]
    by_weight = math.lcm(*(weight.denominator for side in weights for weight in side))
    by_value = math.lcm(*(value.denominator for value in (*flat, *floors)))
    sides = range(len(weights))
    worth = [
        [
            tuple(int(weights[side][item] * by_weight) * int(values[side][item][option] * by_value) for side in sides)
            for option in range(len(values[0][item]))
        ]
        for item in range(len(weights[0]))
    ]
    unit = POINTS * by_weight * by_value
    return Table(worth, tuple(int(floor * unit) for floor in floors), unit)


def _acceptable(case: Case, item: int) -> list[int]:
    """The options of an item that no side finds unacceptable."""
    options = range(len(case.values[0][item]))
    return [option for option in options if not any(removed(side[item][option]) for side in case.values)]


def _combined(table: Table, options: Sequence[Sequence[int]]) -> list[tuple[Choice, Sums]]:
    """Every package that is looked at, with what it is worth to each side."""
    beam = None
    if math.prod(map(len, options)) > MOST_COMBINATIONS:
        options = [_useful(table.worth[item], listed) for item, listed in enumerate(options)]
        beam = BEAM if math.prod(map(len, options)) > MOST_COMBINATIONS else None
    begun: list[tuple[Choice, Sums]] = [((), (0,) * len(table.floor))]
    for worth, listed in zip(table.worth, options, strict=True):
        begun = [
            ((*choice, option), tuple(map(add, sums, worth[option]))) for choice, sums in begun for option in listed
        ]
        if beam is not None:
            begun = sorted(begun, key=lambda one: (-table.surplus(one[1]), one[0]))[:beam]
    return begun


def _useful(worth: Sequence[Sums], listed: Sequence[int]) -> list[int]:
    """The options that no other option of the item equals or beats on every side; of equal ones the first."""
    return [
        option
        for option in listed
        if not any(
            all(new >= old for new, old in zip(worth[other], worth[option], strict=True))
            and (worth[other] != worth[option] or other < option)
            for other in listed
            if other != option
        )
    ]


def _undominated(feasible: Sequence[tuple[Choice, Sums]]) -> list[tuple[Choice, Sums]]:
    """Drop what another equals or beats for every side and beats for one.

    From the greatest sums downwards only an earlier one can beat a later one. What has beaten lately is asked first.
    """
    front: list[Sums] = []
    standing: set[Sums] = set()
    for sums in sorted({sums for _choice, sums in feasible}, reverse=True):
        beaten_by = next((place for place, other in enumerate(front) if all(map(int.__ge__, other, sums))), None)
        if beaten_by is None:
            front.append(sums)
            standing.add(sums)
        elif beaten_by:
            front.insert(0, front.pop(beaten_by))
    return [(choice, sums) for choice, sums in feasible if sums in standing]


def _rank(table: Table, found: tuple[Choice, Sums], current: Choice | None) -> tuple[int, int, int, Choice]:
    """The published order, as a key that rises."""
    choice, sums = found
    gains = [worth - floor for worth, floor in zip(sums, table.floor, strict=True)]
    changed = sum(new != old for new, old in zip(choice, current, strict=True)) if current is not None else 0
    return -min(gains), -math.prod(gains), changed, choice


def _found(table: Table, choice: Choice, sums: Sums) -> Found:
    """A package in points again."""
    utilities = tuple(Fraction(worth, table.unit) for worth in sums)
    return Found(choice, utilities, Fraction(table.surplus(sums), table.unit))
