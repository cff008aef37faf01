"""The median (domain.md 6). Pure."""

from collections.abc import Iterable
from fractions import Fraction


def median(values: Iterable[float | int | Fraction | None]) -> float | None:
    """Return the middle value, or the mean of the middle two; missing answers are left out; None of nothing."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    half = len(known) // 2
    if len(known) % 2:
        return float(known[half])
    return float(Fraction(known[half - 1]) + Fraction(known[half])) / 2
