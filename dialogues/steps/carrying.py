"""Carrying a plan out: rounds are announced, steps claimed, verified or disputed, a breach answered, a step repeated or lapsed.

Facilitators record what the actor and the named verifier say; nothing here judges. No counter-step follows by itself.
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.dialogue.clock import now
from dialogues.dialogue.queries import sides_of
from dialogues.events.operations import announce
from dialogues.steps.computing import no_heavier
from dialogues.steps.content import Statement, clean, read_content, write_content
from dialogues.steps.ground import lock_dialogue, note, step_of, turn
from dialogues.steps.models import PlanRound, ReciprocalPlan, Step
from dialogues.steps.refusals import NoSuchStep, StepRefused
from dialogues.steps.rules import moving_order

State, RoundState, PlanState = Step.State, PlanRound.State, ReciprocalPlan.State
DONE = frozenset({State.VERIFIED, State.UNANSWERED, State.REPEATED, State.RECIPROCATED})  # done, whatever came of it
MOST_REPEATS = 2


@transaction.atomic
def announce_round(*, staff: Staff, round_id: UUID) -> None:
    """Announce the steps of the next round in the words that their sides let stand. Raises StepRefused."""
    lock_dialogue(staff.dialogue_id)
    row = _round(staff.dialogue_id, round_id)
    earlier = row.plan.rounds.filter(number__lt=row.number).exclude(state=RoundState.COMPLETED)
    if row.plan.state not in {PlanState.ADOPTED, PlanState.RUNNING} or earlier.exists():
        raise StepRefused(_("A round is announced once the plan is adopted and every round before it is completed."))
    steps = _members(row)
    if any(step.state != State.SCHEDULED or step.asked == Step.Asked.WITHDRAW for step in steps):
        raise StepRefused(
            _("A step of this round was taken back, or is about to be. Stop the plan and compute another.")
        )
    unworded = [str(step.number) for step in steps if not (step.worded and read_content(step).complete)]
    if unworded:
        raise StepRefused(
            _("These steps have no announcement that stands for their side: %(numbers)s.")
            % {"numbers": ", ".join(unworded)}
        )
    turn(row, RoundState.ANNOUNCED)
    row.save(update_fields=["state"])
    for step in steps:
        turn(step, State.ANNOUNCED)
        step.save(update_fields=["state", "since"])
    if row.plan.state == PlanState.ADOPTED:
        turn(row.plan, PlanState.RUNNING)
        row.plan.save(update_fields=["state"])
    note(staff, "round.announced", f"round:{row.id}")
    announce(
        dialogue_id=staff.dialogue_id, kind="steps.round_announced", body={"number": row.number}, subject=row.plan_id
    )


def claim_done(*, staff: Staff, step_id: UUID, words: str) -> None:
    """Record that the actor says its step is done. In a sequenced round the sides before it come first. Raises StepRefused."""
    _record(staff, step_id, State.CLAIMED, words or _("The side says that it is done."))


def verify(*, staff: Staff, step_id: UUID, words: str) -> None:
    """Record that the named verifier says it is done: the first statement, or the second after a dispute."""
    _record(staff, step_id, State.VERIFIED, words)


def dispute(*, staff: Staff, step_id: UUID, words: str) -> None:
    """Record that the named verifier cannot say that it is done."""
    _record(staff, step_id, State.DISPUTED, words)


def confirm_breach(*, staff: Staff, step_id: UUID, words: str) -> None:
    """Record the verifier's second statement: it was not done."""
    _record(staff, step_id, State.BREACH, words)


def answer_breach(*, staff: Staff, step_id: UUID, reply: str, ends: str) -> None:
    """Announce the reply to a confirmed breach: specific, proportionate, and what would end it. The round ends there."""
    reply = clean(reply, missing=_("Say what the reply is, and why it is in proportion. What you typed is kept."))
    ends = clean(ends, missing=_("Say what would end the reply. What you typed is kept."))
    _record(staff, step_id, State.ANSWERED, _("%(reply)s It ends when: %(ends)s") % {"reply": reply, "ends": ends})


def let_lapse(*, staff: Staff, step_id: UUID) -> None:
    """Record that the initiator of an unanswered step wants no repeat: it lapses, and nothing follows by itself."""
    _record(staff, step_id, State.LAPSED, _("No repeat is wanted."))


