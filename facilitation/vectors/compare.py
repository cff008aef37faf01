"""Running a file of vectors: every function that is built is compared, the rest is said to be not built yet."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from facilitation.vectors import agenda, ballots, facesaving, packages, ripeness, soundings, steps, talk, texts

ADAPTERS: dict[str, Callable[..., Any]] = {
    **ballots.ADAPTERS,
    **agenda.ADAPTERS,
    **facesaving.ADAPTERS,
    **packages.ADAPTERS,
    **ripeness.ADAPTERS,
    **soundings.ADAPTERS,
    **steps.ADAPTERS,
    **talk.ADAPTERS,
    **texts.ADAPTERS,
}


@dataclass
class Outcome:
    """What came out of a file of vectors."""

    lines: list[str] = field(default_factory=list)
    right: int = 0
    wrong: int = 0
    not_built: int = 0


def run_vectors(path: Path) -> Outcome:
    """Compute every vector of a file and return a line for each, with counts."""
    data = json.loads(path.read_text(encoding="utf-8"))
    tolerance = float(data["tolerance"])
    outcome = Outcome()
    for vector in data["vectors"]:
        adapter = ADAPTERS.get(vector["function"])
        if adapter is None:
            outcome.not_built += 1
            outcome.lines.append(f"{vector['name']}: not built yet")
            continue
        got = adapter(**vector["inputs"])
        if same(got, vector["expected"], tolerance):
            outcome.right += 1
            outcome.lines.append(f"{vector['name']}: ok")
        else:
            outcome.wrong += 1
            outcome.lines.append(f"{vector['name']}: expected {vector['expected']}, got {got}")
    return outcome


def same(got: Any, expected: Any, tolerance: float) -> bool:
    """Compare numbers within the tolerance, everything else exactly."""
    if isinstance(expected, bool) or isinstance(got, bool):
        return got is expected
    if isinstance(expected, int | float) and isinstance(got, int | float):
        return abs(got - expected) <= tolerance
    if isinstance(expected, dict) and isinstance(got, dict):
        return expected.keys() == got.keys() and all(same(got[key], expected[key], tolerance) for key in expected)
    if isinstance(expected, list) and isinstance(got, list | tuple):
        return len(got) == len(expected) and all(
            same(one, other, tolerance) for one, other in zip(got, expected, strict=True)
        )
    return bool(got == expected)
