"""A final version of the single text as the subject of a sealed test."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogues.agenda.agreeing import agree_all, agree_provisionally
from dialogues.ballots.gate import RELEASED, STRAW
from dialogues.ballots.queries import releases_of
from dialogues.ballots.subjects import Subject, SubjectKind, register_subject
from dialogues.dialogue.clock import now
from dialogues.proposals.queries import NoSuchText, VersionView, version_view

KIND = "version"
RESTS = timedelta(days=2)  # tabled on a day: two days later it has rested for 24 hours at least


def load(dialogue_id: UUID, version_id: UUID) -> Subject | None:
    """Return a version as a subject, with the reason why it cannot be tested if there is one."""
    try:
        version = version_view(version_id, dialogue_id=dialogue_id)
    except NoSuchText:
        return None
    return Subject(
        kind=KIND,
        id=version.id,
        title=version.title,
        text_hash=version.text_hash,
        items=(version.item_id,) if version.item_id else (),
        clauses=tuple(words for clause in version.clauses for words in clause.texts.values()),
        lineage=version.proposal_id,
        refusal=_refusal(version),
    )


def accepted(dialogue_id: UUID, version_id: UUID) -> None:
    """A text on one item leaves it provisional; a text on no item in particular is the whole."""
    version = version_view(version_id, dialogue_id=dialogue_id)
    if version.item_id is None:
        agree_all(dialogue_id=dialogue_id)


def polled(dialogue_id: UUID, version_id: UUID, passed: str) -> None:
    """Close the agenda item for now, if a final version of its text reached the mark agreed beforehand."""
    version = version_view(version_id, dialogue_id=dialogue_id)
    if passed == "yes" and version.state == "final" and version.item_id is not None:
        agree_provisionally(dialogue_id=dialogue_id, item_id=version.item_id)


def _refusal(version: VersionView) -> str:
    """Why a version cannot be tested as it stands; "" if it can."""
    if version.state != "final":
        return _("Only a final version is tested. Answer its criticisms, close them, and declare it final.")
    polled = any(
        release.subject == version.id and release.kind == STRAW and release.outcome == RELEASED
        for release in releases_of(version.dialogue_id)
    )
    if not polled:
        return _("A straw poll comes before a sealed test. Hold one on this version first.")
    if not settings.DEMO and version.tabled_on and now().date() - version.tabled_on < RESTS:
        return _("A text rests for a full day before it is tested. Come back the day after tomorrow at the latest.")
    return ""


register_subject(
    SubjectKind(
        KIND,
        gettext_lazy("Text"),
        load,
        read_route="proposals:read_version",
        staff_route="proposals:version",
        accepted=accepted,
        polled=polled,
    )
)
