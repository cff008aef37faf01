"""What reciprocal steps need of the facilitators: the most pressing first."""

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from dialogues.dialogue.clock import now
from dialogues.steps.models import ReciprocalPlan, Step
from facilitation.desk.need import Need

State = Step.State
LAPSE_LASTS = 7  # days for which a pause is suggested after a step lapsed


def step_needs(dialogue: UUID) -> list[Need]:
    """Return what waits: a lapse, a dispute, an unanswered step, a day that has passed, a claim, a plan, a rating."""
    rows = Step.objects.filter(dialogue_id=dialogue).order_by("number")
    steps = [step for step in rows if step.state not in {State.WITHDRAWN, State.RECIPROCATED, State.ANSWERED}]
    if not steps:
        return []
    today = now().date()
    waiting = [need for step in steps if (need := _of_step(dialogue, step, today)) is not None]
    return [*waiting, *_plans(dialogue), *_to_rate(dialogue, steps)]


def _of_step(dialogue: UUID, step: Step, today: date) -> Need | None:
    """What one step waits for, or None."""
    number = {"number": step.number}
    address = reverse("steps:step", args=[dialogue, step.id])
    if step.state == State.LAPSED and step.since and (today - step.since).days < LAPSE_LASTS:
        words = _(
            "Nothing follows by itself. A pause to cool off is suggested; whether the plan goes on is yours to ask."
        )
        pause = reverse("meeting:sessions", args=[dialogue])
        return Need("", _("Step %(number)d lapsed without an answer") % number, words, pause, _("Go to the sessions"))
    if step.state == State.ANNOUNCED and step.due and step.due < today:
        words = _("Ask its side whether it is done, and say so to the others.")
        return Need("", _("The day of step %(number)d has passed") % number, words, address, _("Open the step"))
    told = {
        State.CLAIMED: (_("Step %(number)d is said to be done"), _("Ask the verifier who is named in it.")),
        State.DISPUTED: (
            _("Step %(number)d is disputed"),
            _("The verifier states a second time before anything follows."),
        ),
        State.BREACH: (
            _("Step %(number)d was not done"),
            _("A reply is announced, specific, in proportion, and says what ends it."),
        ),
        State.UNANSWERED: (
            _("Step %(number)d was not answered"),
            _("Its side may follow it by a smaller one, or let it lapse."),
        ),
    }.get(State(step.state))
    return Need("", told[0] % number, told[1], address, _("Open the step")) if told else None


def _plans(dialogue: UUID) -> list[Need]:
    """A plan that is computed and that nobody else has read."""
    row = (
        ReciprocalPlan.objects.filter(dialogue_id=dialogue, state="drafted", computed=True).exclude(content=b"").first()
    )
    if row is None:
        return []
    words = _("Give its steps their days and its rounds their order, then show it.")
    address = reverse("steps:plan", args=[dialogue, row.id])
    return [Need("", _("A plan of steps is computed"), words, address, _("See the plan"))]


def _to_rate(dialogue: UUID, steps: list[Step]) -> list[Need]:
    """Steps that wait to be rated."""
    count = sum(step.state == State.ACCEPTED for step in steps)
    if not count:
        return []
    words = _("Every side rates them in secret; then rounds can be computed.")
    address = reverse("steps:board", args=[dialogue])
    return [Need("", _("Steps wait to be rated: %(count)d") % {"count": count}, words, address, _("Open the planner"))]