@transaction.atomic
def repeat_step(*, staff: Staff, step_id: UUID, with_id: UUID, due: date) -> None:
    """Let the initiator of an unanswered step follow it by one that weighs no more, twice at most; the others have until `due`.

    Raises StepRefused, NoSuchStep.
    """
    lock_dialogue(staff.dialogue_id)
    step, again = step_of(staff.dialogue_id, step_id), step_of(staff.dialogue_id, with_id)
    row = _round_of(step)
    repeats = list(Step.objects.filter(repeat_of=step.id).order_by("number"))
    if len(repeats) >= MOST_REPEATS:
        raise StepRefused(_("This step was repeated twice. It lapses."))
    if again.side != step.side or again.state != State.VALUED or again.together or again.repeat_of:
        raise StepRefused(_("Choose a step of the same side that every side has rated and that is in no plan."))
    if not (again.worded and read_content(again).complete):
        raise StepRefused(_("Word the announcement of that step first, and let its side agree."))
    if due <= now().date():
        raise StepRefused(_("Give the other sides until a day to come."))
    if not no_heavier(again, max(repeats, key=lambda one: one.number, default=step)):
        raise StepRefused(_("A repeat weighs no more than the step before it. Choose a smaller one."))
    turn(step, State.REPEATED)
    step.save(update_fields=["state", "since"])
    again.repeat_of, again.round, again.due = step.id, row, due
    for to in (State.SCHEDULED, State.ANNOUNCED):
        turn(again, to)
    again.save()
    late = Step.objects.filter(round=row, state=State.ANNOUNCED, repeat_of=None).exclude(side=step.side)
    late.update(due=due)
    _tell(staff, step, State.REPEATED)


@transaction.atomic
def _record(staff: Staff, step_id: UUID, to: Step.State, words: str) -> None:
    """Write a statement down, move the step, tell everybody, and let what follows follow."""
    lock_dialogue(staff.dialogue_id)
    step = step_of(staff.dialogue_id, step_id)
    words = clean(words, missing=_("Write down what was stated, in a sentence. Everybody reads it."))
    row = _round_of(step)
    if to == State.CLAIMED:
        _in_turn(step, row)
    turn(step, to)
    write_content(step, read_content(step).stated(Statement(now().date().isoformat(), to, words)))
    step.save()
    if row.state == RoundState.ANNOUNCED:
        turn(row, RoundState.RUNNING)
        row.save(update_fields=["state"])
    _tell(staff, step, to)
    follow(row)


def follow(row: PlanRound) -> None:
    """Let a running round follow its steps: completed when every side's step is done, over when one lapsed or was broken."""
    steps = _members(row)
    if row.state != RoundState.RUNNING:
        return
    if all(step.state in DONE for step in steps):
        _complete(row)
    elif any(step.state == State.LAPSED for step in steps):
        _end(row, RoundState.LAPSED)
    elif any(step.state == State.ANSWERED for step in steps):
        _end(row, RoundState.STOPPED)


def _complete(row: PlanRound) -> None:
    """Every step of a round was met; with its last round the plan is completed."""
    for step in Step.objects.select_for_update(of=("self",)).filter(round=row, state__in=DONE):
        if step.state != State.RECIPROCATED:
            turn(step, State.RECIPROCATED)
            step.save(update_fields=["state", "since"])
    _end(row, RoundState.COMPLETED)
    if not row.plan.rounds.exclude(state=RoundState.COMPLETED).exists():
        turn(row.plan, PlanState.COMPLETED)
        row.plan.save(update_fields=["state"])
        announce(
            dialogue_id=row.plan.dialogue_id,
            kind="plan.completed",
            body={"number": row.plan.number},
            subject=row.plan_id,
        )


def _end(row: PlanRound, to: PlanRound.State) -> None:
    """End a round and tell everybody."""
    turn(row, to)
    row.save(update_fields=["state"])
    announce(
        dialogue_id=row.plan.dialogue_id, kind=f"steps.round_{to}", body={"number": row.number}, subject=row.plan_id
    )


def _in_turn(step: Step, row: PlanRound) -> None:
    """Raise StepRefused if a side that moves before this one has not had its step verified."""
    if row.order != PlanRound.Order.SEQUENCED or row.first is None:
        return
    order = moving_order([str(side.id) for side in sides_of(step.dialogue_id)], str(row.first))
    before = set(order[: order.index(str(step.side))])
    if any(str(one.side) in before and one.state not in DONE for one in _members(row)):
        raise StepRefused(_("In this round the steps follow one another: the side before has to be verified first."))


def _members(row: PlanRound) -> list[Step]:
    """The steps of a round without repeats, locked, in the order of the sides."""
    steps = {str(one.id): one for one in Step.objects.select_for_update(of=("self",)).filter(id__in=row.members)}
    return [steps[member] for member in row.members]


def _round(dialogue_id: UUID, round_id: UUID) -> PlanRound:
    """Return a round of this dialogue, locked. Raises NoSuchStep."""
    rows = PlanRound.objects.select_for_update(of=("self",)).select_related("plan")
    found = rows.filter(id=round_id, plan__dialogue_id=dialogue_id).first()
    if found is None:
        raise NoSuchStep
    return found


def _round_of(step: Step) -> PlanRound:
    """Return the round of a step that is being carried out. Raises StepRefused outside a plan or once it was stopped."""
    row = _round(step.dialogue_id, step.round_id) if step.round_id else None
    if (
        row is None
        or row.plan.state != PlanState.RUNNING
        or row.state not in {RoundState.ANNOUNCED, RoundState.RUNNING}
    ):
        raise StepRefused(_("This step is in no round that is being carried out."))
    return row


def _tell(staff: Staff, step: Step, to: Step.State) -> None:
    """Tell everybody, and the record."""
    note(staff, f"step.{to}", f"step:{step.id}")
    announce(dialogue_id=step.dialogue_id, kind=f"step.{to}", body={"number": step.number}, subject=step.id)
