"""What a side's people said, as one set of weights and values (domain.md 6.8). Pure.

The scale of values is after Irwin, The People's Peace Process in Northern Ireland, 2002.
"""

from collections.abc import Sequence
from fractions import Fraction

from dialogues.ballots.rules.median import median

POINTS = 100
NO_AGREEMENT = 35  # the value offered where somebody has not thought about it
SCORES = {"essential": 100, "desirable": 75, "acceptable": 50, "tolerable": 25, "unacceptable": 0}


def weights_default(items: int) -> list[int]:
    """Return 100 points spread evenly over so many items; what cannot be halved goes to the earlier ones."""
    each, over = divmod(POINTS, items)
    return [each + (place < over) for place in range(items)]


def weights_side(ballots: Sequence[Sequence[int]]) -> list[int]:
    """Return a side's weights: the mean of its ballots, rounded to a sum of 100 by largest remainder, ties to the earlier item."""
    means = [Fraction(sum(points), len(ballots)) for points in zip(*ballots, strict=True)]
    weights = [int(mean) for mean in means]
    left = POINTS - sum(weights)
    by_remainder = sorted(range(len(means)), key=lambda item: (weights[item] - means[item], item))
    for item in by_remainder[:left]:
        weights[item] += 1
    return weights


def value_side(answers: Sequence[str | None]) -> float | None:
    """Return what an option is worth to a side, 0 to 100: the median of its answers, None without any."""
    return median([SCORES[answer] if answer is not None else None for answer in answers])


def removed(value: float | Fraction | None) -> bool:
    """Whether a side takes an option off the table: its median is Unacceptable."""
    return value == 0
