"""What the worker does with ratings: it matches steps in rounds and writes down which meet. No figure leaves this module."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from dialogues.ballots.queries import side_values
from dialogues.dialogue.models import Dialogue
from dialogues.dialogue.queries import sides_of
from dialogues.steps.models import PlanRound, ReciprocalPlan, Step
from dialogues.steps.rules import Rated, magnitude_of, steps_bundle, steps_plan

State = Step.State
DONE = (State.VERIFIED, State.RECIPROCATED, State.UNANSWERED, State.REPEATED, State.LAPSED)
Values = Mapping[UUID, Any]  # side → step → scale → median


def compute_plans() -> int:
    """Compute every plan that waits; returns how many. Called by the sweep, in the worker."""
    waiting = ReciprocalPlan.objects.filter(computed=False, state=ReciprocalPlan.State.DRAFTED)
    return sum(_compute(plan_id) for plan_id in waiting.order_by("number").values_list("id", flat=True))


def no_heavier(step: Step, last: Step) -> bool:
    """Whether a step weighs at most what the last one weighed; both were rated by every side."""
    rated = _rated([step, last], [str(side.id) for side in sides_of(step.dialogue_id)])
    return rated[step.id].m <= rated[last.id].m


@transaction.atomic
def _compute(plan_id: UUID) -> bool:
    """Compute one plan, once, by however many workers it is tried."""
    rows = ReciprocalPlan.objects.select_for_update(skip_locked=True, of=("self",))
    plan = rows.filter(id=plan_id, computed=False).first()
    if plan is None:
        return False
    Dialogue.objects.select_for_update().get(id=plan.dialogue_id)
    sides = [str(side.id) for side in sides_of(plan.dialogue_id)]
    steps = list(
        Step.objects.filter(dialogue_id=plan.dialogue_id, state=State.VALUED, repeat_of=None).order_by("number")
    )
    counted = _counted(steps, sides)
    told = steps_plan([rated for rated, _ids in counted.values()], sides)
    PlanRound.objects.bulk_create(
        PlanRound(plan=plan, number=number, members=[one for step in met.steps for one in counted[step.id][1]])
        for number, met in enumerate(told.rounds, start=1)
    )
    plan.left = [one for step in told.left for one in counted[step][1]]
    plan.computed = True
    plan.save(update_fields=["left", "computed"])
    return True


def _counted(steps: Sequence[Step], sides: Sequence[str]) -> dict[str, tuple[Rated, list[str]]]:
    """Return what can be matched by its name in the rule: its rating, and the ids of the one or two steps that it is."""
    rated = _rated(steps, sides)
    done = Step.objects.filter(dialogue_id=steps[0].dialogue_id, state__in=DONE) if steps else Step.objects.none()
    settled = {str(one) for one in done.values_list("id", flat=True)}
    leader = {str(step.id): step.together if step.together in rated else step.id for step in steps}
    names = {str(step.id): rated[leader[str(step.id)]].id for step in steps}
    found: dict[str, tuple[Rated, list[str]]] = {}
    for step in sorted(steps, key=lambda one: leader[str(one.id)] != one.id):  # what others count with comes first
        own = str(step.id)
        after = tuple(sorted({names.get(other, other) for other in step.after if other not in settled} - {names[own]}))
        one = _waiting(rated[step.id], after)
        if names[own] in found:
            first, ids = found[names[own]]
            found[names[own]] = steps_bundle(first, one), [*ids, own]
        else:
            found[names[own]] = one, [own]
    return found


def _rated(steps: Sequence[Step], sides: Sequence[str]) -> dict[UUID, Rated]:
    """Open the working values of these steps: id → rating, named by the step's number so that ties fall by number."""
    held = {measure: side_values(measure) for measure in {step.measure for step in steps} if measure is not None}
    return {step.id: _one(step, held[step.measure], sides) for step in steps if step.measure in held}


def _one(step: Step, values: Values, sides: Sequence[str]) -> Rated:
    """Put one step's medians together as the rule says: the most doubtful side speaks for risk, seeing and taking back."""
    told = {side: values[UUID(side)][str(step.id)] for side in sides}
    actor = str(step.side)
    return Rated(
        id=f"{step.number:05d}",
        side=actor,
        m=magnitude_of(told[actor]["worth"], [told[side]["worth"] for side in sides if side != actor]),
        risk=max(side["risk"] for side in told.values()),
        verifiability=min(side["seen"] for side in told.values()),
        reversibility=min(side["back"] for side in told.values()),
        sphere=step.sphere,
    )


def _waiting(rated: Rated, after: tuple[str, ...]) -> Rated:
    """The same rating of a step that waits for others."""
    return Rated(
        rated.id, rated.side, rated.m, rated.risk, rated.verifiability, rated.reversibility, rated.sphere, after
    )
