"""Which pass marks a straw poll may have: those the gate could publish for the sizes at hand. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.ballots.gate import publishable_marks
from dialogues.ballots.rules.straw import CLASSES


@dataclass(frozen=True, slots=True)
class Offer:
    """One pass mark and whether a result of these sizes could show it."""

    mark: str
    publishable: bool


def offers(sizes: Sequence[int], *, f: int, group_mode: str, k: int) -> list[Offer]:
    """Return the four marks, best first, for electorates of `sizes` people (domain.md 7.3)."""
    among = publishable_marks(sizes, f, group_mode, k)
    return [Offer(mark, mark in among) for mark in CLASSES]
