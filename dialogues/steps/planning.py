"""Plans: asked for, put in order, shown to everybody, adopted by straw poll, stopped with a reason."""

import hashlib
import json
from collections.abc import Mapping
from random import SystemRandom
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.dialogue.clock import now
from dialogues.dialogue.queries import sides_of
from dialogues.events.operations import announce
from dialogues.steps.content import clean, read_content, read_plan, write_plan
from dialogues.steps.ground import lock_dialogue, note, plan_of, turn
from dialogues.steps.models import PlanRound, ReciprocalPlan, Step
from dialogues.steps.rating import newest_rating
from dialogues.steps.refusals import NoSuchStep, StepRefused
from dialogues.steps.rules import movers

State = ReciprocalPlan.State
MOST_PLANS = 5  # from one rating: each tells a little more about what weighs like what
BEFORE_EVERYBODY = (State.SHOWN, State.ADOPTED, State.RUNNING)
Order = PlanRound.Order


@transaction.atomic
def draft_plan(*, staff: Staff, title: str) -> ReciprocalPlan:
    """Ask the worker to match every rated step in rounds. Raises StepRefused without steps of every side, and past five."""
    lock_dialogue(staff.dialogue_id)
    title = clean(title, missing=_("Give the plan a name that every side could have chosen."))
    rated = Step.objects.filter(dialogue_id=staff.dialogue_id, state=Step.State.VALUED, repeat_of=None)
    measure = newest_rating(staff.dialogue_id)
    if measure is None or set(rated.values_list("side", flat=True)) != {
        side.id for side in sides_of(staff.dialogue_id)
    }:
        raise StepRefused(_("A round needs a step of every side that all sides have rated. Open a rating first."))
    rows = ReciprocalPlan.objects.filter(dialogue_id=staff.dialogue_id)
    if rows.filter(measure=measure).count() >= MOST_PLANS:
        raise StepRefused(_("Five plans were computed from this rating. Hold another rating before the next."))
    newest = rows.aggregate(last=Max("number"))["last"] or 0
    plan = ReciprocalPlan(dialogue_id=staff.dialogue_id, number=newest + 1, measure=measure)
    write_plan(plan, title=title)
    plan.save(force_insert=True)
    note(staff, "plan.asked", f"plan:{plan.id}")
    return plan


@transaction.atomic
def order_rounds(*, staff: Staff, plan_id: UUID, orders: Mapping[int, str], first: UUID | None) -> None:
    """Say for each round whether steps take effect together or follow one another, and which side volunteers to begin.

    Without a volunteer the lot decides, once. Who begins goes round. Raises StepRefused once the plan is shown.
    """
    lock_dialogue(staff.dialogue_id)
    plan = _drafted(staff.dialogue_id, plan_id)
    sides = [side.id for side in sides_of(staff.dialogue_id)]
    if (first is not None and first not in sides) or not set(orders.values()) <= set(Order.values):
        raise NoSuchStep
    if first is not None:
        plan.first, plan.drawn = first, False
    elif not plan.drawn:
        plan.first, plan.drawn = SystemRandom().choice(sides), True
    plan.save(update_fields=["first", "drawn"])
    rounds = list(plan.rounds.order_by("number"))
    begins = movers([str(side) for side in sides], str(plan.first), len(rounds))
    for row, mover in zip(rounds, begins, strict=True):
        row.order = orders.get(row.number, row.order)
        row.first = UUID(mover) if row.order == Order.SEQUENCED else None
        row.save(update_fields=["order", "first"])


@transaction.atomic
def drop_plan(*, staff: Staff, plan_id: UUID) -> None:
    """Leave a draft: its words go. It still counts among the five of its rating. Raises StepRefused once it was shown."""
    lock_dialogue(staff.dialogue_id)
    plan = _drafted(staff.dialogue_id, plan_id)
    plan.rounds.all().delete()
    plan.content, plan.left = b"", []
    plan.save(update_fields=["content", "left"])


