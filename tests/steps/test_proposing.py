"""Steps before their own side: proposed, accepted, taken back, announced in words that stand; beside what is refused."""

from typing import Any
from uuid import uuid4

import pytest

from dialogues.admission.access import Muted
from dialogues.admission.operations.moderating import mute_seat
from dialogues.events.models import Event
from dialogues.steps import proposing
from dialogues.steps.content import read_content
from dialogues.steps.models import Step
from dialogues.steps.proposing import Draft
from dialogues.steps.queries import steps_for, steps_for_staff
from dialogues.steps.refusals import NoSuchStep, StepChanged, StepRefused
from tests import cast
from tests.cast import Scene
from tests.steps.scenes import PARTS, accepted, adopted, in_days, proposed, rated, reread, shown, silence_ends, worded

pytestmark = pytest.mark.django_db(transaction=True)
DRAFT = Draft("Publish the list of detainees", "The Red Cross counts the names.", "humanitarian")


def test_a_side_proposes_a_step_and_accepts_it_by_silence_and_only_then_others_read_it(live: Scene) -> None:
    ours, theirs = (live.seats[side.id] for side in live.sides)
    step = proposing.propose_step(seat=ours[0], draft=DRAFT)
    assert (step.state, step.asked, step.side) == ("proposed", "accept", ours[0].side_id)
    assert [view.text for view in steps_for(ours[1])] == [DRAFT.text]
    assert steps_for(theirs[0]) == []
    assert not Event.objects.filter(kind__startswith="step.").exists()
    silence_ends(live)
    assert reread(step).state == "accepted_by_actor"
    assert step.silence_until is None
    assert [view.text for view in steps_for(theirs[0])] == [DRAFT.text]
    assert Event.objects.filter(kind="step.accepted").count() == 1


def test_one_objection_leaves_a_step_with_its_side_and_tells_nobody_else(live: Scene) -> None:
    ours, theirs = (live.seats[side.id] for side in live.sides)
    step = proposing.propose_step(seat=ours[0], draft=DRAFT)
    with pytest.raises(NoSuchStep):
        proposing.break_silence(seat=theirs[0], step_id=step.id)
    mute_seat(staff=live.facilitator, seat_id=ours[1].id, hours=1)
    proposing.break_silence(seat=ours[1], step_id=step.id)  # muted masks may object: it is not speaking
    silence_ends(live)
    assert (reread(step).state, step.broken) == ("proposed", 1)
    assert not Event.objects.filter(kind__startswith="step.").exists()
    with pytest.raises(StepChanged):
        proposing.break_silence(seat=ours[2], step_id=step.id)
    proposing.put_to_side(seat=ours[2], step_id=step.id, ask="accept")
    with pytest.raises(StepChanged):
        proposing.put_to_side(seat=ours[2], step_id=step.id, ask="withdraw")
    with pytest.raises(Muted):
        proposing.propose_step(seat=ours[1], draft=Draft("Another", "Somebody", "security"))


def test_no_row_of_a_step_tells_who_proposed_it_or_when(live: Scene) -> None:
    proposing.propose_step(seat=live.all_seats()[0], draft=DRAFT)
    row: dict[str, Any] = Step.objects.values().get()  # type: ignore[assignment]
    told = " ".join(str(value) for key, value in row.items() if key not in {"content", "id"})
    for seat in live.all_seats():
        assert str(seat.id) not in told
    assert row["since"] is None
    assert row["silence_until"].second == row["silence_until"].microsecond == 0


def test_a_side_takes_a_step_back_until_it_is_announced(live: Scene) -> None:
    step = accepted(live, 1)[0]
    ours = live.seats[step.side]
    proposing.put_to_side(seat=ours[0], step_id=step.id, ask="withdraw")
    with pytest.raises(StepRefused, match="take this step back"):
        proposing.word_announcement(staff=live.facilitator, step_id=step.id, parts=PARTS)
    proposing.break_silence(seat=ours[1], step_id=step.id)
    assert reread(step).state == "accepted_by_actor"
    proposing.put_to_side(seat=ours[0], step_id=step.id, ask="withdraw")
    silence_ends(live)
    assert reread(step).state == "withdrawn"
    assert Event.objects.filter(kind="step.withdrawn").count() == 1
    assert step.id not in {view.id for view in steps_for_staff(live.dialogue_id)}
    with pytest.raises(StepChanged):
        proposing.put_to_side(seat=ours[0], step_id=step.id, ask="accept")


