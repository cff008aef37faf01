"""Timing things in turns, so that a noisy machine disturbs all alike."""

import statistics
import time
from collections.abc import Callable, Mapping

Figures = dict[str, float]


def side_by_side(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Figures]:
    """Run every way once a round, in turn. Returns median, least and most in milliseconds for each."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(rounds):
        for name, act in ways.items():
            began = time.perf_counter()
            act()
            found[name].append((time.perf_counter() - began) * 1000)
    return {name: summary(times) for name, times in found.items()}


def summary(times: list[float]) -> Figures:
    """Return median, least and most, in the unit that came in."""
    return {
        "median": round(statistics.median(times), 3),
        "least": round(min(times), 3),
        "most": round(max(times), 3),
        "rounds": len(times),
    }
