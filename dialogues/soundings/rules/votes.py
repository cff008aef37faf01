"""Counts of one group on one statement, and the tests that stand on them (domain.md 6.12). Pure.

The tests are those of the open opinion-mapping tool Polis (Small, Bjorkegren, Erkkilä, Shaw, Megill, *Polis: Scaling
Deliberation by Mapping High Dimensional Opinion Spaces*, 2021): one added to every count, so that few votes say little.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

Z = 1.2816  # 90 %, one-sided; a figure is significant when it is strictly greater


@dataclass(frozen=True, slots=True)
class Votes:
    """One group on one statement: agrees, disagrees, and all who have seen it, passes included."""

    agree: int
    disagree: int
    seen: int

    @property
    def passes(self) -> int:
        """Whoever saw it and said neither."""
        return self.seen - self.agree - self.disagree


def together(groups: Iterable[Votes]) -> Votes:
    """Return several groups as one."""
    listed = list(groups)
    return Votes(
        sum(group.agree for group in listed),
        sum(group.disagree for group in listed),
        sum(group.seen for group in listed),
    )


def share(count: int, seen: int) -> float:
    """Return (count + 1) / (seen + 2): the share that so few votes make likely."""
    return (count + 1) / (seen + 2)


def prop_test(successes: int, trials: int) -> float:
    """Return how far a share stands above a half: 2·√(n + 1)·((s + 1)/(n + 1) − ½)."""
    return 2 * math.sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5)


def two_prop_test(successes_in: int, successes_rest: int, trials_in: int, trials_rest: int) -> float:
    """Return how far a share stands above that of the rest, with one added to all four counts; 0 if everybody agrees."""
    s_in, s_rest, n_in, n_rest = successes_in + 1, successes_rest + 1, trials_in + 1, trials_rest + 1
    pooled = Fraction(s_in + s_rest, n_in + n_rest)
    if pooled == 1:
        return 0.0
    spread = float(pooled * (1 - pooled)) * (1 / n_in + 1 / n_rest)
    return float(Fraction(s_in, n_in) - Fraction(s_rest, n_rest)) / math.sqrt(spread)
