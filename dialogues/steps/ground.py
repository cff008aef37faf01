"""What every deed with steps stands on: an active dialogue, the right row under lock, a declared move."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.access import Seat, seat_by_id
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.dialogue.models import Dialogue
from dialogues.events.daily import EnoughToday, count_today
from dialogues.steps.models import PlanRound, ReciprocalPlan, Step
from dialogues.steps.refusals import NoSuchStep, StepChanged, StepRefused

A_DAY = 30  # steps proposed, silences begun and broken, of one mask


def lock_dialogue(dialogue_id: UUID) -> None:
    """Keep two deeds of one dialogue apart. Raises StepRefused unless the dialogue goes on."""
    if Dialogue.objects.select_for_update().get(id=dialogue_id).state != Dialogue.State.ACTIVE:
        raise StepRefused(_("The dialogue is at rest: what stands here can be read, and nothing is added now."))


def at_the_page(seat: Seat, *, writing: bool = False) -> None:
    """Let a seat act for its side. A muted mask may still break a silence: it does not speak by that.

    Raises NotSeated, Muted, StepRefused.
    """
    seat_by_id(seat.id, speaking=writing)
    lock_dialogue(seat.dialogue_id)
    try:
        count_today("steps", seat.id, A_DAY, alone=True)  # whoever objects must not have to wait for Valkey
    except EnoughToday as enough:
        raise StepRefused(_("Enough for today. What you typed is kept; go on tomorrow.")) from enough


def step_of(dialogue_id: UUID, step_id: UUID) -> Step:
    """Return a step of this dialogue, locked. Raises NoSuchStep."""
    found = Step.objects.select_for_update(of=("self",)).filter(id=step_id, dialogue_id=dialogue_id).first()
    if found is None:
        raise NoSuchStep
    return found


def own_step(seat: Seat, step_id: UUID) -> Step:
    """Return a step of the seat's own side, locked. Raises NoSuchStep, the same for another side's."""
    found = step_of(seat.dialogue_id, step_id)
    if found.side != seat.side_id:
        raise NoSuchStep
    return found


def plan_of(dialogue_id: UUID, plan_id: UUID) -> ReciprocalPlan:
    """Return a plan of this dialogue, locked. Raises NoSuchStep."""
    found = ReciprocalPlan.objects.select_for_update().filter(id=plan_id, dialogue_id=dialogue_id).first()
    if found is None:
        raise NoSuchStep
    return found


def turn(row: Step | PlanRound | ReciprocalPlan, to: str) -> None:
    """Move a row along its diagram, in words if it cannot. A step notes the day once it is announced. Not saved."""
    try:
        move(row, to)
    except UndeclaredMove as undeclared:
        raise StepChanged from undeclared
    if isinstance(row, Step):
        row.since = now().date()


def note(staff: Staff, action: str, subject: str, reason: str = "") -> None:
    """Write a deed of a facilitator into the record."""
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        staff_id=staff.id,
        action=action,
        subject=subject,
        reason=reason,
    )
