"""The deeds of digests that need two people, registered when the app starts."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Role, Staff
from accounts.approvals.deeds import register
from accounts.approvals.models import Approval
from dialogues.dialogue.life import UndeclaredMove
from facilitation.digests.models import Digest
from facilitation.digests.operations import release_digest, to_comment
from facilitation.digests.refusals import DigestRefused
from facilitation.transfer.operations import TransferRefused

TO_COMMENT, RELEASE = "digest.to_comment", "digest.release"
REFUSALS = (DigestRefused, TransferRefused, UndeclaredMove)


def hash_now(digest_id: UUID) -> str:
    """The hash of the digest as it stands."""
    return Digest.objects.values_list("text_hash", flat=True).get(id=digest_id)


def page_of(approval: Approval) -> str:
    """Where the second person reads the text."""
    return reverse("digests:digest", args=[approval.dialogue, approval.subject])


def _number(approval: Approval) -> int:
    """The digest's number."""
    return Digest.objects.values_list("number", flat=True).get(id=approval.subject)


def _comment_words(approval: Approval) -> str:
    return _("Show digest %(number)s to the participants for comment.") % {"number": _number(approval)}


def _release_words(approval: Approval) -> str:
    words = _(
        "Release digest %(number)s to the officials of every side, at the same moment. It cannot be taken back unread."
    )
    return words % {"number": _number(approval)}


def _apply_comment(approval: Approval, second: Staff) -> None:
    to_comment(digest_id=approval.subject, by=second)


def _apply_release(approval: Approval, second: Staff) -> None:
    release_digest(digest_id=approval.subject, by=second)


register(TO_COMMENT, _comment_words, _apply_comment, hash_now=hash_now, link=page_of, refusals=REFUSALS)
register(
    RELEASE,
    _release_words,
    _apply_release,
    roles=frozenset({Role.FACILITATOR, Role.ORGANIZER}),
    two_roles=True,
    hash_now=hash_now,
    link=page_of,
    refusals=REFUSALS,
)
