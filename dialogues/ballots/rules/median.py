"""The median (domain.md 6). Pure."""

from collections.abc import Iterable
from fractions import Fraction


def median(values: Iterable[float | int | Fraction | None]) -> float | None:
    """Return the middle value, or the mean of the middle two; missing answers are left out; None of nothing."""
    known = sorted([value for value in values if value is not None])
    if not known:
        return None
    half = len(known) // 2
    if len(known) % 2:
        return float(known[half])
    low, high = known[half - 1], known[half]
    if low == high:  # most often: answers run from 1 to 5
        return float(low)
    return float(Fraction(low) + Fraction(high)) / 2
