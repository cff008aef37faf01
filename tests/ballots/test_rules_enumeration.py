"""The required test of the release gate: over every distribution of answers, no published output makes an answer certain.

For two sides of 3 to 12, and three sides of 5 to 7 (f = 1) and 7 to 9 (f = 2): nobody's support, tolerance, opposition or
firm objection is certain to f members of their side who moreover know every answer of one other side (domain.md 7.3). The
objection bit is the announced exception. Answers of a side are exchangeable, so histograms suffice.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations_with_replacement
from operator import ge, sub

import pytest

from dialogues.ballots.gate import COUNTS_FROM, NORMAL, SMALL, STRAW, Release, ReleaseRequest, SideAnswers, release_gate
from dialogues.ballots.rules.straw import CLASSES, StrawTally, block, straw_class
from dialogues.ballots.rules.thresholds import publishable_classes

Side = tuple[int, int, int, int, int]  # support, tolerate, oppose but not firmly, firmly, needs more discussion
STATEMENTS = (
    ("supports", (1, 0, 0, 0, 0)),
    ("at least tolerates", (1, 1, 0, 0, 0)),
    ("opposes", (0, 0, 1, 1, 0)),
    ("firmly objects", (0, 0, 0, 1, 0)),
)


@cache
def histograms(size: int) -> tuple[Side, ...]:
    """Every way in which `size` people can answer."""
    found = []
    for picks in combinations_with_replacement(range(5), size):
        found.append(tuple(picks.count(answer) for answer in range(5)))
    return tuple(found)  # type: ignore[arg-type]


def tally(side: Side) -> StrawTally:
    """A histogram as the gate gets it."""
    support, tolerate, oppose, firm, discuss = side
    return StrawTally(support, tolerate, oppose + firm, firm, discuss)


def release(sides: tuple[Side, ...], f: int, mode: str = NORMAL) -> Release:
    """Ask the gate."""
    answers = tuple(SideAnswers(sum(side), straw=tally(side)) for side in sides)
    return release_gate(ReleaseRequest(STRAW, True, mode, 2 * f + 3 if f > 1 else 5, f, answers))


def published(sides: tuple[Side, ...], f: int, mode: str) -> tuple[object, ...]:
    """What everybody reads, the objection bit apart; counts of every side."""
    out = release(sides, f, mode)
    counts = tuple(tuple(sorted(count.items(), key=str)) for count in out.counts) if out.counts else None
    return out.outcome, out.label, counts


def signature(side: Side) -> tuple[object, ...]:
    """Everything about a side that can decide a label or the counts; sides alike in this are alike in every output."""
    answers = tally(side)
    tolerable = 3 * (answers.support + answers.tolerate) >= 2 * answers.counted
    firm = 0 if not answers.firm else max(1, answers.firm - min(block(answers.counted, f) for f in (0, 1, 2)) + 2)
    return answers.support, tolerable, firm, answers.oppose if answers.counted >= COUNTS_FROM else None


@cache
def classes_of(size: int) -> dict[tuple[object, ...], tuple[Side, ...]]:
    """Signature → the histograms that share it."""
    groups: dict[tuple[object, ...], list[Side]] = {}
    for side in histograms(size):
        groups.setdefault(signature(side), []).append(side)
    return {key: tuple(found) for key, found in groups.items()}


@cache
def certain(size: int, keys: frozenset[tuple[object, ...]], insiders: int) -> str:
    """Return what is certain of somebody's answer, for some answers of the insiders, if the world is one of these."""
    worlds = [side for key in keys for side in classes_of(size)[key]]
    for part in histograms(insiders):
        rests = [tuple(map(sub, world, part)) for world in worlds if all(map(ge, world, part))]
        for words, mask in STATEMENTS if rests else ():
            if all(not any(count for count, inside in zip(rest, mask, strict=True) if not inside) for rest in rests):
                return words
            if all(not any(count for count, inside in zip(rest, mask, strict=True) if inside) for rest in rests):
                return f"not {words}"
    return ""


def violations(sizes: tuple[int, ...], f: int, mode: str) -> Iterator[str]:
    """Yield every output of these sizes that makes an answer of the first side certain to its insiders.

    The insiders know the second side's answers; a third side's they do not, so their worlds are joined.
    """
    insiders = 0 if mode == SMALL else f
    own, known, *others = sizes
    for second in (group[0] for group in classes_of(known).values()):
        worlds: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
        for key, group in classes_of(own).items():
            for rest in _others(others):
                worlds.setdefault(published((group[0], second, *rest), f, mode), set()).add(key)
        for output, keys in worlds.items():
            told = certain(own, frozenset(keys), insiders) if output[0] == "released" else ""
            if told and not _announced(told):
                yield f"{sizes} f={f}: {output} with {second}: {told}"


def _others(sizes: list[int]) -> list[tuple[Side, ...]]:
    """Representatives of everything the sides nobody knows can have answered."""
    if not sizes:
        return [()]
    return [(group[0],) for group in classes_of(sizes[0]).values()]


def _announced(told: str) -> bool:
    """“Nobody firmly objected” is announced on the ballot before it opens: the one exception."""
    return told == "not firmly objects"


@pytest.mark.parametrize("f", [1, 2])
@pytest.mark.parametrize("own", range(3, 13))
def test_no_output_for_two_sides_makes_an_answer_certain(own: int, f: int) -> None:
    least = max(5, 2 * f + 3)
    for known in range(3, 13):
        mode = NORMAL if min(own, known) >= least else SMALL
        if mode == SMALL and f == 2:
            continue  # a small group has no insiders: the same as for f = 1
        found = next(violations((own, known), f, mode), None)
        assert found is None


@pytest.mark.parametrize(("low", "high", "f"), [(5, 7, 1), (7, 9, 2)])
def test_no_output_for_three_sides_makes_an_answer_certain(low: int, high: int, f: int) -> None:
    for sizes in combinations_with_replacement(range(low, high + 1), 3):
        found = next(violations(sizes, f, NORMAL), None)
        assert found is None


def test_the_enumeration_would_notice_a_gate_without_the_f_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dialogues.ballots.gate.publishable_classes", lambda sizes, f: CLASSES)
    assert next(violations((5, 5), 1, NORMAL), None) is not None


def test_the_enumeration_would_notice_counts_that_show_a_thin_minority(monkeypatch: pytest.MonkeyPatch) -> None:
    real = release_gate

    def loose(request: ReleaseRequest) -> Release:
        out = real(request)
        counts = tuple(
            {"support": side.straw.support, "of": side.straw.counted} for side in request.sides if side.straw
        )
        return Release(out.outcome, out.label, out.publishable, out.objection, counts)

    monkeypatch.setattr("tests.ballots.test_rules_enumeration.release_gate", loose)
    assert next(violations((10, 10), 1, NORMAL), None) is not None


def test_a_label_depends_on_sizes_and_answers_but_its_being_published_on_sizes_alone() -> None:
    for size in range(5, 13):
        among = publishable_classes([size, size], 1)
        for side in histograms(size)[:: max(1, size - 4)]:
            label = straw_class([tally(side), tally(side)], 1, among)
            assert label in (*among, "no_class")
