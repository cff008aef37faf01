"""Which thresholds may be published for a side of N when f of its members pool what they know (domain.md 7.3, 7.4). Pure.

A threshold of t answers out of N is safe when f + 2 ≤ t ≤ N - f - 1: on either side of it at least one answer of somebody
outside the f stays open.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.ballots.rules.straw import CLASSES, PARALLEL, WEIGHTED, block

MAJORITY, TWO_THIRDS, THREE_QUARTERS = "majority", "two_thirds", "three_quarters"
RULES = (MAJORITY, TWO_THIRDS, THREE_QUARTERS)


@dataclass(frozen=True, slots=True)
class ClassRow:
    """What a side of this size means for one class: the answers it needs (two figures for weighted consent)."""

    needs: int
    needs_high: int
    publishable: bool


def safe(needed: int, size: int, f: int) -> bool:
    """Return whether a threshold may be published: f + 2 ≤ t ≤ N - f - 1 (anonymity.md 7.2)."""
    return f + 2 <= needed <= size - f - 1


def class_row(label: str, size: int, f: int) -> ClassRow:
    """Return what a class needs on a side of `size` counted ballots, and whether it may be published for it."""
    if label == PARALLEL:
        needs = high = size // 2 + 1
    elif label == WEIGHTED:
        needs, high = _ceil(2 * size, 5), _ceil(4 * size, 5)
        return ClassRow(needs, high, needs >= f + 2 and high <= size - f - 1)
    else:
        needs = high = _ceil(2 * size, 3)
    return ClassRow(needs, high, safe(needs, size, f))


def gate_classes(size: int, f: int) -> dict[str, object]:
    """Return every class's row and the block for one side size: the table of domain.md 7.3."""
    table: dict[str, object] = {}
    for label in CLASSES:
        row = class_row(label, size, f)
        low_high = {"needs_low": row.needs, "needs_high": row.needs_high}
        table[label] = {
            **(low_high if label == WEIGHTED else {"needs": row.needs}),
            "publishable": row.publishable,
        }
    return {**table, "block": block(size, f)}


def publishable_classes(sizes: Sequence[int], f: int) -> tuple[str, ...]:
    """Return the classes that may be published on every side, best first; f is 0 in a small group."""
    return tuple(label for label in CLASSES if all(class_row(label, size, f).publishable for size in sizes))


def needed_yes(rule: str, size: int) -> int:
    """Return how many yes a rule needs: majority ⌊N/2⌋ + 1, two thirds ⌈2N/3⌉, three quarters ⌈3N/4⌉."""
    if rule == MAJORITY:
        return size // 2 + 1
    return _ceil(2 * size, 3) if rule == TWO_THIRDS else _ceil(3 * size, 4)


def rule_allowed(rule: str, size: int, f: int) -> bool:
    """Return whether a yes/no rule may be used for a side of this size (domain.md 7.4). Unanimity does not exist."""
    return safe(needed_yes(rule, size), size, f)


def sealed_test(sides: Sequence[tuple[int, int]], rule: str) -> bool:
    """Return whether every side accepts, from (electorate, yes) of each; silence is no (domain.md 6.7)."""
    return all(yes >= needed_yes(rule, electorate) for electorate, yes in sides)


def quorum(electorate: int) -> int:
    """Return ⌈2E/3⌉: how many ballots, abstentions included, a straw poll or side question needs of a side."""
    return _ceil(2 * electorate, 3)


def _ceil(numerator: int, denominator: int) -> int:
    """Integer ceiling."""
    return -(-numerator // denominator)
