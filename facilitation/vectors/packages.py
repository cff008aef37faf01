"""Adapters from vectors to the rules of packages."""

from collections.abc import Callable, Sequence
from typing import Any

from dialogues.packages.rules.search import Case, packages_find, packages_improve
from dialogues.packages.rules.trades import adjusted_winner, packages_trades
from dialogues.packages.rules.weights import removed, value_side, weights_default, weights_side


def values_side(answers: Sequence[str | None]) -> dict[str, Any]:
    """Find what an option is worth to a side."""
    value = value_side(answers)
    return {"value": None if value is None else float(value), "removed": removed(value)}


def find(weights: Any, values: Any, no_agreement: Any, current: list[int] | None) -> dict[str, Any]:
    """Find packages."""
    told = packages_find(Case(weights, values, no_agreement), tuple(current) if current is not None else None)
    pareto = [
        {
            "choice": list(found.choice),
            "utilities": [float(worth) for worth in found.utilities],
            "surplus": float(found.surplus),
        }
        for found in told.pareto
    ]
    return {"feasible": told.feasible, "pareto": pareto}


def improve(weights: Any, values: Any, no_agreement: Any, agreed: list[int]) -> dict[str, Any]:
    """Look for packages that every side likes better."""
    now, better = packages_improve(Case(weights, values, no_agreement), tuple(agreed))
    return {"agreed": [float(worth) for worth in now], "better": [list(choice) for choice in better]}


def trades(weights_a: list[int], weights_b: list[int]) -> list[dict[str, int]]:
    """List trades."""
    return [
        {"strength": trade.strength, "a_leads_on": trade.a_leads_on, "b_leads_on": trade.b_leads_on}
        for trade in packages_trades(weights_a, weights_b)
    ]


def winner(points_a: list[int], points_b: list[int]) -> dict[str, Any]:
    """Hand items out."""
    award = adjusted_winner(points_a, points_b)
    return {
        "points_each": float(award.points),
        "split_item": award.split,
        "share_to_a": float(award.share_to_a),
    }


ADAPTERS: dict[str, Callable[..., Any]] = {
    "weights_default": lambda items: weights_default(items),
    "weights_side": lambda ballots: weights_side(ballots),
    "values_side": values_side,
    "packages_find": find,
    "packages_improve": improve,
    "packages_trades": trades,
    "adjusted_winner": winner,
}
