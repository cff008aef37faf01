"""The published rules of steps: vectors, and what must hold whatever the numbers are."""

import json
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.ballots.gate import STEP_RATING, ReleaseRequest, SideAnswers, release_gate
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.steps.models import PlanRound, ReciprocalPlan, Step
from dialogues.steps.rules import (
    MOST_SETS,
    Planned,
    Rated,
    most_steps,
    movers,
    moving_order,
    step_magnitude,
    steps_bundle,
    steps_plan,
)
from facilitation.vectors.compare import run_vectors

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "design" / "vectors.json"
FUNCTIONS = {"step_magnitude", "steps_plan", "steps_bundle"}
SPHERES = ("", "security", "economic", "humanitarian")
HALVES = [Fraction(number, 2) for number in range(2, 11)]


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Rated], list[str]]:
    """Two or three sides with up to four steps each; some wait for earlier ones."""
    sides = ["A", "B", "C"][: draw(st.integers(2, 3))]
    steps: list[Rated] = []
    for number in range(draw(st.integers(0, 4 * len(sides)))):
        after = draw(st.sets(st.sampled_from([step.id for step in steps]), max_size=2)) if steps else set()
        m, risk, seen, back = (draw(st.sampled_from(HALVES)) for _level in range(4))
        side, sphere = draw(st.sampled_from(sides)), draw(st.sampled_from(SPHERES))
        steps.append(Rated(f"{number:03d}", side, m, risk, seen, back, sphere, tuple(sorted(after))))
    return steps, sides


def names(plan: Planned) -> list[set[str]]:
    """Which steps meet, round by round."""
    return [{step.id for step in met.steps} for met in plan.rounds]


def test_the_published_vectors_agree(tmp_path: Path) -> None:
    if not VECTORS.exists():
        pytest.skip("the design's vectors do not lie beside the project")
    data = json.loads(VECTORS.read_text(encoding="utf-8"))
    data["vectors"] = [vector for vector in data["vectors"] if vector["function"] in FUNCTIONS]
    path = tmp_path / "vectors.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    outcome = run_vectors(path)
    assert (outcome.wrong, outcome.not_built, outcome.right) == (0, 0, 14), outcome.lines


