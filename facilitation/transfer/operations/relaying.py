"""What facilitators do with an official's question: put it to the group in their own words, point to the digest that answers it.

No answer is typed here: nothing leaves the dialogue but a digest that every side has signed (domain.md 5, invariant 29).
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_cells
from facilitation.digests.models import Digest
from facilitation.transfer.models import ReaderQuestion, TransferNote
from facilitation.transfer.refusals import TransferRefused

State = ReaderQuestion.State
LENGTH = 1000


@transaction.atomic
def relay_question(*, staff: Staff, question_id: UUID, text: str) -> None:
    """Put a question to the group, in the facilitators' words: its participants read it beside the digest."""
    text = canonical(text)
    if not 0 < len(text) <= LENGTH:
        raise TransferRefused(_("Word the question for the group in 1 to 1,000 characters. What you typed is kept."))
    question = _lock(staff, question_id)
    move(question, State.RELAYED)
    write_cells(question, relayed=text)
    question.save()
    _note(staff, "question.relayed", question)


@transaction.atomic
def answer_question(*, staff: Staff, question_id: UUID, digest_id: UUID) -> None:
    """Say in which released digest a question is answered. The officials are pointed to it."""
    question = _lock(staff, question_id)
    later = Digest.objects.filter(
        id=digest_id,
        dialogue_id=staff.dialogue_id,
        state=Digest.State.RELEASED,
        number__gt=question.digest.number,
    )
    if not later.exists():
        raise TransferRefused(_("Choose a digest that was released after the question was asked."))
    move(question, State.ANSWERED)
    question.answered_in = digest_id
    question.save()
    _note(staff, "question.answered", question)


@transaction.atomic
def set_question_aside(*, staff: Staff, question_id: UUID) -> None:
    """The group will not take a question up; the officials read that, without a reason."""
    question = _lock(staff, question_id)
    move(question, State.SET_ASIDE)
    question.save()
    _note(staff, "question.set_aside", question)


@transaction.atomic
def write_transfer_note(*, staff: Staff, text: str, digest_id: UUID | None) -> None:
    """Write down what idea reached whom, when, and what came of it."""
    text = canonical(text)
    if not 0 < len(text) <= 2 * LENGTH:
        raise TransferRefused(_("A note has 1 to 2,000 characters. What you typed is kept."))
    if digest_id and not Digest.objects.filter(id=digest_id, dialogue_id=staff.dialogue_id).exists():
        raise TransferRefused(_("Choose a digest of this dialogue."))
    note = TransferNote(dialogue_id=staff.dialogue_id, digest=digest_id, day=now().date())
    write_cells(note, text=text)
    note.save()


def _lock(staff: Staff, question_id: UUID) -> ReaderQuestion:
    """Return a question of the dialogue under its lock."""
    rows = ReaderQuestion.objects.select_for_update(of=("self",)).select_related("digest")
    question = rows.filter(id=question_id, dialogue_id=staff.dialogue_id).first()
    if question is None:
        raise TransferRefused(_("There is no such question any more. Reload the page."))
    return question


def _note(staff: Staff, action: str, question: ReaderQuestion) -> None:
    """Write the step into the audit chain; never a word of the question."""
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action=action,
        subject=f"question:{question.id}",
        staff_id=staff.id,
    )
