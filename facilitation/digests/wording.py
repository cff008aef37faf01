"""A line that a person reworded still rests on what it rested on."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Protocol, TypeVar

from facilitation.digests.line import Line

ALIKE = 0.5  # of the characters; below it a line counts as newly written


def resting_on(texts: Sequence[str], known: Sequence[Line]) -> list[Line]:
    """Return the typed texts as lines: the same words keep their sources, reworded ones take those of the likest line left."""
    left = list(known)
    found: list[Line | None] = []
    for text in texts:
        same = next((line for line in left if line.text == text), None)
        if same is not None:
            left.remove(same)
        found.append(same)
    lines = []
    for text, line in zip(texts, found, strict=True):
        before = line or likest(text, left)
        if line is None and before is not None:
            left.remove(before)
        lines.append(line or _reworded(text, before))
    return lines


def _reworded(text: str, before: Line | None) -> Line:
    """A line in new words: what it rests on and how often it was struck stay with it."""
    return Line(text, before.sources, before.key, before.strikes) if before else Line(text)


class Worded(Protocol):
    """Anything with words."""

    @property
    def text(self) -> str:
        """Its words."""


W = TypeVar("W", bound=Worded)


def likest(text: str, left: Sequence[W]) -> W | None:
    """Return the line from which a text was most likely reworded, or None if it is newly written."""
    near = [(_alike(line.text, text), line) for line in left]
    best = max(near, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= ALIKE else None


def _alike(one: str, other: str) -> float:
    """How much of two texts is the same, 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
