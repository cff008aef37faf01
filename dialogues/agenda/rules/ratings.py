"""What the sides' private ratings say about one item: worst side, band, beneficiary, sorting key (domain.md 6.3). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dialogues.ballots.rules.median import median

EASY, WORKABLE, HARD, SPLIT_OR_PARK = "easy", "workable", "hard", "split_or_park"
LEAN = 1.0  # by how much a side's importance must exceed the mean of the others' to be the beneficiary


@dataclass(frozen=True, slots=True)
class SideRating:
    """One side's medians for an item, and how many people answered both questions."""

    difficulty: float | None
    importance: float | None
    answers: int


@dataclass(frozen=True, slots=True)
class Item:
    """One agenda item as the ordering sees it. `pin` is a position from 1; `rated` is what the gate let out."""

    number: int
    sides: Mapping[str, SideRating]
    rated: bool
    prerequisites: tuple[int, ...] = ()
    pin: int | None = None

    @property
    def worst(self) -> float | None:
        """D: the median difficulty of the side that finds it hardest; None while not rated."""
        found = [side.difficulty for side in self.sides.values() if side.difficulty is not None]
        return max(found) if self.rated and found else None

    @property
    def band(self) -> str:
        """The band everyone reads; "" while not rated."""
        return agenda_band(self.worst) if self.worst is not None else ""

    @property
    def beneficiary(self) -> str | None:
        """The side whose concern the item is, if one stands out; none while not rated."""
        if not self.rated:
            return None
        return leaning({side: rating.importance for side, rating in self.sides.items()})


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """The sorting key: (unrated last, D, mean difficulty, spread, -least importance, number)."""

    unrated: bool
    worst: float
    mean: float
    spread: float
    importance: float
    number: int = field(default=0)


def rating(difficulty: Sequence[int | None], importance: Sequence[int | None]) -> SideRating:
    """Return a side's rating from its answers; either answer may be missing."""
    answered = min(sum(value is not None for value in difficulty), sum(value is not None for value in importance))
    return SideRating(median(difficulty), median(importance), answered)


def enough(sides: Mapping[str, SideRating], least: int) -> bool:
    """Return whether every side has at least `least` answers to both questions."""
    return bool(sides) and all(side.answers >= least for side in sides.values())


def agenda_band(worst: float) -> str:
    """Return the band of D: ≤ 2 easy, ≤ 3 workable, < 4.5 hard, otherwise split or park."""
    if worst <= 2:
        return EASY
    if worst <= 3:
        return WORKABLE
    return HARD if worst < 4.5 else SPLIT_OR_PARK


def leaning(importance: Mapping[str, float | None]) -> str | None:
    """Return the only side with the highest importance, if that exceeds the mean of the others' by at least 1."""
    known = {side: value for side, value in importance.items() if value is not None}
    if len(known) < 2:
        return None
    top = max(known.values())
    leaders = [side for side, value in known.items() if value == top]
    others = [value for side, value in known.items() if side != leaders[0]]
    return leaders[0] if len(leaders) == 1 and top - sum(others) / len(others) >= LEAN else None


def key_of(item: Item, mode: str) -> Key:
    """Return an item's key; mode *boulder* turns difficulty round, so that the hardest comes first."""
    if not item.rated:
        return Key(unrated=True, worst=0, mean=0, spread=0, importance=0, number=item.number)
    difficulties = [side.difficulty for side in item.sides.values() if side.difficulty is not None]
    importances = [side.importance for side in item.sides.values() if side.importance is not None]
    sign = -1 if mode == "boulder" else 1
    worst, mean = max(difficulties), sum(difficulties) / len(difficulties)
    spread = max(difficulties) - min(difficulties)
    return Key(
        unrated=False,
        worst=sign * worst,
        mean=sign * mean,
        spread=spread,
        importance=-min(importances),
        number=item.number,
    )
