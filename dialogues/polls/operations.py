"""Opening a straw poll on a version of the single text that is on the table."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.ballots.gate import STRAW
from dialogues.ballots.models import Measure
from dialogues.ballots.operations import announce_measure
from dialogues.ballots.queries import asked_already
from dialogues.ballots.refusals import BallotRefused
from dialogues.ballots.subjects import Subject, SubjectKind
from dialogues.polls.measure import straw_draft, subject_draft
from dialogues.proposals.queries import version_view


class NotOnTheTable(BallotRefused):
    """Only a version that everyone can read, and that stands, can be polled."""

    def __init__(self) -> None:
        super().__init__(_("A straw poll needs a version on the table. Table this one first, or take the one that is."))


class PolledAlready(BallotRefused):
    """One version is polled once: asked again, people would bargain with the poll instead of the text."""

    def __init__(self) -> None:
        super().__init__(_("This version was polled already, or is being polled. Table a new version to ask again."))


def open_straw_poll(
    *,
    staff: Staff,
    version_id: UUID,
    pass_mark: str,
    closes_in_minutes: int,
    parts: Sequence[int] = (),
    words: bool = False,
) -> Measure:
    """Announce a straw poll on a tabled version, open so many minutes after the token phase. Facilitators.

    `parts`: clauses asked about beside the whole. `words`: voters may say “yes, if” in their own words.
    Raises NoSuchText for another dialogue's version, and BallotRefused with what to do.
    """
    version = version_view(version_id, dialogue_id=staff.dialogue_id)
    if version.state == "superseded":
        raise NotOnTheTable
    if asked_already(dialogue_id=staff.dialogue_id, kind=STRAW, subject=version_id):
        raise PolledAlready
    draft = straw_draft(version, pass_mark, closes_in_minutes, parts, words=words)
    return announce_measure(staff=staff, draft=draft)


def poll_subject(
    *,
    staff: Staff,
    known: SubjectKind,
    subject: Subject,
    pass_mark: str,
    closes_in_minutes: int,
    parts: Sequence[int] = (),
) -> Measure:
    """Announce a straw poll on a package, a plan or a pair as it stands. Facilitators. Raises BallotRefused."""
    if subject.poll_refusal:
        raise BallotRefused(subject.poll_refusal)
    if asked_already(dialogue_id=staff.dialogue_id, kind=STRAW, subject=subject.id):
        raise BallotRefused(_("This was polled already, or is being polled. Change it, then ask again."))
    return announce_measure(staff=staff, draft=subject_draft(known, subject, pass_mark, closes_in_minutes, parts))
