"""A plan of steps as the subject of a straw poll: it is adopted when it reaches its mark."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.ballots.subjects import Subject, SubjectKind, register_subject
from dialogues.dialogue.queries import sides_of
from dialogues.steps.content import read_content, read_plan
from dialogues.steps.models import ReciprocalPlan, Step
from dialogues.steps.planning import adopt_plan

KIND = "plan"
State = ReciprocalPlan.State


def load(dialogue_id: UUID, plan_id: UUID) -> Subject | None:
    """Return a plan that everybody reads as a subject; None for a draft and for another dialogue's."""
    row = ReciprocalPlan.objects.filter(id=plan_id, dialogue_id=dialogue_id, shown_on__isnull=False).first()
    if row is None:
        return None
    members = [member for one in row.rounds.order_by("number") for member in one.members]
    steps = {str(step.id): step for step in Step.objects.filter(id__in=members)}
    labels = {side.id: side.label for side in sides_of(dialogue_id)}
    clauses = tuple(f"{labels[steps[one].side]}: {read_content(steps[one]).text}" for one in members)
    return Subject(
        kind=KIND,
        id=row.id,
        title=read_plan(row)[0],
        text_hash=row.text_hash,
        items=(),
        clauses=clauses,
        lineage=row.id,
        refusal=_("A plan is adopted by straw poll; it has no sealed test."),
        poll_refusal=_poll_refusal(row, list(steps.values())),
    )


def polled(dialogue_id: UUID, plan_id: UUID, passed: str) -> None:
    """Adopt a plan that reached its mark; one that did not stays before everybody until it is stopped."""
    row = ReciprocalPlan.objects.select_for_update().get(id=plan_id, dialogue_id=dialogue_id)
    if row.state == State.SHOWN and passed == "yes":
        adopt_plan(row)


def _poll_refusal(row: ReciprocalPlan, steps: list[Step]) -> str:
    """Why no straw poll can be held on a plan now; "" if it can."""
    if row.state != State.SHOWN:
        return _("This plan is not before everybody any more, or it is adopted already.")
    if any(step.state != Step.State.VALUED for step in steps):
        return _("A side took a step of this plan back. Stop the plan and compute another.")
    return ""


register_subject(
    SubjectKind(
        KIND,
        gettext_lazy("Plan of steps"),
        load,
        read_route="steps:read_plan",
        staff_route="steps:plan",
        polled=polled,
        poll_question=gettext_lazy("How far could you go along with this plan of steps as a whole, as it stands?"),
    )
)
