"""What a newcomer finds in the demonstration beyond the talk and the agenda."""

from dialogues.dialogue.queries import sides_of
from dialogues.facesaving.confidential import has_confidential
from dialogues.facesaving.models import FaceSavingPair, PublicLine
from dialogues.steps.models import Step
from facilitation.demo.build import put_before_sides
from tests.cast import Scene


def test_each_side_is_asked_about_one_step_and_both_hold_a_pair_without_lines(live: Scene) -> None:
    sides = sides_of(live.dialogue_id)[:2]
    put_before_sides(live.facilitator, sides)
    steps = Step.objects.filter(dialogue_id=live.dialogue_id)
    assert {step.side for step in steps} == {side.id for side in sides}
    assert all(step.state == Step.State.PROPOSED and step.silence_until is not None for step in steps)
    pair = FaceSavingPair.objects.get(dialogue_id=live.dialogue_id)
    assert pair.handed
    assert has_confidential(pair)
    assert not PublicLine.objects.filter(pair=pair, silence_until__isnull=False).exists()
