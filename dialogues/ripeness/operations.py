"""Asking the sides: the survey as a secret ballot, one at a time, always on the same nine statements."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.admission.models import Epoch
from dialogues.admission.queries import epoch_of
from dialogues.ballots import gate
from dialogues.ballots.kinds import MeasureDraft, Sizes
from dialogues.ballots.models import Measure
from dialogues.ballots.operations import announce_measure
from dialogues.ballots.publishable import refuse_unpublishable
from dialogues.ballots.queries import sizes_for
from dialogues.ballots.refusals import BallotRefused
from dialogues.dialogue.queries import sides_of
from dialogues.ripeness.models import RipenessRound
from dialogues.ripeness.queries import under_way
from dialogues.ripeness.refusals import SurveyRefused
from dialogues.ripeness.statements import fingerprint, questions


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the page says of a next survey: the one under way, why none can be announced, what it could not show."""

    under_way: UUID | None
    refusal: str
    class_only: bool


def open_survey(*, staff: Staff, minutes: int) -> Measure:
    """Announce the survey to every side. For facilitators.

    Raises SurveyRefused while one is under way, where the sizes at hand could show no result, and where seats have
    changed since an earlier survey so that two results could give an answer away (domain.md 7.5).
    """
    if under_way(staff.dialogue_id) is not None:
        raise SurveyRefused(_("A survey is under way. Wait until it has closed, or void it in the measures."))
    draft = _draft(staff.dialogue_id, minutes)
    sizes = sizes_for(staff.dialogue_id, lineage=draft.lineage, subject_hash=draft.subject_hash)
    refusal = _refusal(staff.dialogue_id, draft, sizes)
    if refusal:
        raise SurveyRefused(refusal)
    try:
        return announce_measure(staff=staff, draft=draft)
    except BallotRefused as refused:
        raise SurveyRefused(str(refused)) from refused


def outlook(staff: Staff) -> Outlook:
    """Return what can be said of a next survey before anybody is asked."""
    running = under_way(staff.dialogue_id)
    if running is not None:
        return Outlook(running, "", class_only=False)
    draft = _draft(staff.dialogue_id, minutes=1)
    sizes = sizes_for(staff.dialogue_id, lineage=draft.lineage, subject_hash=draft.subject_hash)
    changed = sizes.related is not None and any(count != 0 for count in sizes.related.changed.values())
    return Outlook(
        None, _refusal(staff.dialogue_id, draft, sizes), class_only=changed or sizes.group_mode == gate.SMALL
    )


def _draft(dialogue_id: UUID, minutes: int) -> MeasureDraft:
    """The survey as a measure. Its lineage is the dialogue's: every survey is related to every earlier one."""
    sides = len(sides_of(dialogue_id))
    number = RipenessRound.objects.filter(dialogue_id=dialogue_id).count() + 1
    return MeasureDraft(
        kind=gate.RIPENESS,
        title=_("What those who decide think now"),
        questions=questions(sides),
        lineage=uuid5(dialogue_id, "ripeness"),
        minutes_open=minutes,
        subject_hash=fingerprint(sides),
        subject_words=_("Ripeness survey, round %(number)d") % {"number": number},
    )


def _refusal(dialogue_id: UUID, draft: MeasureDraft, sizes: Sizes) -> str:
    """Say why nothing can be asked, or no result shown for these sizes; "" if it can."""
    epoch = epoch_of(dialogue_id)
    if epoch is None or epoch.state != Epoch.State.TALKING:
        return _("Surveys open once the entry window is sealed.")
    related = sizes.related
    if related and not gate.may_repeat(gate.Related(related.same_text, tuple(related.changed.values())), sizes.f):
        return _(
            "Seats have changed since “%(since)s”. Two results on the same statements could give somebody’s answer away, so "
            "the earlier one stands: use that one."
        ) % {"since": related.since}
    try:
        refuse_unpublishable(draft, sizes)
    except BallotRefused as refused:
        return str(refused)
    return ""
