"""Adapters from vectors to the rules of reciprocal steps."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from dialogues.steps.rules import Rated, step_magnitude, steps_bundle, steps_plan


def plan(steps: Sequence[dict[str, Any]], sides: Sequence[str]) -> dict[str, Any]:
    """Match steps in rounds."""
    told = steps_plan([_rated(step) for step in steps], sides)
    rounds = [
        {"steps": [step.id for step in met.steps], "risk": float(met.risk), "difference": float(met.apart)}
        for met in told.rounds
    ]
    return {"rounds": rounds, "unmatched": list(told.left)}


def bundle(steps: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Count two steps as one."""
    one, other = (_rated(step) for step in steps)
    told = steps_bundle(one, other)
    return {name: float(getattr(told, name)) for name in ("m", "risk", "verifiability", "reversibility")}


def _rated(step: dict[str, Any]) -> Rated:
    return Rated(
        id=step["id"],
        side=step["side"],
        m=Fraction(step["m"]),
        risk=Fraction(step["risk"]),
        verifiability=Fraction(step["verifiability"]),
        reversibility=Fraction(step["reversibility"]),
        sphere=step["sphere"] or "",
        after=tuple(step["after"]),
    )


ADAPTERS: dict[str, Callable[..., Any]] = {
    "step_magnitude": lambda actor, costs, values: float(step_magnitude(actor, costs, values)),
    "steps_plan": plan,
    "steps_bundle": bundle,
}
