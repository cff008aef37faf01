"""The deeds of digests that need two people, registered when the app starts."""

from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import Role, Staff
from accounts.approvals.deeds import register
from accounts.approvals.models import Approval
from dialogues.dialogue.life import UndeclaredMove
from dialogues.vault.cells import read_cell
from facilitation.digests.models import Digest, Withdrawal
from facilitation.digests.operations import release_digest, to_comment, withdraw_digest
from facilitation.digests.operations.embargo import release_hash
from facilitation.digests.operations.withdrawing import WITHDRAW, withdrawal_hash
from facilitation.digests.refusals import DigestRefused
from facilitation.transfer.operations import TransferRefused

TO_COMMENT, RELEASE = "digest.to_comment", "digest.release"
REFUSALS = (DigestRefused, TransferRefused, UndeclaredMove)


def hash_now(digest_id: UUID) -> str:
    """The hash of the digest as it stands."""
    return Digest.objects.values_list("text_hash", flat=True).get(id=digest_id)


def release_hash_now(digest_id: UUID) -> str:
    """The hash of what would be released, and when."""
    return release_hash(Digest.objects.get(id=digest_id))


def page_of(approval: Approval) -> str:
    """Where the second person reads the text."""
    return reverse("digests:digest", args=[approval.dialogue, approval.subject])


def _number(approval: Approval) -> int:
    """The digest's number."""
    return Digest.objects.values_list("number", flat=True).get(id=approval.subject)


def _comment_words(approval: Approval) -> str:
    return _("Show digest %(number)s to the participants for comment.") % {"number": _number(approval)}


def _release_words(approval: Approval) -> str:
    digest = Digest.objects.get(id=approval.subject)
    if digest.embargo_at:
        words = _("Release digest %(number)s to the officials of every side at the same moment: %(day)s, %(hour)s UTC.")
        return words % {
            "number": digest.number,
            "day": date_format(digest.embargo_at, "j F Y"),
            "hour": f"{digest.embargo_at:%H:%M}",
        }
    words = _(
        "Release digest %(number)s to the officials of every side, at the same moment. It cannot be taken back unread."
    )
    return words % {"number": digest.number}


def _withdrawal_words(approval: Approval) -> str:
    row = Withdrawal.objects.select_related("digest").get(id=approval.subject)
    words = _("Withdraw digest %(number)s: officials read “withdrawn” instead. The reason, for the sides: %(reason)s")
    return words % {"number": row.digest.number, "reason": read_cell(row, "reason")}


def _withdrawal_page(approval: Approval) -> str:
    digest = Withdrawal.objects.values_list("digest", flat=True).get(id=approval.subject)
    return reverse("digests:digest", args=[approval.dialogue, digest])


def _apply_comment(approval: Approval, second: Staff) -> None:
    to_comment(digest_id=approval.subject, by=second)


def _apply_release(approval: Approval, second: Staff) -> None:
    release_digest(digest_id=approval.subject, by=second)


def _apply_withdrawal(approval: Approval, second: Staff) -> None:
    withdraw_digest(withdrawal_id=approval.subject, by=second)


BOTH = frozenset({Role.FACILITATOR, Role.ORGANIZER})
register(TO_COMMENT, _comment_words, _apply_comment, hash_now=hash_now, link=page_of, refusals=REFUSALS)
register(
    RELEASE,
    _release_words,
    _apply_release,
    roles=BOTH,
    two_roles=True,
    hash_now=release_hash_now,
    link=page_of,
    refusals=REFUSALS,
)
register(
    WITHDRAW,
    _withdrawal_words,
    _apply_withdrawal,
    roles=BOTH,
    two_roles=True,
    hash_now=withdrawal_hash,
    link=_withdrawal_page,
    refusals=REFUSALS,
)
