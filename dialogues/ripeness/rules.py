"""Ripeness: what people on every side believe those who decide now think (domain.md 6.4). Pure, in exact fractions.

Nine statements, three for each of three beliefs (Zartman, *Ripeness*, 2000; Pruitt, *Whither Ripeness Theory?*, 2005): one
cannot prevail, a better option exists, together beats acting alone. All three beliefs and every side are necessary, so
the minimum counts and heads are never pooled.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dialogues.ballots.rules.survey import quorum_of_half

ITEMS, BELIEFS, PER_BELIEF = 9, 3, 3
REVERSED = frozenset({2, 5, 8})  # places from 0 of the statements that speak against their belief
LEAST_ANSWERED = 2  # of a belief's three statements
LOW, HIGH = Fraction(2, 5), Fraction(3, 5)
NOT_RIPE, RIPENING, RIPE_WINDOW, INSUFFICIENT = "not_ripe", "ripening", "ripe_window", "insufficient"
BAND_LOW, BAND_MID, BAND_HIGH = "low", "mid", "high"
UP, DOWN, UNCHANGED = "up", "down", "unchanged"
TREND_STEP = 0.05
TREND_DAYS = 14  # days between the two surveys, at least
ROUNDING = 1e-9  # of a geometric mean in floating point: a step of exactly 0.05 counts

Answers = Sequence[int | None]  # nine of 1 strongly disagree … 5 strongly agree, None "cannot say"


@dataclass(frozen=True, slots=True)
class Side:
    """One side: per belief the median over its people (0 to 1) and how many people have a usable answer."""

    beliefs: tuple[Fraction | None, ...]
    answers: tuple[int, ...]

    @property
    def ripeness(self) -> Fraction | None:
        """The side's weakest belief; None while one of them is not known."""
        known = [belief for belief in self.beliefs if belief is not None]
        return min(known) if len(known) == BELIEFS else None

    @property
    def bands(self) -> tuple[str, ...]:
        """Low, mid or high for each belief; "" for one that nobody answered."""
        return tuple("" if belief is None else band(belief) for belief in self.beliefs)


@dataclass(frozen=True, slots=True)
class Joint:
    """All sides together: the class, the value it rests on, and which beliefs every side shares."""

    label: str
    joint: Fraction | None
    shared: tuple[bool, ...] | None


@dataclass(frozen=True, slots=True)
class Trend:
    """Two geometric means over every belief of every side, and the one word that facilitators read."""

    before: float
    after: float
    word: str


def ripeness_participant(answers: Answers) -> tuple[Fraction | None, ...]:
    """Return one person's three beliefs, 0 to 1; None for a belief with fewer than two of its statements answered."""
    scores = [_score(place, answer) for place, answer in enumerate(answers)]
    return tuple(_belief(scores[start : start + PER_BELIEF]) for start in range(0, ITEMS, PER_BELIEF))


def ripeness_side(people: Sequence[Answers]) -> Side:
    """Return a side's medians and usable answers from the answers of its people."""
    persons = [ripeness_participant(answers) for answers in people]
    columns = [[person[place] for person in persons if person[place] is not None] for place in range(BELIEFS)]
    return Side(tuple(_median(column) for column in columns), tuple(len(column) for column in columns))


def ripeness_joint(sides: Mapping[str, Side], enrolled: Mapping[str, int], least: int) -> Joint:
    """Return the class over all sides: the weakest belief of the weakest side decides.

    Insufficient unless every belief of every side has max(`least`, half of those enrolled) usable answers. `least` is
    m, or 3 in a small group.
    """
    enough = all(
        answers >= quorum_of_half(enrolled[name], least) for name, side in sides.items() for answers in side.answers
    )
    found = [side.ripeness for side in sides.values()]
    known = [value for value in found if value is not None]
    if not enough or not known or len(known) < len(found):
        return Joint(INSUFFICIENT, None, None)
    joint = min(known)
    shared = tuple(all((side.beliefs[place] or 0) >= HIGH for side in sides.values()) for place in range(BELIEFS))
    return Joint(ripeness_class(joint), joint, shared)


def ripeness_trend(before: Sequence[float | Fraction], after: Sequence[float | Fraction]) -> Trend:
    """Return the trend between two surveys of the same seats: up or down by at least 0.05 of the geometric mean.

    A belief at 0 makes its mean 0, whatever the others are.
    """
    earlier, later = _geometric_mean(before), _geometric_mean(after)
    if later - earlier >= TREND_STEP - ROUNDING:
        return Trend(earlier, later, UP)
    return Trend(earlier, later, DOWN if earlier - later >= TREND_STEP - ROUNDING else UNCHANGED)


def ripeness_class(joint: Fraction) -> str:
    """Return the class of R: below 0.40 not ripe, below 0.60 ripening, else a ripe window."""
    if joint < LOW:
        return NOT_RIPE
    return RIPENING if joint < HIGH else RIPE_WINDOW


def band(belief: Fraction) -> str:
    """Return a belief's band: below 0.40 low, below 0.60 mid, else high."""
    if belief < LOW:
        return BAND_LOW
    return BAND_MID if belief < HIGH else BAND_HIGH


def eighth(belief: Fraction) -> Fraction:
    """Return a side's median as its own people may read it: rounded to 0.125, halves up (domain.md 7.6)."""
    return Fraction(math.floor(belief * 8 + Fraction(1, 2)), 8)


def _score(place: int, answer: int | None) -> Fraction | None:
    """(x - 1)/4, turned round for a statement that speaks against its belief."""
    if answer is None:
        return None
    return Fraction(5 - answer if place in REVERSED else answer - 1, 4)


def _belief(scores: Sequence[Fraction | None]) -> Fraction | None:
    """The mean of what was answered, if that is enough."""
    known = [score for score in scores if score is not None]
    return sum(known, Fraction()) / len(known) if len(known) >= LEAST_ANSWERED else None


def _median(values: Sequence[Fraction | None]) -> Fraction | None:
    """The median as an exact fraction: thresholds are compared with it."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    half = len(known) // 2
    return known[half] if len(known) % 2 else (known[half - 1] + known[half]) / 2


def _geometric_mean(values: Sequence[float | Fraction]) -> float:
    """The n-th root of the product."""
    return math.pow(math.prod(float(value) for value in values), 1 / len(values))
