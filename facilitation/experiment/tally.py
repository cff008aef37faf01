"""Counting over many rounds: correct links, who was found most often, and what order was left."""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from facilitation.experiment.attackers import ATTACKERS, EVERYBODY
from facilitation.experiment.judge import kendall, most_for_one, most_links, most_order
from facilitation.experiment.linking import guesses
from facilitation.experiment.rounds import Round
from facilitation.experiment.seizure import Seizure

ORDERING = ("3 xmin", "4 ctid", "5 xmax and locks", "6 dead rows and old files", "7 write-ahead log")
WORST = ("first to come", "last to come")


@dataclass
class Tally:
    """What attackers achieved over the rounds of one size, in which both sides count as runs."""

    size: int
    runs: int = 0
    links: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    possible: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    worst: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    orders: dict[str, dict[str, list[float]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def add(self, lived: Round, source: random.Random) -> None:
        """Let every attacker guess at one round."""
        end = lived.seizures["end"]
        for side, truth in enumerate(lived.seats):
            self.runs += 1
            came = lived.came.get("SEAL-1", lived.came["SEAL-2"])[side]
            self._count("person to seat", end, truth, lived.all_seats[side], source, came)
            if lived.ballots:
                votes = lived.ballots[side]
                self._count("seat to ballot", end, votes, list(votes.values()), source, lived.came["SEAL-2"][side])
            for seal, sides in lived.came.items():
                self._order(seal, lived.seizures[seal], sides[side])

    def _count(
        self,
        target: str,
        found: Seizure,
        truth: Mapping[UUID, UUID],
        right: Sequence[UUID],
        source: random.Random,
        came: Sequence[UUID],
    ) -> None:
        """Count the right links of each attacker, and whether those at the edge were among them."""
        left = list(truth)
        source.shuffle(left)
        mixed = list(right)
        source.shuffle(mixed)
        self.possible[target] += len(left)
        edges = dict(zip(WORST, (came[0], came[-1]), strict=True))
        for name, guess in guesses(found, left, mixed, source).items():
            self.links[target][name] += sum(guess[one] == truth[one] for one in left)
            for place, one in edges.items():
                if one in truth:
                    self.worst[f"{target}, {place}"][name] += guess[one] == truth[one]

    def _order(self, seal: str, found: Seizure, came: Sequence[UUID]) -> None:
        """Compare the order that an attacker finds with the order in which people came."""
        for name in ORDERING:
            ranks = ATTACKERS[name](found, came)
            known = [one for one in came if one in ranks]
            places = [float(came.index(one)) for one in known]
            self.orders[seal][name].append(kendall([ranks[one] for one in known], places) if len(known) > 1 else 0.0)

    def report(self) -> dict[str, Any]:
        """Return every figure beside the bound that was fixed before."""
        bound, single = most_links(self.runs), most_for_one(self.runs, self.size)
        order_bound = most_order(self.runs, self.size)
        orders = {
            seal: {name: round(sum(found) / len(found), 4) for name, found in names.items()}
            for seal, names in self.orders.items()
        }
        links = {target: {name: counts[name] for name in EVERYBODY} for target, counts in self.links.items()}
        worst = {
            who: {name: round(counts[name] / self.runs, 4) for name in EVERYBODY} for who, counts in self.worst.items()
        }
        return {
            "people_a_side": self.size,
            "runs": self.runs,
            "chance_for_one": round(1 / self.size, 4),
            "links": links,
            "most_links_by_chance": bound,
            "success_rate": {
                target: {name: round(counts[name] / self.possible[target], 4) for name in EVERYBODY}
                for target, counts in self.links.items()
            },
            "worst_placed": worst,
            "most_for_one_by_chance": round(single, 4),
            "order_tau": orders,
            "most_order_by_chance": round(order_bound, 4),
            "passed": all(count <= bound for counts in links.values() for count in counts.values())
            and all(rate <= single for rates in worst.values() for rate in rates.values())
            and all(abs(tau) <= order_bound for taus in orders.values() for tau in taus.values()),
        }
