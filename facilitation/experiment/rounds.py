"""One round of the experiment: people enter with their habits, talk and vote; what happened in truth is written down."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from dialogues.dialogue.models import Dialogue
from facilitation.experiment.people import draw_people, in_order_of_coming
from facilitation.experiment.seizure import Seizure, seize
from facilitation.experiment.stage import Stage, build
from facilitation.experiment.visitors import Visitor

MESSAGES = 4  # by each seat
Sides = list[list[Visitor]]
UNLINKABLE, QUICK = Dialogue.Entry.UNLINKABLE, Dialogue.Entry.QUICK


@dataclass
class Round:
    """What was seized at which moment, and the truth that the experiment alone knows, side by side."""

    seizures: dict[str, Seizure] = field(default_factory=dict)  # "SEAL-1", "SEAL-2", "end"
    came: dict[str, list[list[UUID]]] = field(default_factory=dict)  # seal → side → ids in the order of coming
    seats: list[dict[UUID, UUID]] = field(default_factory=list)  # side → invitation → seat
    all_seats: list[list[UUID]] = field(default_factory=list)  # side → seats, cards' included
    ballots: list[dict[UUID, UUID]] = field(default_factory=list)  # side → seat → ballot


def run_round(entry: str, size: int, source: random.Random, *, polls: bool = True) -> Round:
    """Live through one dialogue with `size` people a side."""
    stage, sides = _invite(entry, size, source)
    lived = Round()
    came = (_enter_unlinkably if entry == UNLINKABLE else _enter_quickly)(stage, sides, lived, source)
    lived.came["SEAL-2"] = [[_known(one.seat) for one in side] for side in came]
    lived.seats = [{_known(one.invitation): _known(one.seat) for one in side if one.link} for side in sides]
    lived.all_seats = [[_known(one.seat) for one in side] for side in sides]
    stage.pass_time()
    lived.seizures["SEAL-2"] = seize(checkpoint=False)
    if polls:
        _talk_and_vote(stage, sides, lived, source)
    lived.seizures["end"] = seize()
    return lived


def _invite(entry: str, size: int, source: random.Random) -> tuple[Stage, Sides]:
    """Build the dialogue and give everybody a link or a card."""
    people = [draw_people(size, source, cards=entry == UNLINKABLE) for _side in range(2)]
    first, second = (sum(person.draws_card for person in side) for side in people)
    stage = build(entry, size, (first, second))
    sides: Sides = []
    for side, group in zip(stage.sides, people, strict=True):
        links, codes = iter(stage.sheets[side].links), iter(stage.sheets[side].cards)
        with_card = [Visitor(stage, side, one, card=next(codes)) for one in group if one.draws_card]
        sides.append(with_card + [Visitor(stage, side, one, link=next(links)) for one in group if not one.draws_card])
    return stage, sides


def _enter_unlinkably(stage: Stage, sides: Sides, lived: Round, source: random.Random) -> Sides:
    """Both steps with the pause between them. Returns who came when to the second."""
    with_links = [[one for one in side if one.link] for side in sides]
    came = _in_turn(with_links, Visitor.collect, source)
    lived.came["SEAL-1"] = [[_known(one.invitation) for one in side] for side in came]
    stage.pass_time()
    lived.seizures["SEAL-1"] = seize(checkpoint=False)
    stage.pass_time()
    return _in_turn(sides, lambda one: one.use_card() if one.card else one.redeem(), source)


def _enter_quickly(_stage: Stage, sides: Sides, _lived: Round, source: random.Random) -> Sides:
    """One step. Returns who came when."""
    return _in_turn(sides, Visitor.join, source)


def _talk_and_vote(stage: Stage, sides: Sides, lived: Round, source: random.Random) -> None:
    """A session with messages and one straw poll."""
    stage.begin_talk()
    for number in range(MESSAGES):
        _in_turn(sides, partial(Visitor.say, words=f"Word number {number} of this evening."), source)
    measure = stage.announce_poll()
    _in_turn(sides, lambda one: one.fetch_paper(measure), source)
    stage.poll_on(measure, "opens_at")
    measure.refresh_from_db()
    _in_turn(sides, lambda one: one.vote(measure), source)
    lived.ballots = [{_known(one.seat): one.ballot for one in side} for side in sides]
    stage.poll_on(measure, "closes_at")


def _in_turn(sides: list[list[Visitor]], act: Callable[[Visitor], None], source: random.Random) -> list[list[Visitor]]:
    """Let everybody do something, in the order of their habits, the sides mixed. Returns who came when on each side."""
    orders = [[side[place] for place in in_order_of_coming([one.person for one in side], source)] for side in sides]
    waiting = [list(order) for order in orders]
    while any(waiting):
        act(source.choice([order for order in waiting if order]).pop(0))
    return orders


def _known(found: UUID | None) -> UUID:
    """An id that must be there."""
    assert found is not None  # noqa: S101
    return found
