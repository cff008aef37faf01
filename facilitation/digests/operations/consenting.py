"""A mask's leave to repeat its own words. Who it is, nobody learns: the row names the message, and only its mask sees the question."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.admission.access import Seat
from dialogues.dialogue.life import move
from dialogues.events.models import Event
from dialogues.vault.cells import read_cell, write_cells
from facilitation.digests.guard import SAID
from facilitation.digests.guarding import guard
from facilitation.digests.models import Digest, RunConsent
from facilitation.digests.refusals import DigestRefused
from facilitation.digests.rules import shared_run
from facilitation.digests.text import lines_of

State = Digest.State


@transaction.atomic
def ask_consent(*, staff: Staff, digest_id: UUID, section: str, place: int) -> None:
    """Ask whoever said a run of words for leave to repeat it. Raises DigestRefused if a facilitator said it."""
    digest = Digest.objects.select_for_update().get(id=digest_id, dialogue_id=staff.dialogue_id)
    if digest.state != State.FACILITATOR_REVIEW:
        raise DigestRefused(_("This can be asked while the draft is with the facilitators."))
    lines = lines_of(digest)
    said = [one for one in guard(digest, lines) if one.kind == SAID and (one.section, one.place) == (section, place)]
    messages = {key: one for one in said for key in one.messages}
    if not messages:
        raise DigestRefused(_("Nothing here stands word for word in a message any more. Read the line again."))
    if Event.objects.filter(id__in=list(messages), seat=None).exists():
        raise DigestRefused(_("A facilitator said this too. Put it into other words."))
    asked = {(row.message, read_cell(row, "run")) for row in RunConsent.objects.filter(digest=digest)}
    new = {message: one for message, one in messages.items() if (message, _folded(one.part)) not in asked}
    if not new:
        raise DigestRefused(_("This was asked already. Until leave is given, put it into other words."))
    for message, finding in new.items():
        row = RunConsent(dialogue_id=digest.dialogue_id, digest=digest, message=message)
        write_cells(row, run=_folded(finding.part), sentence=finding.before + finding.part + finding.after)
        row.save()


@transaction.atomic
def answer_consent(*, seat: Seat, consent_id: UUID, leave: bool) -> None:
    """As the mask that said it, give or refuse leave; a leave can be taken back while the draft is not released."""
    row = RunConsent.objects.select_for_update().filter(id=consent_id, dialogue_id=seat.dialogue_id).first()
    if row is None or not Event.objects.filter(id=row.message, seat=seat.id).exists():
        raise DigestRefused(_("There is no such question here. The draft has moved on."))
    move(row, RunConsent.State.GIVEN if leave else RunConsent.State.REFUSED)
    row.save(update_fields=["state"])


def _folded(part: str) -> str:
    """The run in the form in which runs are compared."""
    return shared_run(part, [part]).words
