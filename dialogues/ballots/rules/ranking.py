"""The order of clauses that one ballot asked about, across the sides (domain.md 6.6). Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from dialogues.ballots.rules.straw import CLASSES, straw_g

PartBody = Mapping[str, Any]  # what the gate let out of one clause: "number", "label", "counts"


def ranked(parts: Sequence[PartBody]) -> list[PartBody]:
    """Return the clauses that have a result, the one with the widest agreement across the sides first.

    By G where the counts of every clause were let out; otherwise by class, then in their own order: a clause whose figures
    are hidden is never laid beside one whose figures are not.
    """
    shown = [part for part in parts if part["label"] is not None]
    by_counts = bool(shown) and all(_complete(part) for part in shown)
    return sorted(shown, key=lambda part: (-_g(part) if by_counts else 0.0, _class(part), part["number"]))


def _complete(part: PartBody) -> bool:
    """Whether A, O and N of every side were let out."""
    return part["counts"] is not None and all(count["oppose"] is not None for count in part["counts"])


def _g(part: PartBody) -> float:
    """G of one clause, to nine places: clauses that are equal must not be told apart by rounding."""
    return round(straw_g([(count["support"], count["oppose"], count["of"]) for count in part["counts"]]), 9)


def _class(part: PartBody) -> int:
    """The place of a clause's class, best first; no class comes last."""
    return CLASSES.index(part["label"]) if part["label"] in CLASSES else len(CLASSES)
