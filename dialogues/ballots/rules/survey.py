"""What a survey of beliefs found, and how much of it may leave (domain.md 6.4, 7.1, 7.2, 7.5). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SideFinding:
    """One side: per belief its usable answers, its band, and its median rounded to an eighth, as its own people read it."""

    usable: tuple[int, ...]
    bands: tuple[str, ...]
    medians: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A whole survey: the joint class, which beliefs every side shares, each side apart, the trend since a day."""

    label: str
    shared: tuple[bool, ...] | None
    sides: tuple[SideFinding, ...]
    trend: str = ""
    since: str = ""  # ISO day of the survey that the trend is measured from

    def joint(self) -> dict[str, Any]:
        """What everybody reads, as JSON. Sides and trend are no part of it."""
        return {"class": self.label, "shared": None if self.shared is None else list(self.shared)}


def quorum_of_half(electorate: int, least: int) -> int:
    """Return how many usable answers a belief needs on a side: half of the electorate, never fewer than the least."""
    return max(least, -(-electorate // 2))


def enough(finding: Finding, electorates: Sequence[int], least: int) -> bool:
    """Return whether every belief of every side has the usable answers it needs."""
    return all(
        usable >= quorum_of_half(electorate, least)
        for side, electorate in zip(finding.sides, electorates, strict=True)
        for usable in side.usable
    )


def let_out(finding: Finding, *, everything: bool) -> Finding:
    """Return what may leave: everything in normal mode on unchanged seats, otherwise the joint class alone."""
    return finding if everything else Finding(finding.label, None, ())
