"""Clearing a digest: two facilitators, the participants' comments, every side's signature on one hash, two people's release."""

from datetime import timedelta
from uuid import UUID

import redis
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.access import Seat
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.queries import sides_of
from dialogues.events import doorbell
from dialogues.events.operations import announce
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_cells
from facilitation.digests.guard import findings
from facilitation.digests.models import Digest, DigestClause, SignOff
from facilitation.digests.refusals import DigestRefused
from facilitation.digests.text import lines_of
from facilitation.transfer.operations import make_visible

State = Digest.State
MOST_STRIKES = 5
STRIKE_SECONDS = 72 * 3600


@transaction.atomic
def to_comment(*, digest_id: UUID, by: Staff) -> None:
    """Open the participants' comment window, approved by two facilitators. Raises DigestRefused while the guard finds something."""
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=by.dialogue_id)
    blocking = [finding.words for finding in findings(digest.dialogue_id, lines_of(digest)) if finding.blocks]
    if blocking:
        raise DigestRefused(_("The guard found something that must be mended first: %(what)s") % {"what": blocking[0]})
    move(digest, State.PARTICIPANT_COMMENT)
    digest.comment_until = now() + timedelta(hours=settings.COMMENT_WINDOW_HOURS)
    digest.save()
    announce(dialogue_id=digest.dialogue_id, kind="digest.comment_opened", body={"number": digest.number})
    _note(by, "digest.to_comment", digest)


@transaction.atomic
def strike_line(*, seat: Seat, line_id: UUID) -> None:
    """Strike a sentence that identifies somebody: at once, without a reason, five times a draft. Whose strike it was is not kept."""
    line = DigestClause.objects.select_related("digest").filter(id=line_id, dialogue_id=seat.dialogue_id).first()
    if line is None or line.digest.state != State.PARTICIPANT_COMMENT:
        raise DigestRefused(_("This sentence can no longer be struck here. The draft has moved on."))
    _count_strike(seat, line.digest)
    line.struck = True
    line.save(update_fields=["struck"])


@transaction.atomic
def to_signoff(*, staff: Staff, digest_id: UUID) -> None:
    """Ask the sides to sign. Raises DigestRefused before the comments' end and while a struck sentence stands."""
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=staff.dialogue_id)
    if digest.state == State.PARTICIPANT_COMMENT and digest.comment_until and digest.comment_until > now():
        raise DigestRefused(_("Participants can comment until the window ends. Nothing was changed."))
    if digest.clauses.filter(struck=True).exists():
        raise DigestRefused(_("A participant struck a sentence. Reword it or take it out; no reason is asked."))
    move(digest, State.SIDE_SIGNOFF)
    digest.save()
    _note(staff, "digest.to_signoff", digest)


@transaction.atomic
def sign_digest(*, staff: Staff, digest_id: UUID, text_hash: str) -> bool:
    """As a side's coordinator, sign exactly the text that was read. Returns whether every side has signed now."""
    digest = _open_for_signing(staff, digest_id, text_hash)
    SignOff.objects.create(
        dialogue_id=digest.dialogue_id,
        digest=digest,
        text_hash=text_hash,
        side=_side(staff),
        decision=SignOff.Decision.APPROVE,
    )
    _note(staff, "digest.signed", digest)
    if {side.id for side in sides_of(digest.dialogue_id)} - signed_sides(digest):
        return False
    move(digest, State.READY)
    digest.save()
    return True


@transaction.atomic
def object_to_digest(*, staff: Staff, digest_id: UUID, text_hash: str, reason: str) -> None:
    """As a side's coordinator, object with a reason: the draft goes back, and every signature on it is void."""
    reason = canonical(reason)
    if not reason:
        raise DigestRefused(_("Say which clause, and why: the facilitators move it to divergence or drop it."))
    digest = _open_for_signing(staff, digest_id, text_hash)
    objection = SignOff(
        dialogue_id=digest.dialogue_id,
        digest=digest,
        text_hash=text_hash,
        side=_side(staff),
        decision=SignOff.Decision.OBJECT,
    )
    write_cells(objection, reason=reason)
    objection.save()
    SignOff.objects.filter(digest=digest, decision=SignOff.Decision.APPROVE).update(void=True)
    move(digest, State.FACILITATOR_REVIEW)
    digest.save()
    _note(staff, "digest.objected", digest)


@transaction.atomic
def release_digest(*, digest_id: UUID, by: Staff) -> None:
    """Release to every paired channel at once. Called when one facilitator and one organizer have approved this hash."""
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=by.dialogue_id)
    if {side.id for side in sides_of(digest.dialogue_id)} - signed_sides(digest):
        raise DigestRefused(_("Not every side has signed this text."))
    for earlier in Digest.objects.select_for_update().filter(dialogue_id=digest.dialogue_id, state=State.RELEASED):
        move(earlier, State.SUPERSEDED)
        earlier.save(update_fields=["state"])
        digest.supersedes = earlier.id
    move(digest, State.RELEASED)
    digest.released_on = now().date()
    digest.save()
    make_visible(digest=digest)
    announce(dialogue_id=digest.dialogue_id, kind="digest.released", body={"number": digest.number})
    _note(by, "digest.released", digest)


def signed_sides(digest: Digest) -> set[UUID]:
    """Return the sides whose signature on the text as it stands is valid."""
    rows = SignOff.objects.filter(
        digest=digest, text_hash=digest.text_hash, decision=SignOff.Decision.APPROVE, void=False
    )
    return set(rows.values_list("side", flat=True))


def _side(staff: Staff) -> UUID:
    """Return the side a coordinator signs for."""
    if staff.side_id is None:
        raise DigestRefused(_("Only a side’s coordinator signs."))
    return staff.side_id


def _open_for_signing(staff: Staff, digest_id: UUID, text_hash: str) -> Digest:
    """Return a digest that the coordinator's side can still sign, with the text they read."""
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=staff.dialogue_id)
    if digest.state != State.SIDE_SIGNOFF:
        raise DigestRefused(_("This digest does not wait for signatures now."))
    if digest.text_hash != text_hash:
        raise DigestRefused(_("The text changed while you read it. Read it again before you sign."))
    if staff.side_id in signed_sides(digest):
        raise DigestRefused(_("Your side has signed this text already."))
    return digest


def _count_strike(seat: Seat, digest: Digest) -> None:
    """Count a seat's strikes in Valkey's memory alone, under an opaque key."""
    try:
        key = f"anteroom:strike:{doorbell.opaque(doorbell.bell_key(), seat.id)}:{digest.text_hash[:16]}"
        count = doorbell.connection().incr(key)
        doorbell.connection().expire(key, STRIKE_SECONDS)
    except redis.exceptions.RedisError as away:
        raise DigestRefused(
            _("This cannot be done for a moment. Try again in a minute; nothing was changed.")
        ) from away
    if int(count) > MOST_STRIKES:
        raise DigestRefused(
            _("You have struck five sentences of this draft. Comment to the facilitators about others.")
        )


def _note(staff: Staff, action: str, digest: Digest) -> None:
    """Write the step into the audit chain, with the hash it was about."""
    record(
        dialogue_id=digest.dialogue_id,
        actor=staff.role,
        action=action,
        subject=f"digest:{digest.number}",
        staff_id=staff.id,
        reason=digest.text_hash,
    )
