"""Adapters from vectors to the rules of soundings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from dialogues.soundings.rules.asking import priority
from dialogues.soundings.rules.consensus import gic, majority
from dialogues.soundings.rules.opinion_map import pca
from dialogues.soundings.rules.publishing import cells, percent
from dialogues.soundings.rules.standing import Standing, repness, select
from dialogues.soundings.rules.votes import Votes, prop_test, two_prop_test

Counts = Mapping[str, int]


def votes_of(counts: Counts) -> Votes:
    """Read the counts of one group."""
    return Votes(counts["A"], counts["D"], counts["S"])


def consensus(groups: Sequence[Counts]) -> dict[str, float]:
    """Compute the group-informed consensus."""
    product, root = gic([votes_of(group) for group in groups])
    return {"product": product, "root": root}


def standing_of(group: Counts, rest: Sequence[Counts]) -> Standing:
    """Compare a group with the rest."""
    return repness(votes_of(group), [votes_of(other) for other in rest])


def representative(group: Counts, rest: Sequence[Counts]) -> dict[str, Any]:
    """Say how a statement sets a group apart, in the vectors' names."""
    told = standing_of(group, rest)
    agree, disagree = told.agree, told.disagree
    return {
        "pa": agree.p,
        "pd": disagree.p,
        "pat": agree.p_test,
        "pdt": disagree.p_test,
        "ra": agree.r,
        "rd": disagree.r,
        "rat": agree.r_test,
        "rdt": disagree.r_test,
        "stands_for": told.stands_for,
        "metric": told.metric,
        "sufficient": told.sufficient,
    }


def selected(statements: Sequence[Mapping[str, Any]]) -> list[int]:
    """Choose the statements of a group."""
    return select([(one["number"], standing_of(one["group"], one["rest"])) for one in statements])


def majorities(statements: Mapping[str, Counts]) -> dict[str, list[int]]:
    """Find majorities over everybody."""
    agree, disagree = majority({int(number): votes_of(counts) for number, counts in statements.items()})
    return {"agree": agree, "disagree": disagree}


def next_weight(agree: int, disagree: int, seen: int, extremity: float, *, meta: bool) -> float:
    """Weigh a statement for being asked next."""
    return priority(Votes(agree, disagree, seen), extremity, meta=meta)


ADAPTERS: dict[str, Callable[..., Any]] = {
    "sounding_gic": consensus,
    "sounding_prop_test": prop_test,
    "sounding_two_prop_test": two_prop_test,
    "sounding_repness": representative,
    "sounding_select": selected,
    "sounding_majority": majorities,
    "sounding_priority": next_weight,
    "sounding_pca": lambda votes, moderated_out: asdict(pca(votes, moderated_out)),
    "sounding_cells": lambda **given: cells(given["cells"].values(), given["k_segment"]),
    "sounding_share": lambda count, of: percent(count, of),
}
