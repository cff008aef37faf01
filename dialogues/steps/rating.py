"""Step ratings: every step that its side has accepted, asked of all sides as one secret ballot (domain.md 6.9)."""

import hashlib
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.ballots.gate import STEP_RATING
from dialogues.ballots.kinds import MeasureDraft
from dialogues.ballots.models import Measure
from dialogues.ballots.operations import announce_measure
from dialogues.ballots.refusals import BallotRefused
from dialogues.dialogue.queries import sides_of
from dialogues.steps.ballot import step_question
from dialogues.steps.content import read_content
from dialogues.steps.models import Step
from dialogues.steps.refusals import StepRefused

RUNNING = (Measure.State.ANNOUNCED, Measure.State.OPEN, Measure.State.CLOSED, Measure.State.TALLIED)


def rating_under_way(dialogue_id: UUID) -> UUID | None:
    """Return the rating that is announced, open or being counted, or None."""
    rows = Measure.objects.filter(dialogue_id=dialogue_id, kind=STEP_RATING, state__in=RUNNING)
    return rows.values_list("id", flat=True).first()


def newest_rating(dialogue_id: UUID) -> UUID | None:
    """Return the newest rating that has a result, or None."""
    rows = Measure.objects.filter(dialogue_id=dialogue_id, kind=STEP_RATING, release__outcome="released")
    return rows.order_by("-closes_at").values_list("id", flat=True).first()


def open_rating(*, staff: Staff, minutes: int) -> Measure:
    """Announce a rating of every step that its side has accepted and that has none yet. Raises StepRefused."""
    if rating_under_way(staff.dialogue_id) is not None:
        raise StepRefused(_("A rating is under way. Wait until it has closed, or void it in the measures."))
    rows = Step.objects.filter(dialogue_id=staff.dialogue_id, state=Step.State.ACCEPTED).order_by("number")
    steps = [row for row in rows if row.asked != Step.Asked.WITHDRAW]
    if not steps:
        raise StepRefused(_("No step waits to be rated. A side accepts its steps first, by silence."))
    sides = {side.id: side for side in sides_of(staff.dialogue_id)}
    questions = []
    for row in steps:
        content = read_content(row)
        told = {"id": row.id, "number": row.number, "text": content.text, "verifier": content.verifier}
        questions.append(step_question(told, sides[row.side]))
    fingerprint = hashlib.sha256("\n".join(sorted(str(row.id) for row in steps)).encode()).hexdigest()
    draft = MeasureDraft(
        kind=STEP_RATING,
        title=_("What each step would mean"),
        questions=questions,
        lineage=uuid5(staff.dialogue_id, f"steps {fingerprint}"),
        minutes_open=minutes,
        subject_hash=fingerprint,
        subject_words=_("Private rating of %(count)d steps") % {"count": len(steps)},
    )
    try:
        return announce_measure(staff=staff, draft=draft)
    except BallotRefused as refused:
        raise StepRefused(str(refused)) from refused
