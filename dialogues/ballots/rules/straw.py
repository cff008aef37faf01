"""The gradient of agreement: classes of a straw poll over equal sides (domain.md 6.6). Pure, exact integers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

CONVERGENCE = "convergence"
PARALLEL = "parallel_consent"
WEIGHTED = "weighted"
TOLERABLE = "tolerable"
NO_CLASS = "no_class"
CLASSES = (CONVERGENCE, PARALLEL, WEIGHTED, TOLERABLE)  # best first
SUPPORT = (5, 4, 3)
OPPOSE = (1, 0)


@dataclass(frozen=True, slots=True)
class StrawTally:
    """One side's answers: A support (3 to 5), T tolerate (2), O oppose (1, 0), of which V firmly (0), M more discussion."""

    support: int
    tolerate: int
    oppose: int
    firm: int
    discuss: int
    abstain: int = 0

    @property
    def counted(self) -> int:
        """N: everybody but the abstainers."""
        return self.support + self.tolerate + self.oppose + self.discuss


def tally(grades: Sequence[int | str | None]) -> StrawTally:
    """Return a side's tally from its answers: 5 … 0, "M" needs more discussion, "A" abstain, None not answered."""
    return StrawTally(
        support=sum(grade in SUPPORT for grade in grades),
        tolerate=sum(grade == 2 for grade in grades),
        oppose=sum(grade in OPPOSE for grade in grades),
        firm=sum(grade == 0 for grade in grades),
        discuss=sum(grade == "M" for grade in grades),
        abstain=sum(grade == "A" for grade in grades),
    )


def block(counted: int, f: int) -> int:
    """Return b = max(f + 2, ⌈N/3⌉): how many firm objections stop a class; f is 0 in a small group."""
    return max(f + 2, -(-counted // 3))


def holds(label: str, sides: Sequence[StrawTally]) -> bool:
    """Return whether a class's condition is met on every side, blocks apart."""
    if label == CONVERGENCE:
        return all(3 * side.support >= 2 * side.counted and side.firm == 0 for side in sides)
    if label == PARALLEL:
        return all(2 * side.support > side.counted for side in sides)
    if label == WEIGHTED:
        shares = sum(Fraction(side.support, side.counted) for side in sides)
        return all(5 * side.support >= 2 * side.counted for side in sides) and shares >= Fraction(3 * len(sides), 5)
    return all(3 * (side.support + side.tolerate) >= 2 * side.counted for side in sides)


def straw_class(sides: Sequence[StrawTally], f: int, among: Sequence[str] = CLASSES) -> str:
    """Return the first class that holds, among those that may be published; "no_class" if none does (domain.md 6.6).

    A convergence needs no firm objection anywhere; below it, a block of firm objections on any side leaves no class.
    """
    blocked = any(side.firm >= block(side.counted, f) for side in sides)
    for label in CLASSES:
        if label in among and holds(label, sides) and not blocked:
            return label
    return NO_CLASS


def straw_g(sides: Sequence[tuple[int, int, int]]) -> float:
    """Return G, which orders clauses: the geometric mean over sides of p(1 - q), from (A, O, N) of each side.

    p = (A+1)/(N+2), q = (O+1)/(N+2). Used only where A, O and N of every clause were released as counts.
    """
    product = math.prod(Fraction(a + 1, n + 2) * (1 - Fraction(o + 1, n + 2)) for a, o, n in sides)
    return math.pow(product, 1 / len(sides))
