"""The release of a digest by two people, at once or under an embargo, and what every step of clearing writes down."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.queries import sides_of
from dialogues.events.operations import announce
from facilitation.digests.models import Digest, SignOff
from facilitation.digests.refusals import DigestRefused
from facilitation.transfer.operations import make_visible, queue_deliveries

State = Digest.State
MOST_STRIKES = 5
STRIKE_SECONDS = 72 * 3600


@transaction.atomic
def release_digest(*, digest_id: UUID, by: Staff) -> None:
    """Release to every paired channel at once, or at the embargo's end.

    Called when one facilitator and one organizer have approved this hash and this embargo.
    """
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=by.dialogue_id)
    if {side.id for side in sides_of(digest.dialogue_id)} - signed_sides(digest):
        raise DigestRefused(_("Not every side has signed this text."))
    queue_deliveries(digest=digest)
    if digest.embargo_at is not None and digest.embargo_at > now():
        move(digest, State.EMBARGOED)
        digest.save(update_fields=["state"])
        note(by, "digest.embargoed", digest)
        return
    note(by, "digest.released", digest)
    publish(digest)


def publish(digest: Digest) -> None:
    """In the caller's transaction, under the digest's lock: it takes the earlier one's place and is seen in every channel."""
    for earlier in Digest.objects.select_for_update().filter(dialogue_id=digest.dialogue_id, state=State.RELEASED):
        move(earlier, State.SUPERSEDED)
        earlier.save(update_fields=["state"])
        digest.supersedes = earlier.id
    move(digest, State.RELEASED)
    digest.released_on = now().date()
    digest.save()
    make_visible(digest=digest)
    announce(dialogue_id=digest.dialogue_id, kind="digest.released", body={"number": digest.number})


def signed_sides(digest: Digest) -> set[UUID]:
    """Return the sides whose signature on the text as it stands is valid."""
    rows = SignOff.objects.filter(
        digest=digest, text_hash=digest.text_hash, decision=SignOff.Decision.APPROVE, void=False
    )
    return set(rows.values_list("side", flat=True))


def note(staff: Staff, action: str, digest: Digest) -> None:
    """Write the step into the audit chain, with the hash it was about."""
    record(
        dialogue_id=digest.dialogue_id,
        actor=staff.role,
        action=action,
        subject=f"digest:{digest.number}",
        staff_id=staff.id,
        reason=digest.text_hash,
    )
