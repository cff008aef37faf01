"""Group sizes and what they allow (domain.md 6.1, 7.2). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

SMALL_GROUP = 3  # people on the smallest side


@dataclass(frozen=True, slots=True)
class GroupMode:
    """The least side size for normal mode, and the mode that the sizes give."""

    minimum: int
    mode: str  # "normal", "small_group", "talk_only"


def minimum(k: int, f: int) -> int:
    """Return m = max(k, 2f + 3): the least side size at which a result hides each of its members."""
    return max(k, 2 * f + 3)


def group_mode(k: int, f: int, sizes: Sequence[int]) -> GroupMode:
    """Return the mode of a group from its sides' sizes (people).

    Normal, small group, or talk only (domain.md 7.2).
    """
    least, smallest = minimum(k, f), min(sizes)
    if smallest >= least:
        return GroupMode(least, "normal")
    return GroupMode(least, "small_group" if smallest >= SMALL_GROUP else "talk_only")
