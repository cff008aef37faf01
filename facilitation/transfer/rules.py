"""Pairing channels, and how long a notice rests before it is tried again. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

LABELS = ("GREEN", "AMBER", "AMBER+STRICT", "RED")  # a channel may receive its own label and what stands before it
RESTS = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)  # seconds after the 1st, 2nd, … try that failed
JITTER = 0.2  # so that a receiver who comes back is not met by everything at once

UNAGREED, UNREAD, TOO_LOW, SIDE_MISSING = "unagreed", "unread", "too_low", "side_missing"


@dataclass(frozen=True, slots=True)
class Paired:
    """A channel of a pair group as the rule sees it."""

    side: UUID | None
    handling: str
    agreed: bool
    read: bool


def missing_in(group: Sequence[Paired], sides: Collection[UUID], handling: str) -> list[tuple[str, int | UUID]]:
    """Return why a pair group cannot receive a label: (reason, place of the channel or side); [] if it can.

    Every side has a channel in it, and every channel of it is agreed by all coordinators, read by somebody, and may
    receive the label: the officials of every side, or none (domain.md 8, invariant 31).
    """
    found: list[tuple[str, int | UUID]] = []
    for place, channel in enumerate(group):
        if not channel.agreed:
            found.append((UNAGREED, place))
        if not channel.read:
            found.append((UNREAD, place))
        if LABELS.index(channel.handling) < LABELS.index(handling):
            found.append((TOO_LOW, place))
    there = {channel.side for channel in group}
    return [*found, *((SIDE_MISSING, side) for side in sides if side not in there)]


def rest_seconds(tries: int, chance: float) -> float | None:
    """Return how long to rest after the `tries`-th try failed, in seconds; None: given up. `chance` is from 0 to 1."""
    if not 1 <= tries <= len(RESTS):
        return None
    return RESTS[tries - 1] * (1 + JITTER * (2 * chance - 1))