@transaction.atomic
def show_plan(*, staff: Staff, plan_id: UUID) -> ReciprocalPlan:
    """Put a plan before everybody: it keeps its steps, days and order from now on. Raises StepRefused."""
    lock_dialogue(staff.dialogue_id)
    plan = _drafted(staff.dialogue_id, plan_id)
    if ReciprocalPlan.objects.filter(dialogue_id=staff.dialogue_id, state__in=BEFORE_EVERYBODY).exists():
        raise StepRefused(_("Another plan is before everybody. Stop it first, with a reason."))
    steps = steps_in(plan)
    if not steps:
        raise StepRefused(_("This plan has no round: nothing fits. Other steps are needed, or smaller ones."))
    if any(step.state != Step.State.VALUED or step.asked == Step.Asked.WITHDRAW for step in steps.values()):
        raise StepRefused(_("A step of this plan was taken back, or is about to be. Compute another plan without it."))
    if any(step.due is None or step.due < now().date() for step in steps.values()):
        raise StepRefused(_("Give every step of this plan a day that has not passed. Participants read until when."))
    turn(plan, State.SHOWN)
    plan.text_hash, plan.shown_on = hash_of(plan, steps), now().date()
    plan.save()
    note(staff, "plan.shown", f"plan:{plan.id}", plan.text_hash)
    announce(dialogue_id=plan.dialogue_id, kind="plan.shown", body={"number": plan.number}, subject=plan.id)
    return plan


@transaction.atomic
def stop_plan(*, staff: Staff, plan_id: UUID, reason: str) -> None:
    """Stop a plan and tell every side why, at once. Steps that were not announced can be planned again. Raises StepRefused."""
    lock_dialogue(staff.dialogue_id)
    plan = plan_of(staff.dialogue_id, plan_id)
    reason = clean(reason, missing=_("Everybody reads why a plan is stopped: say it in a sentence."))
    turn(plan, State.STOPPED)
    for row in plan.rounds.exclude(
        state__in=[PlanRound.State.COMPLETED, PlanRound.State.LAPSED, PlanRound.State.STOPPED]
    ):
        turn(row, PlanRound.State.STOPPED)
        row.save(update_fields=["state"])
    for step in Step.objects.select_for_update(of=("self",)).filter(round__plan=plan, state=Step.State.SCHEDULED):
        turn(step, Step.State.VALUED)
        step.round, step.since = None, None
        step.save(update_fields=["state", "round", "since"])
    write_plan(plan, title=read_plan(plan)[0], why_stopped=reason)
    plan.save()
    note(staff, "plan.stopped", f"plan:{plan.id}")
    body: dict[str, object] = {"number": plan.number, "reason": reason}
    announce(dialogue_id=plan.dialogue_id, kind="plan.stopped", body=body, subject=plan.id)


def adopt_plan(plan: ReciprocalPlan) -> None:
    """Let a plan stand that has reached its mark: its steps are scheduled. In the transaction of the release."""
    turn(plan, State.ADOPTED)
    plan.save(update_fields=["state"])
    steps = steps_in(plan)
    for row in plan.rounds.order_by("number"):
        for member in row.members:
            step = steps[member]
            if step.state == Step.State.VALUED:
                turn(step, Step.State.SCHEDULED)
            step.round, step.since = row, None
            step.save(update_fields=["state", "round", "since"])
    announce(dialogue_id=plan.dialogue_id, kind="plan.adopted", body={"number": plan.number}, subject=plan.id)


def steps_in(plan: ReciprocalPlan) -> dict[str, Step]:
    """Return id → step of a plan, locked."""
    members = [member for row in plan.rounds.all() for member in row.members]
    return {str(step.id): step for step in Step.objects.select_for_update(of=("self",)).filter(id__in=members)}


def hash_of(plan: ReciprocalPlan, steps: Mapping[str, Step]) -> str:
    """SHA-256 of what participants read of a plan: rounds, order, sides, words, days."""
    words = [
        [row.number, row.order, str(row.first or ""), [_told(steps[member]) for member in row.members]]
        for row in plan.rounds.order_by("number")
    ]
    packed = json.dumps([read_plan(plan)[0], words], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()


def _told(step: Step) -> list[str]:
    """What a plan says of one step."""
    content = read_content(step)
    return [str(step.side), content.text, content.verifier, str(step.due), step.publicity]


def _drafted(dialogue_id: UUID, plan_id: UUID) -> ReciprocalPlan:
    """Return a computed draft, locked. Raises NoSuchStep for one that was left, StepRefused otherwise."""
    plan = plan_of(dialogue_id, plan_id)
    if not plan.content:
        raise NoSuchStep
    if plan.state != State.DRAFTED or not plan.computed:
        raise StepRefused(_("This plan is being computed, or everybody reads it already. Load the page again."))
    return plan
