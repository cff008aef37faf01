"""Figures about people that the gate did not release, and times of day: neither may stand in a digest (domain.md 5, 32)."""

import re
from collections.abc import Iterator, Sequence

_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|nobody|half|a (?:third|quarter|majority|minority))"
_PEOPLE = r"(?:people|persons?|participants?|members?|delegates?|seats?|masks?|votes?|voters?|answers?|objections?|of us|of them)"
_FIGURES = re.compile(
    rf"(?<!\w)(?:\d+\s*(?:of|out of|/)\s*(?:the\s+)?\d+|{_NUMBER}\s+(?:\w+\s+)?{_PEOPLE}|\d+(?:[.,]\d+)?\s*(?:%|percent|per cent))(?!\w)",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r"(?<![\d:.])(?:[01]?\d|2[0-3])(?::[0-5]\d|\s?(?:a\.?m\.?|p\.?m\.?)(?!\w)|\s?h\s?[0-5]\d(?!\d))", re.IGNORECASE
)


def figures(text: str, released: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the place of every figure about people or shares that does not stand in a released text."""
    for match in _FIGURES.finditer(text):
        if not any(match.group().casefold() in one.casefold() for one in released):
            yield match.span()


def hours(text: str, released: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the place of every time of day that does not stand in a tabled clause."""
    for match in _HOUR.finditer(text):
        if not any(match.group().casefold() in one.casefold() for one in released):
            yield match.span()
