"""The published rules of reciprocal steps (domain.md 6.9): what a step weighs, and which steps meet in which round. Pure.

After Osgood, An Alternative to War or Surrender, 1962: small steps, announced, verifiable, each met by one of like weight.
Magnitudes are exact fractions, because “at most 1 apart” must not depend on how a machine rounds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dialogues.ballots.rules.median import median

MOST_APART = Fraction(1)  # magnitudes within one round
TOTALS_APART = Fraction(3, 2)  # running totals of the sides after a round
FIRST_CAP, LAST_CAP = 2, 5  # how risky the riskiest step of a round may be
CAREFUL_ROUNDS = 2  # the first rounds ask for steps that can be seen and taken back
LEAST_SEEN = LEAST_TAKEN_BACK = 3
SPHERE_ROUNDS = 2  # a sphere that was in so many rounds in a row is left out of the next
MOST_STEPS, MOST_SETS = 12, 20_000  # of one side; sets that are compared for one round


@dataclass(frozen=True, slots=True)
class Rated:
    """One step that every side has rated: `m` its magnitude, the rest the verdict of the most doubtful side, 1 to 5."""

    id: str
    side: str
    m: Fraction
    risk: Fraction
    verifiability: Fraction
    reversibility: Fraction
    sphere: str = ""
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Met:
    """One round: a step of every side in the order of the sides, its highest risk, how far the totals are apart after it."""

    steps: tuple[Rated, ...]
    risk: Fraction
    apart: Fraction


@dataclass(frozen=True, slots=True)
class Planned:
    """Every round in order, and the ids of what is left over."""

    rounds: tuple[Met, ...]
    left: tuple[str, ...]


def step_magnitude(actor: str, costs: Sequence[float | None], values: Mapping[str, Sequence[float | None]]) -> Fraction:
    """Return what a step weighs: the mean of its cost to its own side and its value to the others.

    `costs` are the own side's answers 1 to 5, `values` the others', side by side; missing answers are left out. Raises
    ValueError if a side has none, or if the actor stands among those who receive.
    """
    if actor in values or not values:
        raise ValueError("Cost is the actor’s to rate, value the others’.")
    middles = [median(side) for side in (costs, *values.values())]
    if None in middles:
        raise ValueError("A side has not answered.")
    return magnitude_of(middles[0] or 0, [middle or 0 for middle in middles[1:]])


def magnitude_of(cost: float, values: Sequence[float]) -> Fraction:
    """Return the magnitude from medians: (cost + mean of the other sides’ values) / 2."""
    return (Fraction(cost) + sum(map(Fraction, values), Fraction(0)) / len(values)) / 2


def steps_bundle(one: Rated, other: Rated) -> Rated:
    """Count two small steps of a side as one: weights add up, the riskiest and the least sure of the two speak for both.

    It waits for what either waits for, and is named after the first.
    """
    return Rated(
        id=one.id,
        side=one.side,
        m=one.m + other.m,
        risk=max(one.risk, other.risk),
        verifiability=min(one.verifiability, other.verifiability),
        reversibility=min(one.reversibility, other.reversibility),
        sphere=one.sphere,
        after=tuple(sorted({*one.after, *other.after} - {one.id, other.id})),
    )


def steps_plan(steps: Sequence[Rated], sides: Sequence[str]) -> Planned:
    """Match steps in rounds, one of every side in each, the least risky first.

    Of all admissible sets the one least in (risk, spread of magnitudes, spread of totals, sum of magnitudes, ids) is taken;
    the cap on risk rises by one, to five at most, only when nothing fits. Stops when a side has no step left or nothing
    fits. The order of `sides` has no influence on which steps meet.
    """
    left, rounds = list(steps), list[Met]()
    totals, cap = dict.fromkeys(sides, Fraction(0)), FIRST_CAP
    while cap <= LAST_CAP and all(any(step.side == side for step in left) for side in sides):
        found = _best(left, rounds, totals, cap)
        if found is None:
            cap += 1
            continue
        rounds.append(found)
        for step in found.steps:
            totals[step.side] += step.m
        left = [step for step in left if step not in found.steps]
    return Planned(tuple(rounds), tuple(sorted(step.id for step in left)))


def _best(left: Sequence[Rated], rounds: Sequence[Met], totals: Mapping[str, Fraction], cap: int) -> Met | None:
    """Return the best admissible round under a cap, or None."""
    ready = _ready(left, rounds, cap)
    found = list(_sets([[step for step in ready if step.side == side] for side in totals], totals, ()))
    return min((_met(chosen, totals) for chosen in found), key=_key, default=None)


def _ready(left: Sequence[Rated], rounds: Sequence[Met], cap: int) -> list[Rated]:
    """Return the steps that may stand in the next round by themselves."""
    done = {step.id for met in rounds for step in met.steps}
    recent = [{step.sphere for step in met.steps if step.sphere} for met in rounds[-SPHERE_ROUNDS:]]
    tired = set.intersection(*recent) if len(recent) == SPHERE_ROUNDS else set()
    careful = len(rounds) < CAREFUL_ROUNDS
    return [
        step
        for step in left
        if step.risk <= cap
        and done.issuperset(step.after)
        and step.sphere not in tired
        and not (careful and (step.verifiability < LEAST_SEEN or step.reversibility < LEAST_TAKEN_BACK))
    ]


def _sets(
    by_side: Sequence[Sequence[Rated]], totals: Mapping[str, Fraction], chosen: tuple[Rated, ...]
) -> Iterator[tuple[Rated, ...]]:
    """Yield every set of one step a side whose weights are close enough; a set that has failed is not filled up."""
    if len(chosen) == len(by_side):
        yield chosen
        return
    for step in by_side[len(chosen)]:
        taken = (*chosen, step)
        if (
            _spread([one.m for one in taken]) <= MOST_APART
            and _spread([totals[one.side] + one.m for one in taken]) <= TOTALS_APART
        ):
            yield from _sets(by_side, totals, taken)


def _met(chosen: tuple[Rated, ...], totals: Mapping[str, Fraction]) -> Met:
    """Make a round of a set."""
    after = _spread([totals[step.side] + step.m for step in chosen])
    return Met(chosen, max(step.risk for step in chosen), after)


def _key(met: Met) -> tuple[Fraction, Fraction, Fraction, Fraction, list[str]]:
    """By what admissible rounds are compared."""
    weights = [step.m for step in met.steps]
    return met.risk, _spread(weights), met.apart, sum(weights, Fraction(0)), sorted(step.id for step in met.steps)


def _spread(values: Sequence[Fraction]) -> Fraction:
    """The greatest minus the least."""
    return max(values) - min(values)


def movers(sides: Sequence[str], first: str, rounds: int) -> list[str]:
    """Return who moves first in each of so many rounds if steps follow one another: it goes round, beginning with `first`."""
    begin = list(sides).index(first)
    return [sides[(begin + number) % len(sides)] for number in range(rounds)]


def moving_order(sides: Sequence[str], first: str) -> list[str]:
    """Return the sides as they move in a round that `first` begins."""
    begin = list(sides).index(first)
    return [*sides[begin:], *sides[:begin]]


def most_steps(sides: int) -> int:
    """Return how many open steps each of so many sides may have, so that every set of one round can be compared."""
    return max(count for count in range(1, MOST_STEPS + 1) if count**sides <= MOST_SETS)
