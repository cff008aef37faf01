"""What time does to steps: days pass unanswered, and what nobody repeats lapses. No counter-step follows by itself."""

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from dialogues.dialogue.clock import now
from dialogues.events.operations import announce
from dialogues.steps.carrying import MOST_REPEATS, follow
from dialogues.steps.ground import turn
from dialogues.steps.models import PlanRound, ReciprocalPlan, Step

State = Step.State
REPEAT_WITHIN = timedelta(days=14)  # an unanswered step that nobody repeats in this time lapses
MET_BY_NONE = (State.VERIFIED, State.REPEATED)


def advance_steps() -> int:
    """Move every step whose day has come; returns how many rounds moved. Called by the sweep."""
    running = PlanRound.objects.filter(
        state=PlanRound.State.RUNNING, plan__state=ReciprocalPlan.State.RUNNING, plan__dialogue__state="active"
    )
    return sum(_advance(round_id) for round_id in running.values_list("id", flat=True))


@transaction.atomic
def _advance(round_id: UUID) -> bool:
    """Move what is due in one round, unless somebody is at it."""
    rows = PlanRound.objects.select_for_update(skip_locked=True, of=("self",)).select_related("plan")
    row = rows.filter(id=round_id, state=PlanRound.State.RUNNING).first()
    if row is None:
        return False
    today = now().date()
    steps = list(Step.objects.select_for_update(of=("self",)).filter(id__in=row.members).order_by("number"))
    late = {step.side for step in steps if step.state == State.ANNOUNCED and step.due and step.due < today}
    moved = False
    for step in steps:
        if step.state in MET_BY_NONE and late - {step.side}:
            moved = _move(step, State.UNANSWERED)
        if step.state == State.UNANSWERED and _over(step, today):
            moved = _move(step, State.LAPSED)
    if moved:
        follow(row)
    return moved


def _over(step: Step, today: date) -> bool:
    """Whether an unanswered step has no repeat left, or none came in time."""
    if Step.objects.filter(repeat_of=step.id).count() >= MOST_REPEATS:
        return True
    return step.since is not None and step.since <= today - REPEAT_WITHIN


def _move(step: Step, to: Step.State) -> bool:
    """Move one step and tell everybody."""
    turn(step, to)
    step.save(update_fields=["state", "since"])
    announce(dialogue_id=step.dialogue_id, kind=f"step.{to}", body={"number": step.number}, subject=step.id)
    return True