def test_what_is_typed_badly_is_refused_in_words(live: Scene) -> None:
    side = live.sides[0]
    refused = [
        (Draft(" ", "Somebody", "security"), "Write the step"),
        (Draft("Open it", " ", "security"), "how it is verified"),
        (Draft("Open it", "Somebody", "weather"), "what the step is about"),
        (Draft("x" * 401, "Somebody", "security"), "is the most"),
    ]
    for draft, words in refused:
        with pytest.raises(StepRefused, match=words):
            proposing.propose_for(staff=live.facilitator, side_id=side.id, draft=draft)
    step = proposed(live, side, "Open it")
    with pytest.raises(StepRefused, match="already"):
        proposed(live, side, "OPEN IT")
    with pytest.raises(NoSuchStep):
        proposing.propose_for(staff=live.facilitator, side_id=uuid4(), draft=DRAFT)
    for number in range(11):
        proposed(live, side, f"Step {number}")
    with pytest.raises(StepRefused, match="as many open steps"):
        proposed(live, side, "One too many")
    proposing.reword_step(staff=live.facilitator, step_id=step.id, draft=Draft("Open it wide", "All", "economic"))
    assert read_content(reread(step)).text == "Open it wide"
    silence_ends(live)
    with pytest.raises(StepRefused, match="keeps its words"):
        proposing.reword_step(staff=live.facilitator, step_id=step.id, draft=DRAFT)


def test_steps_never_wait_for_each_other_in_a_circle_and_have_no_day_that_has_passed(live: Scene) -> None:
    first, second, third, _fourth = accepted(live)
    key: dict[str, Any] = {"staff": live.facilitator, "publicity": "quiet", "due": in_days(3)}
    proposing.set_terms(**key, step_id=second.id, after=[first.id])
    proposing.set_terms(**key, step_id=third.id, after=[second.id])
    for step, after in ((first, [third.id]), (first, [first.id])):
        with pytest.raises(StepRefused, match="circle"):
            proposing.set_terms(**key, step_id=step.id, after=after)
    with pytest.raises(NoSuchStep):
        proposing.set_terms(**key, step_id=first.id, after=[uuid4()])
    with pytest.raises(StepRefused, match="has passed"):
        proposing.set_terms(staff=live.facilitator, step_id=first.id, due=in_days(-1), publicity="public", after=[])
    assert reread(third).after == [str(second.id)]


def test_the_terms_of_a_shown_plan_stand(live: Scene) -> None:
    shown(live, 1)
    step = Step.objects.order_by("number")[0]
    with pytest.raises(StepRefused, match="terms stand"):
        proposing.set_terms(staff=live.facilitator, step_id=step.id, due=in_days(3), publicity="public", after=[])


def test_an_announcement_has_five_parts_and_stands_when_nobody_of_the_side_objects(live: Scene) -> None:
    step = accepted(live, 1)[0]
    with pytest.raises(StepRefused, match="five parts"):
        proposing.word_announcement(staff=live.facilitator, step_id=step.id, parts={**PARTS, "reserve": " "})
    worded(live, [step])
    assert reread(step).worded
    proposing.word_announcement(staff=live.facilitator, step_id=step.id, parts={**PARTS, "intent": "Other words."})
    assert not reread(step).worded
    proposing.break_silence(seat=live.seats[step.side][0], step_id=step.id)
    silence_ends(live)
    assert not reread(step).worded
    unaccepted = proposed(live, live.sides[0], "A later one")
    with pytest.raises(StepRefused, match="between the side"):
        proposing.word_announcement(staff=live.facilitator, step_id=unaccepted.id, parts=PARTS)


def test_two_rated_steps_of_one_side_count_as_one_and_no_third_joins_them(live: Scene) -> None:
    steps = accepted(live, 3)
    ours = [step for step in steps if step.side == live.sides[0].id]
    other = next(step for step in steps if step.side != ours[0].side)
    with pytest.raises(StepRefused, match="every side has rated"):
        proposing.count_as_one(staff=live.facilitator, step_id=ours[0].id, other_id=ours[1].id)
    rated(live)
    proposing.count_as_one(staff=live.facilitator, step_id=ours[0].id, other_id=ours[1].id)
    for one, two in ((ours[2], ours[0]), (ours[2], ours[1]), (ours[1], ours[2]), (ours[2], other), (ours[2], ours[2])):
        with pytest.raises(StepRefused, match="no more"):
            proposing.count_as_one(staff=live.facilitator, step_id=one.id, other_id=two.id)
    proposing.count_as_one(staff=live.facilitator, step_id=ours[0].id, other_id=None)
    assert reread(ours[0]).together is None


def test_steps_of_another_dialogue_do_not_exist(live: Scene) -> None:
    step, stranger = proposed(live, live.sides[0]), cast.draft_dialogue().facilitator
    with pytest.raises(StepRefused):
        proposing.reword_step(staff=stranger, step_id=step.id, draft=DRAFT)
    with pytest.raises(NoSuchStep):
        proposing.set_terms(staff=live.facilitator, step_id=uuid4(), due=None, publicity="public", after=[])


def test_a_step_taken_back_from_an_adopted_plan_keeps_its_round_from_being_announced(live: Scene) -> None:
    plan = adopted(live, 1)
    step = Step.objects.filter(round__plan=plan)[0]
    assert step.state == "scheduled"
    proposing.put_to_side(seat=live.seats[step.side][0], step_id=step.id, ask="withdraw")
    silence_ends(live)
    assert reread(step).state == "withdrawn"
