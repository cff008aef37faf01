"""Every side's signature on one exact hash: sign, object, answer an objection, remind, take the draft back."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.queries import sides_of
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import read_json, write_cells, write_json
from facilitation.digests.line import Line
from facilitation.digests.models import Digest, SignOff
from facilitation.digests.operations.clearing import note, signed_sides
from facilitation.digests.operations.drafting import write_lines
from facilitation.digests.refusals import DigestRefused
from facilitation.digests.text import digest_hash, lines_of, sections_of

State = Digest.State
MOVE, DROP = "divergence", "drop"


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
    note(staff, "digest.signed", digest)
    if {side.id for side in sides_of(digest.dialogue_id)} - signed_sides(digest):
        return False
    move(digest, State.READY)
    digest.save()
    return True


@transaction.atomic
def object_to_digest(*, staff: Staff, digest_id: UUID, text_hash: str, reason: str, lines: Sequence[UUID] = ()) -> None:
    """As a side's coordinator, object to clauses with a reason: the draft goes back, and every signature on it is void."""
    reason = canonical(reason)
    if not reason:
        raise DigestRefused(_("Say which clause, and why: the facilitators move it to divergence or drop it."))
    digest = _open_for_signing(staff, digest_id, text_hash)
    texts = [line.text for section in sections_of(digest) for line in section.lines if line.id in set(lines)]
    objection = SignOff(
        dialogue_id=digest.dialogue_id,
        digest=digest,
        text_hash=text_hash,
        side=_side(staff),
        decision=SignOff.Decision.OBJECT,
    )
    write_cells(objection, reason=reason)
    write_json(objection, clauses=texts)
    SignOff.objects.filter(digest=digest, side=objection.side, decision=SignOff.Decision.OBJECT).delete()
    objection.save()
    _back_to_review(digest)
    note(staff, "digest.objected", digest)


@transaction.atomic
def resolve_objection(*, staff: Staff, digest_id: UUID, section: str, place: int, way: str) -> None:
    """As a facilitator, move a clause that a side would not sign to Divergence, or drop it. Voids every signature."""
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=staff.dialogue_id)
    if digest.state != State.FACILITATOR_REVIEW or way not in {MOVE, DROP}:
        raise DigestRefused(_("This can be done while the draft is with the facilitators."))
    lines = {found.code: [line.line for line in found.lines] for found in sections_of(digest)}
    objected = next(iter(lines.get(section, [])[place : place + 1]), None)
    if objected is None or objected.text not in objected_texts(digest):
        raise DigestRefused(_("No side has objected to this sentence as it stands. Read the draft again."))
    del lines[section][place]
    if way == MOVE:
        words = _("A side would not sign: %(text)s") % {"text": objected.text}
        lines["divergence"].append(Line(words, objected.sources, objected.key, objected.strikes))
    write_lines(digest, lines)
    digest.text_hash = digest_hash(digest, lines_of(digest))
    digest.save()
    note(staff, f"digest.objection_{way}", digest)


@transaction.atomic
def remind_sides(*, staff: Staff, digest_id: UUID) -> None:
    """Remind the sides that have not signed, once a day: their coordinators' page says that something waits, and nothing else."""
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=staff.dialogue_id)
    if digest.state != State.SIDE_SIGNOFF:
        raise DigestRefused(_("Nobody’s signature is awaited now."))
    today = now().date()
    if digest.reminded_on == today:
        raise DigestRefused(_("The sides were reminded today. Once a day is enough."))
    digest.reminded_on = today
    digest.save(update_fields=["reminded_on"])
    note(staff, "digest.reminded", digest)


@transaction.atomic
def take_back(*, staff: Staff, digest_id: UUID) -> None:
    """As a facilitator, take a draft back from the sides to change it: every signature on it is void."""
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=staff.dialogue_id)
    if digest.state not in {State.SIDE_SIGNOFF, State.READY}:
        raise DigestRefused(_("Only a draft that is with the sides can be taken back."))
    _back_to_review(digest)
    note(staff, "digest.taken_back", digest)


def objected_texts(digest: Digest) -> set[str]:
    """Return the sentences that a side objected to and has not signed in other words since."""
    rows = SignOff.objects.filter(digest=digest, decision=SignOff.Decision.OBJECT)
    return {text for row in rows for text in read_json(row, "clauses") or []}


def _back_to_review(digest: Digest) -> None:
    """Void every signature and bring the draft back to the facilitators."""
    SignOff.objects.filter(digest=digest, decision=SignOff.Decision.APPROVE).update(void=True)
    move(digest, State.FACILITATOR_REVIEW)
    digest.save()


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
