"""One round of the experiment: people enter with their habits, talk and vote; what happened in truth is written down."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from dialogues.dialogue.models import Dialogue
from facilitation.experiment.people import draw_people, in_order_of_coming
from facilitation.experiment.seizure import Seizure, seize
from facilitation.experiment.stage import build
from facilitation.experiment.visitors import Visitor

MESSAGES = 4  # by each seat
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
    people = [draw_people(size, source, cards=entry == UNLINKABLE) for _side in range(2)]
    cards = tuple(sum(person.draws_card for person in side) for side in people)
    stage = build(entry, size, (cards[0], cards[1]))
    sides: list[list[Visitor]] = []
    for side, group in zip(stage.sides, people, strict=True):
        links, codes = iter(stage.sheets[side].links), iter(stage.sheets[side].cards)
        sides.append(
            [
                Visitor(stage, side, person, card=next(codes)) if person.draws_card
                else Visitor(stage, side, person, link=next(links))
                for person in group
            ]
        )  # fmt: skip
    lived = Round()
    if entry == UNLINKABLE:
        with_links = [[one for one in side if one.link] for side in sides]
        came = _in_turn(with_links, Visitor.collect, source)
        lived.came["SEAL-1"] = [[_known(one.invitation) for one in side] for side in came]
        stage.pass_time()
        lived.seizures["SEAL-1"] = seize(checkpoint=False)
        stage.pass_time()
        came = _in_turn(sides, lambda one: one.use_card() if one.card else one.redeem(), source)
    else:
        came = _in_turn(sides, Visitor.join, source)
    lived.came["SEAL-2"] = [[_known(one.seat) for one in side] for side in came]
    lived.seats = [{_known(one.invitation): _known(one.seat) for one in side if one.link} for side in sides]
    lived.all_seats = [[_known(one.seat) for one in side] for side in sides]
    stage.pass_time()
    lived.seizures["SEAL-2"] = seize(checkpoint=False)
    if polls:
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
    lived.seizures["end"] = seize()
    return lived


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
