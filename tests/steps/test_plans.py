"""Ratings and plans: what the gate lets out, which steps meet, how a plan is adopted; beside what is refused."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from dialogues.ballots.gate import STEP_RATING
from dialogues.ballots.models import Measure, Release, SideValue
from dialogues.ballots.questions import ChoiceInvalid, valid_choice
from dialogues.ballots.subjects import load_subject
from dialogues.events.models import Event
from dialogues.steps import planning
from dialogues.steps.ballot import step_question
from dialogues.steps.computing import compute_plans
from dialogues.steps.models import ReciprocalPlan, Step
from dialogues.steps.proposing import count_as_one, put_to_side, set_terms
from dialogues.steps.queries import plan_in, plans_of
from dialogues.steps.rating import open_rating
from dialogues.steps.refusals import NoSuchStep, StepChanged, StepRefused
from dialogues.vault.cells import read_json
from tests import cast
from tests.cast import Scene
from tests.steps.scenes import (
    accepted,
    adopted,
    computed,
    in_days,
    planned,
    polled,
    proposed,
    rated,
    reread,
    shown,
    silence_ends,
)

pytestmark = pytest.mark.django_db(transaction=True)


def rounds_of(plan: ReciprocalPlan) -> list[list[int]]:
    """The numbers of the steps that meet, round by round."""
    numbers = {str(step.id): step.number for step in Step.objects.all()}
    return [[numbers[member] for member in row.members] for row in plan.rounds.order_by("number")]


def test_a_rating_makes_steps_valued_and_keeps_no_figure_in_the_clear(live: Scene) -> None:
    steps = accepted(live)
    measure = rated(live)
    assert measure.state == "released"
    assert [reread(step).state for step in steps] == ["valued"] * 4
    body = read_json(Release.objects.get(measure=measure), "body")
    assert (body["rated"], body["counts"], body["label"]) == ([1, 2, 3, 4], None, None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT values FROM dialogues_sidevalue")
        assert all(b"worth" not in bytes(row[0]) for row in cursor.fetchall())


def test_too_few_ratings_on_one_side_value_no_step_and_an_empty_answer_counts_for_none(live: Scene) -> None:
    steps = accepted(live, 1)
    assert rated(live, people=4).state == "withheld"
    assert not SideValue.objects.exists()
    assert reread(steps[0]).state == "accepted_by_actor"
    one, other = live.sides
    rated(live, {one.id: [[2, 2, 4, 4], None], other.id: [[2, 2, 4, 4], [2, 2, 4, 4]]})
    assert [reread(step).state for step in steps] == ["valued", "accepted_by_actor"]


def test_a_step_is_rated_on_all_four_scales_or_on_none(live: Scene) -> None:
    told = {"id": UUID(int=1), "number": 1, "text": "Open it", "verifier": "All"}
    questions = [step_question(told, live.sides[0]), step_question(told, live.sides[1])]
    good = {"answers": [[1, 2, 3, 4], None]}
    assert valid_choice(good, questions) == good
    for answer in ([1, 2, 3], [1, 2, 3, None], [1, 2, 3, 6], [1, 2, 3, True], [0, 1, 1, 1], "1234"):
        with pytest.raises(ChoiceInvalid):
            valid_choice({"answers": [answer, None]}, questions)


def test_a_rating_needs_steps_that_wait_for_it_and_runs_alone(live: Scene) -> None:
    proposed(live, live.sides[0])
    with pytest.raises(StepRefused, match="No step waits"):
        open_rating(staff=live.facilitator, minutes=30)
    silence_ends(live)
    open_rating(staff=live.facilitator, minutes=30)
    with pytest.raises(StepRefused, match="under way"):
        open_rating(staff=live.facilitator, minutes=30)
    assert Measure.objects.filter(kind=STEP_RATING).count() == 1


def test_the_least_risky_steps_of_like_weight_meet_first_and_the_rest_is_left_over(live: Scene) -> None:
    accepted(live, 3)
    ours, theirs = live.sides  # steps 1, 3, 5 are ours, 2, 4, 6 theirs
    rated(
        live,
        {
            ours.id: [[3, 2, 4, 4], [3, 2, 4, 4], [2, 1, 4, 4], [2, 1, 4, 4], [5, 1, 5, 5], [1, 1, 5, 5]],
            theirs.id: [[3, 3, 4, 4], [3, 3, 4, 4], [2, 1, 5, 5], [2, 1, 5, 5], [5, 1, 5, 5], [1, 1, 5, 5]],
        },
    )
    plan = computed(live)
    assert rounds_of(plan) == [[3, 4], [1, 2]]
    view = plan_in(live.dialogue_id, plan.id, shown=False)
    assert view is not None
    assert [step.number for step in view.left] == [5, 6]
    told = json.dumps([row.members for row in plan.rounds.all()]) + str(plan.left)
    assert "3.0" not in told


def test_a_step_waits_for_another_and_two_small_ones_count_as_one(live: Scene) -> None:
    steps = accepted(live, 3)
    ours, theirs = live.sides
    weights = [[1, 1, 4, 4], [2, 1, 4, 4], [1, 1, 4, 4], [3, 1, 4, 4], [3, 1, 4, 4], [3, 1, 4, 4]]
    set_terms(staff=live.facilitator, step_id=steps[1].id, due=in_days(9), publicity="public", after=[steps[4].id])
    rated(live, {ours.id: weights, theirs.id: weights})
    count_as_one(staff=live.facilitator, step_id=steps[2].id, other_id=steps[0].id)
    assert rounds_of(computed(live)) == [[5, 4], [1, 3, 2]]


def test_a_plan_needs_rated_steps_of_every_side_and_five_come_from_one_rating(live: Scene) -> None:
    with pytest.raises(StepRefused, match="every side"):
        planning.draft_plan(staff=live.facilitator, title="Too early")
    plan = planned(live)
    with pytest.raises(StepRefused, match="every side could have chosen"):
        planning.draft_plan(staff=live.facilitator, title=" ")
    assert compute_plans() == 0
    planning.drop_plan(staff=live.facilitator, plan_id=plan.id)
    with pytest.raises(NoSuchStep):
        planning.show_plan(staff=live.facilitator, plan_id=plan.id)
    for _number in range(4):
        computed(live)
    with pytest.raises(StepRefused, match="Five plans"):
        computed(live)
    assert len(plans_of(live.dialogue_id, shown=False)) == 4


def test_rounds_are_ordered_by_a_volunteer_or_by_lot_and_the_lot_is_drawn_once(live: Scene) -> None:
    plan = planned(live)
    key: dict[str, Any] = {"staff": live.facilitator}
    orders = {1: "sequenced", 2: "sequenced"}
    planning.order_rounds(**key, plan_id=plan.id, orders=orders, first=None)
    plan.refresh_from_db()
    assert plan.drawn
    drawn = plan.first
    for _again in range(6):
        planning.order_rounds(**key, plan_id=plan.id, orders=orders, first=None)
        plan.refresh_from_db()
        assert plan.first == drawn
    ours, theirs = live.sides
    planning.order_rounds(**key, plan_id=plan.id, orders=orders, first=theirs.id)
    assert [row.first for row in plan.rounds.all()] == [theirs.id, ours.id]
    planning.order_rounds(**key, plan_id=plan.id, orders={1: "simultaneous"}, first=theirs.id)
    assert [row.first for row in plan.rounds.all()] == [None, ours.id]
    with pytest.raises(NoSuchStep):
        planning.order_rounds(**key, plan_id=plan.id, orders={1: "backwards"}, first=None)
    with pytest.raises(NoSuchStep):
        planning.order_rounds(**key, plan_id=plan.id, orders=orders, first=UUID(int=7))


def test_a_plan_is_shown_whole_and_alone_and_keeps_its_words(live: Scene) -> None:
    plan = planned(live)
    Step.objects.filter(number=1).update(due=None)
    with pytest.raises(StepRefused, match="a day"):
        planning.show_plan(staff=live.facilitator, plan_id=plan.id)
    Step.objects.filter(number=1).update(due=in_days(4))
    other = computed(live)
    assert plans_of(live.dialogue_id, shown=True) == []
    assert load_subject("plan", live.dialogue_id, plan.id) is None
    planning.show_plan(staff=live.facilitator, plan_id=plan.id)
    assert Event.objects.filter(kind="plan.shown").count() == 1
    with pytest.raises(StepRefused, match="Another plan"):
        planning.show_plan(staff=live.facilitator, plan_id=other.id)
    with pytest.raises(StepRefused, match="everybody reads it"):
        planning.order_rounds(staff=live.facilitator, plan_id=plan.id, orders={}, first=None)
    subject = load_subject("plan", live.dialogue_id, plan.id)
    assert subject is not None
    assert (len(subject.clauses), subject.poll_refusal, bool(subject.text_hash)) == (4, "", True)
    assert load_subject("plan", cast.draft_dialogue().dialogue_id, plan.id) is None


def test_a_plan_without_a_round_or_with_a_step_taken_back_is_not_shown(live: Scene) -> None:
    accepted(live, 1)
    ours, theirs = live.sides
    rated(live, {ours.id: [[5, 1, 5, 5], [1, 1, 5, 5]], theirs.id: [[5, 1, 5, 5], [1, 1, 5, 5]]})
    with pytest.raises(StepRefused, match="nothing fits"):
        planning.show_plan(staff=live.facilitator, plan_id=computed(live).id)


def test_a_plan_is_adopted_when_it_reaches_its_mark_and_not_otherwise(live: Scene) -> None:
    plan = polled(live, shown(live), grade=1)
    assert plan.state == "shown"
    planning.stop_plan(staff=live.facilitator, plan_id=plan.id, reason="Too few could go along.")
    again = computed(live)
    planning.show_plan(staff=live.facilitator, plan_id=again.id)
    again = polled(live, again)
    assert again.state == "adopted"
    assert set(Step.objects.values_list("state", flat=True)) == {"scheduled"}
    assert Event.objects.filter(kind="plan.adopted").count() == 1


def test_a_step_taken_back_keeps_a_shown_plan_from_being_polled(live: Scene) -> None:
    plan = shown(live, 1)
    step = Step.objects.order_by("number")[0]
    put_to_side(seat=live.seats[step.side][0], step_id=step.id, ask="withdraw")
    silence_ends(live)
    subject = load_subject("plan", live.dialogue_id, plan.id)
    assert subject is not None
    assert "took a step" in subject.poll_refusal


def test_a_stopped_plan_says_why_and_its_steps_can_be_planned_again(live: Scene) -> None:
    plan = adopted(live, 1)
    with pytest.raises(StepRefused, match="Everybody reads why"):
        planning.stop_plan(staff=live.facilitator, plan_id=plan.id, reason=" ")
    planning.stop_plan(staff=live.facilitator, plan_id=plan.id, reason="The river is in flood.")
    assert {(step.state, step.round_id) for step in Step.objects.all()} == {("valued", None)}
    view = plan_in(live.dialogue_id, plan.id, shown=True)
    assert view is not None
    assert (view.why_stopped, view.rounds[0].state) == ("The river is in flood.", "stopped")
    assert read_json(Event.objects.get(kind="plan.stopped"), "body")["reason"] == "The river is in flood."
    with pytest.raises(StepChanged):
        planning.stop_plan(staff=live.facilitator, plan_id=plan.id, reason="Twice.")
    with pytest.raises(NoSuchStep):
        planning.stop_plan(staff=live.facilitator, plan_id=UUID(int=3), reason="Nothing.")
