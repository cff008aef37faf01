"""From orders to an assignment: the best guess who of one side is who of the other, and how often it is right."""

import random
from collections.abc import Mapping, Sequence
from uuid import UUID

from facilitation.experiment.attackers import ALL, ATTACKERS, TELLING, Ranks
from facilitation.experiment.judge import cheapest
from facilitation.experiment.seizure import Seizure

Guess = dict[UUID, UUID]


def guesses(found: Seizure, left: Sequence[UUID], right: Sequence[UUID], source: random.Random) -> Mapping[str, Guess]:
    """Return every attacker's assignment of the left ids to the right ones. There are at least as many right ones."""
    knowledge = {name: (attack(found, left), attack(found, right)) for name, attack in ATTACKERS.items()}
    made = {name: matched(left, right, known, source) for name, known in knowledge.items()}
    made[ALL] = matched_together(left, right, [knowledge[name] for name in TELLING], source)
    return made


def matched(left: Sequence[UUID], right: Sequence[UUID], known: tuple[Ranks, Ranks], source: random.Random) -> Guess:
    """Match two orders; where one is unknown, or ids are missing in it, guess."""
    first, second = (_in_order(ids, ranks, source) for ids, ranks in zip((left, right), known, strict=True))
    if not known[0] or not known[1]:
        source.shuffle(second)
    if len(first) == len(second):
        return dict(zip(first, second, strict=True))
    spread = [round(place * (len(second) - 1) / max(1, len(first) - 1)) for place in range(len(first))]
    return {one: second[place] for one, place in zip(first, spread, strict=True)}


def matched_together(
    left: Sequence[UUID], right: Sequence[UUID], knowledge: list[tuple[Ranks, Ranks]], source: random.Random
) -> Guess:
    """Match by all traces at once: normal noise on each order makes squared distances of places the likelihood."""
    telling = [pair for pair in knowledge if pair[0] and pair[1]]
    one_side = [([_place(one, ranks, left) for one in left]) for ranks, _other in telling]
    other_side = [([_place(one, ranks, right) for one in right]) for _one, ranks in telling]
    costs = [
        [
            sum((mine[a] - theirs[b]) ** 2 for mine, theirs in zip(one_side, other_side, strict=True))
            + source.random() * 1e-6
            for b in range(len(right))
        ]
        for a in range(len(left))
    ]
    return {left[a]: right[b] for a, b in enumerate(cheapest(costs))}


def _in_order(ids: Sequence[UUID], ranks: Ranks, source: random.Random) -> list[UUID]:
    """Ids by rank; ties, and those nothing is known of, at random."""
    drawn = {one: source.random() for one in ids}
    middle = sum(ranks.values()) / len(ranks) if ranks else 0.0
    return sorted(ids, key=lambda one: (ranks.get(one, middle), drawn[one]))


def _place(one: UUID, ranks: Ranks, ids: Sequence[UUID]) -> float:
    """Where an id stands among its own, from 0 to 1; the middle if nothing is known of it."""
    if one not in ranks:
        return 0.5
    known = [ranks[other] for other in ids if other in ranks]
    return sum(value < ranks[one] for value in known) / max(1, len(known) - 1)
