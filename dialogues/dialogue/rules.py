"""Group sizes and what they allow (domain.md 6.1, 7.2), and how long a silence lasts (domain.md 2). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SMALL_GROUP = 3  # people on the smallest side
SILENCE = timedelta(hours=24)
SILENCE_LIVE = timedelta(minutes=10)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


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


def silence_ends(begun: datetime, *, live: bool, high_risk: bool) -> datetime:
    """Return when a silence that begins at `begun` ends: 10 minutes in a live session, else 24 hours (domain.md 2).

    Rounded up to the minute when live, else to the hour, in a high-risk dialogue always to the hour: a finer time would
    tell when somebody sat at the page.
    """
    end = begun + (SILENCE_LIVE if live else SILENCE)
    step = MINUTE if live and not high_risk else HOUR
    floor = end.replace(second=0, microsecond=0)
    if step == HOUR:
        floor = floor.replace(minute=0)
    return floor if floor == end else floor + step
