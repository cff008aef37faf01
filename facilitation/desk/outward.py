"""What waits on its way out of the room: summaries, digests, questions of officials."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from facilitation.desk.need import Need
from facilitation.digests.models import Digest
from facilitation.digests.operations.embargo import embargo_over
from facilitation.summaries.queries import unfinished
from facilitation.transfer.queries import questions_of

State = Digest.State


def outward(dialogue: UUID) -> list[Need]:
    """Return what waits, in the order in which it goes out."""
    return [*_summaries(dialogue), *_digests(dialogue), *_questions(dialogue)]


def _digests(dialogue: UUID) -> list[Need]:
    told = {
        Digest.State.FACILITATOR_REVIEW: (_("The digest waits for your wording"), _("Edit the digest")),
        Digest.State.PARTICIPANT_COMMENT: (_("Participants comment on the digest"), _("See the digest")),
        Digest.State.READY: (_("Every side has signed the digest"), _("Release the digest")),
    }
    rows = Digest.objects.filter(dialogue_id=dialogue, state__in=list(told))
    waits = _("The embargo has ended, and no group of channels reaches every side. An organizer completes one.")
    held = [row for row in Digest.objects.filter(dialogue_id=dialogue, state=State.EMBARGOED) if embargo_over(row)]
    stuck = [
        Need("", _("A digest cannot go out"), waits, _address("digests:digest", dialogue, row.id), _("See the digest"))
        for row in held
    ]
    return stuck + [
        Need(
            "",
            told[Digest.State(row.state)][0],
            "",
            _address("digests:digest", dialogue, row.id),
            told[Digest.State(row.state)][1],
        )
        for row in rows
    ]


def _summaries(dialogue: UUID) -> list[Need]:
    """Joint summaries that wait for words, or for the end of their comments."""
    told = {
        "facilitator_review": (_("The joint summary of session %(n)s waits for your wording"), _("Word the summary")),
        "participant_comment": (_("Participants comment on the summary of session %(n)s"), _("See the summary")),
    }
    return [
        Need(
            "",
            told[row.state][0] % {"n": row.number},
            "",
            _address("summaries:summary", dialogue, row.id),
            told[row.state][1],
        )
        for row in unfinished(dialogue)
        if row.state in told
    ]


def _questions(dialogue: UUID) -> list[Need]:
    return [
        Need(
            day.isoformat(),
            _("Officials ask about digest %(number)s") % {"number": number},
            text,
            _address("transfer:questions", dialogue),
            _("Put it to the group"),
        )
        for number, text, day in questions_of(dialogue)[:3]
    ]


def _address(name: str, dialogue: UUID, *more: UUID) -> str:
    return reverse(name, args=[dialogue, *more])
