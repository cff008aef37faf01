"""An embargo: until its end a signed digest is read by nobody outside. A side can put the end off, twice, by a week."""

import hashlib
import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.dialogue.clock import now
from facilitation.digests.models import Delay, Digest
from facilitation.digests.operations.clearing import note, publish
from facilitation.digests.refusals import DigestRefused
from facilitation.transfer.refusals import TransferRefused

State = Digest.State
LONGEST = timedelta(days=90)
DELAYS = 2  # a side
DELAY_DAYS = 7

log = logging.getLogger("anteroom.embargo")


@transaction.atomic
def set_embargo(*, staff: Staff, digest_id: UUID, until: datetime | None) -> None:
    """As organizer, before the release is asked for: choose the minute before which no official reads the digest, or none."""
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=staff.dialogue_id)
    if digest.state != State.READY:
        raise DigestRefused(_("An embargo is set when every side has signed, before the release."))
    at = now()
    if until is not None and not at < until <= at + LONGEST:
        raise DigestRefused(_("Choose a time that lies ahead, within 90 days. Nothing was changed."))
    digest.embargo_at = until.replace(second=0, microsecond=0) if until else None
    digest.save(update_fields=["embargo_at"])
    note(staff, "digest.embargo_set" if until else "digest.embargo_lifted", digest)


@transaction.atomic
def delay_release(*, staff: Staff, digest_id: UUID, days: int) -> None:
    """As a side's coordinator, put the end of an embargo off by up to a week; each side can do so twice."""
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=staff.dialogue_id)
    if staff.side_id is None:
        raise DigestRefused(_("Only a side’s coordinator can put the release off."))
    if digest.state != State.EMBARGOED or digest.embargo_at is None or digest.embargo_at <= now():
        raise DigestRefused(_("The release can be put off while an embargo runs. It does not run now."))
    if not 1 <= days <= DELAY_DAYS:
        raise DigestRefused(_("Put it off by one to seven days."))
    if digest.delays.filter(side=staff.side_id).count() >= DELAYS:
        raise DigestRefused(_("Your side has put this release off twice. It cannot do so again."))
    Delay.objects.create(dialogue_id=digest.dialogue_id, digest=digest, side=staff.side_id)
    digest.embargo_at += timedelta(days=days)
    digest.save(update_fields=["embargo_at"])
    note(staff, "digest.delayed", digest)


def release_due() -> None:
    """Release what an embargo has ended for. Called by the sweep; a digest that no group can receive waits and says so."""
    over = Digest.objects.filter(state=State.EMBARGOED, embargo_at__lte=now()).values_list("id", flat=True)
    for digest_id in over:
        try:
            _release(digest_id)
        except TransferRefused:
            log.info("A digest waits for a whole group of channels.")


def embargo_over(digest: Digest) -> bool:
    """Whether an embargo has ended and the digest still waits: no group of channels is whole."""
    return digest.state == State.EMBARGOED and digest.embargo_at is not None and digest.embargo_at <= now()


def release_hash(digest: Digest) -> str:
    """Return what both people approve when they release: the text's hash and, if there is one, the embargo's end."""
    if digest.embargo_at is None:
        return digest.text_hash
    return hashlib.sha256(f"{digest.text_hash}|{digest.embargo_at.isoformat()}".encode()).hexdigest()


@transaction.atomic
def _release(digest_id: UUID) -> None:
    """Release one digest if it is still due."""
    digest = Digest.objects.select_for_update().get(id=digest_id)
    if digest.state != State.EMBARGOED or digest.embargo_at is None or digest.embargo_at > now():
        return
    record(
        dialogue_id=digest.dialogue_id,
        actor="system",
        action="digest.released",
        subject=f"digest:{digest.number}",
        reason=digest.text_hash,
    )
    publish(digest)
