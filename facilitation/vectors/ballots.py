"""Adapters from vectors to the rules of ballots and the release gate."""

from collections.abc import Callable
from typing import Any

from dialogues.ballots.gate import (
    RELEASED,
    SIDE_QUESTION,
    STRAW,
    Related,
    ReleaseRequest,
    SideAnswers,
    release_gate,
)
from dialogues.ballots.rules.median import median
from dialogues.ballots.rules.straw import StrawTally, straw_class, straw_g
from dialogues.ballots.rules.thresholds import gate_classes, needed_yes, rule_allowed, sealed_test


def _tally(side: dict[str, int]) -> StrawTally:
    return StrawTally(side["A"], side["T"], side["O"], side["V"], side["M"], side.get("abstain", 0))


def _related(value: dict[str, Any] | None) -> Related | None:
    return Related(value["same_text"], tuple(value["changed"])) if value else None


def gate_straw(**given: Any) -> dict[str, Any]:
    """Ask the gate about a straw poll."""
    release = release_gate(
        ReleaseRequest(
            kind=STRAW,
            closed=given["closed"],
            group_mode=given["group_mode"],
            k=given["k"],
            f=given["f"],
            sides=tuple(SideAnswers(side["E"], straw=_tally(side)) for side in given["sides"]),
            related=_related(given["related"]),
            pass_mark=given["pass_mark"] or "",
        )
    )
    if release.outcome != RELEASED:
        return {"outcome": release.outcome}
    body = release.body()
    shown = {name: body[name] for name in ("publishable", "label", "objection", "counts")}
    return {"outcome": RELEASED, **shown, **({"passed": release.passed} if release.passed else {})}


def gate_side_question(**given: Any) -> dict[str, Any]:
    """Ask the gate about a question to one side."""
    release = release_gate(
        ReleaseRequest(
            kind=SIDE_QUESTION,
            closed=True,
            group_mode=given["group_mode"],
            k=given["k"],
            f=given["f"],
            sides=(SideAnswers(given["electorate"], yes=given["yes"], no=given["no"]),),
            related=_related(given["related"]),
            rule=given["rule"],
        )
    )
    if release.outcome != RELEASED:
        return {"outcome": release.outcome}
    return {
        "outcome": RELEASED,
        "verdict": release.verdict,
        "counts": dict(release.counts[0]) if release.counts else None,
    }


ADAPTERS: dict[str, Callable[..., Any]] = {
    "median": lambda values: median(values),
    "straw_class": lambda sides, f: straw_class([_tally(side) for side in sides], f),
    "straw_g": lambda sides: straw_g([(side["A"], side["O"], side["N"]) for side in sides]),
    "gate_classes": lambda n, f: gate_classes(n, f),
    "verdict_rule": lambda rule, head_count, f: {
        "needs": needed_yes(rule, head_count),
        "allowed": rule_allowed(rule, head_count, f),
    },
    "gate_straw": gate_straw,
    "gate_side_question": gate_side_question,
    "sealed_test": lambda sides, rule: (
        "mutual_acceptance"
        if sealed_test([(side["E"], side["yes"]) for side in sides], rule)
        else "no_mutual_acceptance"
    ),
}