@settings(max_examples=80, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_permuting_sides_and_steps_changes_no_round(case: tuple[list[Rated], list[str]], chance: object) -> None:
    steps, sides = case
    plan = steps_plan(steps, sides)
    shuffled, turned = list(steps), list(reversed(sides))
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    other = steps_plan(shuffled, turned)
    assert names(other) == names(plan)
    assert other.left == plan.left
    assert [met.apart for met in other.rounds] == [met.apart for met in plan.rounds]


@settings(max_examples=80, deadline=None)
@given(cases())
def test_every_round_keeps_every_condition_of_the_rule(case: tuple[list[Rated], list[str]]) -> None:
    steps, sides = case
    plan = steps_plan(steps, sides)
    totals, done, spheres = dict.fromkeys(sides, Fraction(0)), set[str](), list[set[str]]()
    for number, met in enumerate(plan.rounds):
        assert [step.side for step in met.steps] == sides
        weights = [step.m for step in met.steps]
        assert max(weights) - min(weights) <= 1
        for step in met.steps:
            totals[step.side] += step.m
            assert set(step.after) <= done
            assert number >= 2 or (step.verifiability >= 3 and step.reversibility >= 3)
        assert met.apart == max(totals.values()) - min(totals.values()) <= Fraction(3, 2)
        assert met.risk == max(step.risk for step in met.steps) <= 5
        spheres.append({step.sphere for step in met.steps if step.sphere})
        assert number < 2 or not set.intersection(*spheres[-3:])
        done |= {step.id for step in met.steps}
    assert sorted(done | set(plan.left)) == sorted(step.id for step in steps)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_the_first_round_is_the_least_risky_of_all_that_could_be(case: tuple[list[Rated], list[str]]) -> None:
    steps, sides = case
    ready = [step for step in steps if not step.after and min(step.verifiability, step.reversibility) >= 3]
    could = [
        max(step.risk for step in chosen)
        for chosen in product(*([step for step in ready if step.side == side] for side in sides))
        if max(step.m for step in chosen) - min(step.m for step in chosen) <= 1
    ]
    plan = steps_plan(steps, sides)
    assert bool(plan.rounds) == bool(could)
    if could:
        assert plan.rounds[0].risk == min(could)


@settings(max_examples=60, deadline=None)
@given(cases(), st.sampled_from(HALVES))
def test_a_step_that_is_too_heavy_for_every_other_changes_nothing(
    case: tuple[list[Rated], list[str]], level: Fraction
) -> None:
    steps, sides = case
    heavy = Rated("999", sides[0], Fraction(20), level, Fraction(5), Fraction(5))
    with_it = steps_plan([*steps, heavy], sides)
    assert names(with_it) == names(steps_plan(steps, sides))
    assert "999" in with_it.left


@given(st.lists(st.integers(1, 5), min_size=1), st.lists(st.integers(1, 5), min_size=1))
def test_a_magnitude_lies_between_one_and_five_and_ignores_who_left_it_empty(cost: list[int], value: list[int]) -> None:
    found = step_magnitude("A", cost, {"B": value})
    assert 1 <= found <= 5
    assert step_magnitude("A", [None, *cost, None], {"B": [*value, None]}) == found


def test_a_magnitude_is_refused_without_answers_or_when_the_actor_rates_its_own_value() -> None:
    for costs, values in (([None], {"B": [3]}), ([3], {"B": []}), ([3], {}), ([3], {"A": [3]})):
        with pytest.raises(ValueError, match=r"answered|Cost"):
            step_magnitude("A", costs, values)


@given(cases())
def test_a_bundle_does_not_depend_on_which_step_comes_first(case: tuple[list[Rated], list[str]]) -> None:
    steps, _sides = case
    for one, other in pairwise(steps):
        there, back = steps_bundle(one, other), steps_bundle(other, one)
        assert replace(there, id="", side="", sphere="") == replace(back, id="", side="", sphere="")


def test_who_moves_first_goes_round_and_every_side_begins_as_often() -> None:
    assert movers(["A", "B", "C"], "B", 5) == ["B", "C", "A", "B", "C"]
    assert moving_order(["A", "B", "C"], "B") == ["B", "C", "A"]
    with pytest.raises(ValueError, match="D"):
        movers(["A", "B"], "D", 1)


def test_as_many_steps_are_open_as_can_be_compared() -> None:
    assert [most_steps(sides) for sides in range(2, 7)] == [12, 12, 11, 7, 5]
    assert all(most_steps(sides) ** sides <= MOST_SETS for sides in range(2, 7))


@pytest.mark.parametrize("model", [Step, PlanRound, ReciprocalPlan])
def test_every_undeclared_move_of_a_step_a_round_and_a_plan_is_refused(model: Any) -> None:
    assert set(model.MOVES) == set(model.State)
    for before, after in product(model.State, repeat=2):
        row = model(state=before)
        if after in model.MOVES[before]:
            move(row, after)
            assert row.state == after
        else:
            with pytest.raises(UndeclaredMove):
                move(row, after)


@pytest.mark.parametrize("counts", list(product(range(3, 8), repeat=2)))
def test_the_gate_lets_step_ratings_out_only_with_enough_answers_on_every_side(counts: tuple[int, int]) -> None:
    sides = tuple(SideAnswers(7, answered={1: count, 2: 7}) for count in counts)
    release = release_gate(ReleaseRequest(STEP_RATING, closed=True, group_mode="normal", k=5, f=1, sides=sides))
    assert release.rated == ((1, 2) if min(counts) >= 5 else (2,))
    assert (release.counts, release.label, release.clauses) == (None, None, ())
