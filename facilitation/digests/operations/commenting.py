"""From two facilitators to the participants: their comments, their silent strikes, and the step to the sides."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.admission.access import Seat
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.events.operations import announce
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import read_cell, write_cells
from facilitation.digests.counting import count_for
from facilitation.digests.guarding import guard
from facilitation.digests.models import Digest, DigestClause, DigestComment
from facilitation.digests.operations.clearing import note
from facilitation.digests.operations.striking import strike, strike_what_is_unheard
from facilitation.digests.refusals import DigestRefused
from facilitation.digests.text import lines_of

State = Digest.State
MOST_STRIKES = MOST_COMMENTS = 5
COMMENT_LENGTH = 1000


@transaction.atomic
def to_comment(*, digest_id: UUID, by: Staff) -> None:
    """Open the participants' comment window, approved by two facilitators. Raises DigestRefused while the guard finds something."""
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=by.dialogue_id)
    blocking = [finding.words for finding in guard(digest, lines_of(digest)) if finding.blocks]
    if blocking:
        raise DigestRefused(_("The guard found something that must be mended first: %(what)s") % {"what": blocking[0]})
    if digest.clauses.filter(struck=True).exists():
        raise DigestRefused(_("A participant struck a sentence. Reword it or take it out; no reason is asked."))
    move(digest, State.PARTICIPANT_COMMENT)
    digest.comment_until = now() + timedelta(hours=settings.COMMENT_WINDOW_HOURS)
    digest.themes = b""  # the words of the talk are not needed any more
    digest.save()
    announce(dialogue_id=digest.dialogue_id, kind="digest.comment_opened", body={"number": digest.number})
    note(by, "digest.to_comment", digest)


@transaction.atomic
def strike_line(*, seat: Seat, line_id: UUID) -> None:
    """Strike a sentence that identifies somebody: at once, without a reason, five times a draft. Whose strike it was is not kept.

    The sentence has to be reworded; when it, in whatever wording, is struck for the third time, it is dropped.
    """
    found = DigestClause.objects.filter(id=line_id, dialogue_id=seat.dialogue_id).values_list("digest_id", flat=True)
    digest = Digest.objects.select_for_update().filter(id__in=list(found)).first()
    line = DigestClause.objects.filter(id=line_id, struck=False).first()
    if digest is None or line is None or digest.state != State.PARTICIPANT_COMMENT:
        raise DigestRefused(_("This sentence can no longer be struck here. The draft has moved on."))
    refusal = _("You have struck five sentences of this draft. Comment to the facilitators about others.")
    count_for(seat, f"strike:{digest.id}:{digest.comment_until:%Y%m%d%H}", most=MOST_STRIKES, refusal=refusal)
    strike(digest, line)


@transaction.atomic
def comment_on_digest(*, seat: Seat, digest_id: UUID, text: str, line_id: UUID | None = None) -> None:
    """Criticise a draft or one of its sentences. The facilitators read it; whose it is is not kept."""
    text = canonical(text)
    if not 0 < len(text) <= COMMENT_LENGTH:
        raise DigestRefused(_("A comment has 1 to 1,000 characters. What you typed is kept."))
    digest = Digest.objects.filter(id=digest_id, dialogue_id=seat.dialogue_id, state=State.PARTICIPANT_COMMENT).first()
    if digest is None:
        raise DigestRefused(_("The time for comments has passed. The draft has moved on."))
    line = digest.clauses.filter(id=line_id).first() if line_id else None
    refusal = _("You have made five comments on this draft. The facilitators read them.")
    count_for(seat, f"comment:{digest.id}:{digest.comment_until:%Y%m%d%H}", most=MOST_COMMENTS, refusal=refusal)
    row = DigestComment(dialogue_id=digest.dialogue_id, digest=digest)
    write_cells(row, text=text, about=read_cell(line, "text") if line else "")
    row.save()


def to_signoff(*, staff: Staff, digest_id: UUID) -> None:
    """Ask the sides to sign. Raises DigestRefused before the comments' end and while a struck sentence stands."""
    found = Digest.objects.get(id=digest_id, dialogue_id=staff.dialogue_id)
    if not found.comment_until or found.comment_until <= now():
        strike_what_is_unheard(found.id, at_once=True)  # stays, even if the step is refused because of it
    _to_signoff(staff, digest_id)


@transaction.atomic
def _to_signoff(staff: Staff, digest_id: UUID) -> None:
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=staff.dialogue_id)
    if digest.state == State.PARTICIPANT_COMMENT and digest.comment_until and digest.comment_until > now():
        raise DigestRefused(_("Participants can comment until the window ends. Nothing was changed."))
    if digest.clauses.filter(struck=True).exists():
        raise DigestRefused(_("A participant struck a sentence. Reword it or take it out; no reason is asked."))
    move(digest, State.SIDE_SIGNOFF)
    digest.save()
    note(staff, "digest.to_signoff", digest)
