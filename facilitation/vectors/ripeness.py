"""Adapters from vectors to the rules of ripeness."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from dialogues.ripeness.rules import Side, ripeness_joint, ripeness_participant, ripeness_side, ripeness_trend


def joint(sides: dict[str, Any], enrolled: dict[str, int], min_answers: int) -> dict[str, Any]:
    """Find the class over all sides, and what it rests on."""
    found = {name: ripeness_side(people) for name, people in sides.items()}
    told = ripeness_joint(found, enrolled, min_answers)
    return {
        "class": told.label,
        "joint": None if told.joint is None else float(told.joint),
        "shared": None if told.shared is None else list(told.shared),
        "sides": {name: _side(side) for name, side in found.items()},
    }


def trend(before: Sequence[float], after: Sequence[float]) -> dict[str, Any]:
    """Compare two surveys."""
    told = ripeness_trend(before, after)
    return {"before": told.before, "after": told.after, "word": told.word}


def _side(side: Side) -> dict[str, Any]:
    return {
        "beliefs": _floats(side.beliefs),
        "answers": list(side.answers),
        "ripeness": None if side.ripeness is None else float(side.ripeness),
        "bands": list(side.bands),
    }


def _floats(values: Sequence[Fraction | None]) -> list[float | None]:
    return [None if value is None else float(value) for value in values]


ADAPTERS: dict[str, Callable[..., Any]] = {
    "ripeness_participant": lambda answers: _floats(ripeness_participant(answers)),
    "ripeness_joint": joint,
    "ripeness_trend": trend,
}
