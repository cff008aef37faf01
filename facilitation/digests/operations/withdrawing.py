"""Withdrawing a released digest: a facilitator and an organizer, with a reason for the sides. Officials read “withdrawn”."""

import hashlib
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.approvals.operations import ask
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.events.operations import announce
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import read_cell, write_cells
from facilitation.digests.models import Digest, Withdrawal
from facilitation.digests.operations.clearing import note
from facilitation.digests.refusals import DigestRefused
from facilitation.transfer.operations import withdraw_deliveries

State = Digest.State
WITHDRAW = "digest.withdraw"
LENGTH = 1000


@transaction.atomic
def ask_withdrawal(*, staff: Staff, digest_id: UUID, reason: str) -> None:
    """As the first of two, ask for the withdrawal of a released digest, with the reason that the sides will read."""
    reason = canonical(reason)
    if not 0 < len(reason) <= LENGTH:
        raise DigestRefused(_("Say why, in 1 to 1,000 characters: the sides read it. What you typed is kept."))
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=staff.dialogue_id)
    if digest.state != State.RELEASED:
        raise DigestRefused(_("Only a digest that is released, and the newest, can be withdrawn."))
    row = Withdrawal(dialogue_id=digest.dialogue_id, digest=digest)
    write_cells(row, reason=reason)
    row.save()
    ask(staff=staff, deed=WITHDRAW, subject=row.id, subject_hash=withdrawal_hash(row.id))


@transaction.atomic
def withdraw_digest(*, withdrawal_id: UUID, by: Staff) -> None:
    """Withdraw: in one transaction every channel shows a tombstone instead of the text, and is told that something changed."""
    row = Withdrawal.objects.select_for_update().get(id=withdrawal_id, dialogue_id=by.dialogue_id)
    digest = Digest.objects.select_for_update().get(id=row.digest_id)
    move(digest, State.WITHDRAWN)
    digest.save(update_fields=["state"])
    row.done_on = now().date()
    row.save(update_fields=["done_on"])
    withdraw_deliveries(digest=digest)
    announce(dialogue_id=digest.dialogue_id, kind="digest.withdrawn", body={"number": digest.number})
    note(by, "digest.withdrawn", digest)


def withdrawal_hash(withdrawal_id: UUID) -> str:
    """Return what both people see: the text's hash with the reason."""
    row = Withdrawal.objects.select_related("digest").get(id=withdrawal_id)
    return hashlib.sha256(f"{row.digest.text_hash}|{read_cell(row, 'reason')}".encode()).hexdigest()


def reason_of(digest: Digest) -> str:
    """Return why a digest was withdrawn; "" if it was not."""
    row = Withdrawal.objects.filter(digest=digest, done_on__isnull=False).first()
    return read_cell(row, "reason") if row else ""
