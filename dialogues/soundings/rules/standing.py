"""What a group stands for: how a statement sets it apart from the rest, and the five that are shown (domain.md 6.12). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialogues.soundings.rules.votes import Votes, Z, prop_test, share, together, two_prop_test

MOST = 5
AGREE, DISAGREE = "agree", "disagree"


@dataclass(frozen=True, slots=True)
class Direction:
    """Agreeing, or disagreeing: the group's share p, its one-sample test, its ratio r to the rest, its two-sample test."""

    p: float
    p_test: float
    r: float
    r_test: float

    @property
    def metric(self) -> float:
        """r · two-sample test · p · one-sample test."""
        return self.r * self.r_test * self.p * self.p_test

    @property
    def significant(self) -> bool:
        """Whether both tests are greater than z."""
        return self.p_test > Z and self.r_test > Z


@dataclass(frozen=True, slots=True)
class Standing:
    """How one statement sets a group apart."""

    agree: Direction
    disagree: Direction
    voted: bool  # somebody of the group agreed or disagreed

    @property
    def stands_for(self) -> str:
        """The direction with the greater two-sample test."""
        return AGREE if self.agree.r_test > self.disagree.r_test else DISAGREE

    @property
    def metric(self) -> float:
        """The metric of the direction it stands for."""
        return (self.agree if self.stands_for == AGREE else self.disagree).metric

    @property
    def sufficient(self) -> bool:
        """Whether one direction is significant."""
        return self.agree.significant or self.disagree.significant


def repness(group: Votes, rest: Sequence[Votes]) -> Standing:
    """Compare a group with all the others together on one statement."""
    others = together(rest)
    return Standing(
        agree=_direction(group.agree, group.seen, others.agree, others.seen),
        disagree=_direction(group.disagree, group.seen, others.disagree, others.seen),
        voted=group.agree + group.disagree > 0,
    )


def select(statements: Sequence[tuple[int, Standing]]) -> list[int]:
    """Return the statements that are shown for a group, five at most: what it agrees with before what it does not.

    The best agreement comes first; with nothing significant it stands alone, or else what differs most from the rest.
    """
    best = _best_agree(statements)
    rest = [(number, standing) for number, standing in statements if standing.sufficient and number != best]
    if not rest and (best is None or not dict(statements)[best].sufficient):
        if best is not None:
            return [best]
        differing = max(statements, key=lambda one: max(one[1].agree.r_test, one[1].disagree.r_test), default=None)
        return [differing[0]] if differing else []
    rest.sort(key=lambda one: -one[1].metric)
    head = [] if best is None else [best]
    shown = rest[: MOST - len(head)]
    agrees = [number for number, standing in shown if standing.stands_for == AGREE]
    return [*head, *agrees, *(number for number, standing in shown if standing.stands_for == DISAGREE)]


def _direction(count: int, seen: int, others: int, others_seen: int) -> Direction:
    """Compute one direction."""
    p = share(count, seen)
    return Direction(
        p=p,
        p_test=prop_test(count, seen),
        r=p / share(others, others_seen),
        r_test=two_prop_test(count, others, seen, others_seen),
    )


def _best_agree(statements: Sequence[tuple[int, Standing]]) -> int | None:
    """Return the statement that a group agrees with best, looked for in their order; None if none begins."""
    best: tuple[int, Standing] | None = None
    for number, standing in statements:
        if standing.voted and _better(standing, best[1] if best else None):
            best = number, standing
    return best[0] if best else None


def _better(new: Standing, kept: Standing | None) -> bool:
    """Whether a statement is the better agreement than the one kept so far."""
    if kept is None:
        return new.agree.p_test > Z or (new.agree.r > 1 and new.agree.p > 0.5)
    if kept.agree.r > 1:
        return new.agree.metric > kept.agree.metric
    return new.agree.p * new.agree.p_test > kept.agree.p * kept.agree.p_test
