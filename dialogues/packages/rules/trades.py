"""Which items are worth looking at together, and the benchmark of adjusted winner (domain.md 6.8). Pure.

Adjusted winner after Brams and Taylor, Fair Division, 1996.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Trade:
    """The first side cares more about one item, the second about the other; strength is the lesser of both differences."""

    strength: int
    a_leads_on: int
    b_leads_on: int


@dataclass(frozen=True, slots=True)
class Award:
    """What both sides would get if items were handed out: equal points, and the one item that is shared."""

    points: Fraction
    split: int
    share_to_a: Fraction


def packages_trades(weights_a: Sequence[int], weights_b: Sequence[int]) -> list[Trade]:
    """Return the trades between two sides by falling strength, falling sum of both differences, and item."""
    items = range(len(weights_a))
    found = []
    for one in items:
        for other in items:
            first, second = weights_a[one] - weights_a[other], weights_b[other] - weights_b[one]
            if first > 0 and second > 0:
                found.append((-min(first, second), -(first + second), one, other))
    return [Trade(-strength, one, other) for strength, _sum, one, other in sorted(found)]


def pairs_worth_looking_at(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Return pairs of items over all pairs of sides, the strongest trade first, without saying which side leads on which."""
    strongest: dict[tuple[int, int], int] = {}
    for first, second in combinations(weights, 2):
        for trade in packages_trades(first, second):
            pair = (min(trade.a_leads_on, trade.b_leads_on), max(trade.a_leads_on, trade.b_leads_on))
            strongest[pair] = max(trade.strength, strongest.get(pair, 0))
    return sorted(strongest, key=lambda pair: (-strongest[pair], pair))


def adjusted_winner(points_a: Sequence[int], points_b: Sequence[int]) -> Award:
    """Hand items out between two sides until their points are equal.

    Items stand by falling a/b (b = 0 first, ties: the earlier first). A takes from the top, B from the bottom; the item at
    which both have the same is shared. Where none need be, the last that A takes counts as shared, with share 1.
    """
    order = sorted(range(len(points_a)), key=lambda item: (*_ratio(points_a[item], points_b[item]), item))
    before, after = 0, sum(points_b)
    for item in order:
        after -= points_b[item]
        if before + points_a[item] >= after:
            both = points_a[item] + points_b[item]
            share = Fraction(after + points_b[item] - before, both) if both else Fraction(1)
            return Award(before + share * points_a[item], item, share)
        before += points_a[item]
    raise ValueError("There is nothing to hand out.")


def _ratio(first: int, second: int) -> tuple[int, Fraction]:
    """A key for falling a/b, with b = 0 first."""
    return (1, -Fraction(first, second)) if second else (0, Fraction(0))
