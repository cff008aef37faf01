"""A plan carried out: announced, claimed, verified, disputed, answered, repeated, lapsed; beside what is refused."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from dialogues.dialogue.clock import now
from dialogues.events.models import Event
from dialogues.steps import carrying, planning
from dialogues.steps.content import read_content
from dialogues.steps.due import advance_steps
from dialogues.steps.models import PlanRound, ReciprocalPlan, Step
from dialogues.steps.refusals import NoSuchStep, StepChanged, StepRefused
from tests.cast import Scene
from tests.steps.scenes import (
    adopted,
    announce_next,
    announced,
    in_days,
    members,
    planned,
    polled,
    proposed,
    rated,
    reread,
    silence_ends,
    worded,
)

pytestmark = pytest.mark.django_db(transaction=True)


def done(scene: Scene, step: Step) -> None:
    """A step is claimed and verified."""
    carrying.claim_done(staff=scene.facilitator, step_id=step.id, words="")
    carrying.verify(staff=scene.facilitator, step_id=step.id, words="The Red Cross has counted 31 names.")


def day_passes(step: Step) -> None:
    """The day of a step has passed, and the sweep has been."""
    Step.objects.filter(id=step.id).update(due=in_days(-1))
    advance_steps()


def smaller(scene: Scene, side: UUID, weight: int) -> Step:
    """One more rated step of a side, of such a weight, whose announcement stands."""
    view = next(one for one in scene.sides if one.id == side)
    step = proposed(scene, view, f"A smaller one of {weight}, number {Step.objects.count()}")
    silence_ends(scene)
    rated(scene, {one.id: [[weight, 1, 5, 5]] for one in scene.sides})
    worded(scene, [reread(step)])
    return reread(step)


def test_a_plan_goes_round_by_round_until_every_step_is_met(live: Scene) -> None:
    plan = adopted(live)
    for number in (1, 2):
        first, second = announce_next(live, plan)
        assert (first.state, first.since) == ("announced", now().date())
        done(live, first)
        row = PlanRound.objects.get(plan=plan, number=number)
        assert (row.state, reread(first).state) == ("running", "verified")
        done(live, second)
        row.refresh_from_db()
        assert (row.state, reread(first).state, reread(second).state) == ("completed", "reciprocated", "reciprocated")
    plan.refresh_from_db()
    assert plan.state == "completed"
    said = [(one.led_to, one.words) for one in read_content(first).statements]
    assert said[1] == ("verified", "The Red Cross has counted 31 names.")
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {
        "steps.round_announced",
        "step.done_claimed",
        "step.verified",
        "steps.round_completed",
        "plan.completed",
    } <= kinds


def test_a_round_is_announced_in_its_turn_and_with_words_that_stand(live: Scene) -> None:
    plan = planned(live)
    first, second = plan.rounds.order_by("number")
    with pytest.raises(StepRefused, match="once the plan is adopted"):
        carrying.announce_round(staff=live.facilitator, round_id=first.id)
    planning.show_plan(staff=live.facilitator, plan_id=plan.id)
    polled(live, plan)
    with pytest.raises(StepRefused, match="every round before"):
        carrying.announce_round(staff=live.facilitator, round_id=second.id)
    with pytest.raises(StepRefused, match=r"no announcement that stands.*1, 2"):
        carrying.announce_round(staff=live.facilitator, round_id=first.id)
    worded(live, members(first)[:1])
    with pytest.raises(StepRefused, match=r": 2\."):
        carrying.announce_round(staff=live.facilitator, round_id=first.id)
    worded(live, members(first)[1:])
    carrying.announce_round(staff=live.facilitator, round_id=first.id)
    with pytest.raises(StepRefused, match="taken back"):
        carrying.announce_round(staff=live.facilitator, round_id=first.id)
    with pytest.raises(NoSuchStep):
        carrying.announce_round(staff=live.facilitator, round_id=plan.id)


def test_a_dispute_is_settled_by_the_verifiers_second_statement(live: Scene) -> None:
    first, second = announced(live)
    carrying.claim_done(staff=live.facilitator, step_id=first.id, words="We have handed it over.")
    with pytest.raises(StepRefused, match="Write down"):
        carrying.dispute(staff=live.facilitator, step_id=first.id, words=" ")
    carrying.dispute(staff=live.facilitator, step_id=first.id, words="Four names are missing.")
    carrying.verify(staff=live.facilitator, step_id=first.id, words="The four came a day later.")
    assert reread(first).state == "verified"
    carrying.claim_done(staff=live.facilitator, step_id=second.id, words="")
    carrying.dispute(staff=live.facilitator, step_id=second.id, words="Nothing came.")
    carrying.confirm_breach(staff=live.facilitator, step_id=second.id, words="Nothing came in a week either.")
    with pytest.raises(StepRefused, match="what would end"):
        carrying.answer_breach(staff=live.facilitator, step_id=second.id, reply="We wait with the next list.", ends=" ")
    key: dict[str, Any] = {"staff": live.facilitator, "step_id": second.id}
    carrying.answer_breach(**key, reply="We wait with the next list.", ends="The answer is here.")
    assert reread(second).state == "answered"
    assert "It ends when: The answer is here." in read_content(second).statements[-1].words
    assert PlanRound.objects.get(number=1).state == "stopped"
    assert ReciprocalPlan.objects.get().state == "running"  # whether to go on is for people to decide
    assert reread(first).state == "verified"


def test_nothing_is_recorded_out_of_turn(live: Scene) -> None:
    first, _second = announced(live)
    key: dict[str, Any] = {"staff": live.facilitator, "step_id": first.id}
    for act in (carrying.verify, carrying.dispute, carrying.confirm_breach):
        with pytest.raises(StepChanged):
            act(**key, words="Too early.")
    with pytest.raises(StepChanged):
        carrying.let_lapse(**key)
    later = Step.objects.filter(state="scheduled")[0]
    with pytest.raises(StepRefused, match="in no round"):
        carrying.claim_done(staff=live.facilitator, step_id=later.id, words="")
    planning.stop_plan(staff=live.facilitator, plan_id=ReciprocalPlan.objects.get().id, reason="Flood.")
    with pytest.raises(StepRefused, match="in no round"):
        carrying.claim_done(**key, words="")


def test_in_a_sequenced_round_a_side_waits_for_the_one_before(live: Scene) -> None:
    plan = planned(live, 1)
    ours, theirs = live.sides
    planning.order_rounds(staff=live.facilitator, plan_id=plan.id, orders={1: "sequenced"}, first=theirs.id)
    planning.show_plan(staff=live.facilitator, plan_id=plan.id)
    first, second = announce_next(live, polled(live, plan))
    assert first.side == ours.id
    with pytest.raises(StepRefused, match="one another"):
        carrying.claim_done(staff=live.facilitator, step_id=first.id, words="")
    done(live, second)
    done(live, first)
    assert PlanRound.objects.get().state == "completed"


def test_a_step_that_is_not_answered_in_time_waits_and_lapses_and_nothing_follows_by_itself(live: Scene) -> None:
    first, second = announced(live)
    done(live, first)
    advance_steps()
    assert reread(first).state == "verified"
    day_passes(second)
    assert (reread(first).state, reread(second).state) == ("unanswered", "announced")
    assert advance_steps() == 0
    Step.objects.filter(id=first.id).update(since=now().date() - timedelta(days=14))
    advance_steps()
    assert (reread(first).state, PlanRound.objects.get(number=1).state) == ("lapsed", "lapsed")
    assert Event.objects.filter(kind="step.lapsed").count() == 1
    assert Step.objects.exclude(id=first.id).filter(state="announced").count() == 1
    with pytest.raises(StepRefused, match="in no round"):
        carrying.claim_done(staff=live.facilitator, step_id=second.id, words="")


def test_a_late_answer_is_an_answer(live: Scene) -> None:
    first, second = announced(live, 1)
    done(live, first)
    day_passes(second)
    done(live, second)
    assert (reread(first).state, reread(second).state) == ("reciprocated", "reciprocated")
    assert ReciprocalPlan.objects.get().state == "completed"


def test_a_step_is_repeated_twice_at_most_and_never_by_a_heavier_one(live: Scene) -> None:
    first, second = announced(live, 1)
    done(live, first)
    day_passes(second)
    key: dict[str, Any] = {"staff": live.facilitator, "step_id": first.id}
    heavy = smaller(live, first.side, 3)
    with pytest.raises(StepRefused, match="no more than"):
        carrying.repeat_step(**key, with_id=heavy.id, due=in_days(5))
    small = smaller(live, first.side, 1)
    with pytest.raises(StepRefused, match="a day to come"):
        carrying.repeat_step(**key, with_id=small.id, due=in_days(0))
    with pytest.raises(StepRefused, match="same side"):
        carrying.repeat_step(**key, with_id=second.id, due=in_days(5))
    carrying.repeat_step(**key, with_id=small.id, due=in_days(5))
    assert (reread(first).state, reread(small).state, reread(second).due) == ("repeated", "announced", in_days(5))
    assert small.repeat_of == first.id
    day_passes(second)
    assert reread(first).state == "unanswered"
    with pytest.raises(StepRefused, match="no more than"):  # the repeat before it is what counts now
        carrying.repeat_step(**key, with_id=smaller(live, first.side, 2).id, due=in_days(5))
    carrying.repeat_step(**key, with_id=smaller(live, first.side, 1).id, due=in_days(5))
    day_passes(second)
    assert reread(first).state == "lapsed"


def test_a_repeat_that_is_answered_completes_the_round(live: Scene) -> None:
    first, second = announced(live, 1)
    done(live, first)
    day_passes(second)
    small = smaller(live, first.side, 1)
    carrying.repeat_step(staff=live.facilitator, step_id=first.id, with_id=small.id, due=in_days(5))
    done(live, reread(small))
    done(live, second)
    assert {reread(step).state for step in (first, second, small)} == {"reciprocated"}


def test_an_initiator_that_wants_no_repeat_lets_its_step_lapse(live: Scene) -> None:
    first, second = announced(live, 1)
    done(live, first)
    day_passes(second)
    carrying.let_lapse(staff=live.facilitator, step_id=first.id)
    assert reread(first).state == "lapsed"
    assert read_content(first).statements[-1].words == "No repeat is wanted."


def test_a_dialogue_at_rest_moves_no_step(live: Scene) -> None:
    first, second = announced(live, 1)
    done(live, first)
    ReciprocalPlan.objects.get().dialogue.__class__.objects.filter(id=live.dialogue_id).update(state="suspended")
    day_passes(second)
    assert reread(first).state == "verified"
    with pytest.raises(StepRefused, match="at rest"):
        carrying.claim_done(staff=live.facilitator, step_id=second.id, words="")
