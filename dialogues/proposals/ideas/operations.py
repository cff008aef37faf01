"""Suggesting without owning: an idea is screened for what identifies or abuses, and for nothing else (domain.md 4)."""

import hashlib
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.admission.access import Seat, seat_again
from dialogues.admission.codes import CodeUnreadable, grouped, new_code, read_code
from dialogues.dialogue.life import move
from dialogues.events.operations import announce
from dialogues.proposals.criticisms.limits import count_idea
from dialogues.proposals.models import Idea, Proposal
from dialogues.proposals.operations import TextRefused
from dialogues.proposals.queries import NoSuchText
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_cells, write_json

LONGEST = 2000
State = Idea.State


@transaction.atomic
def submit_idea(*, seat: Seat, text: str, note: str = "", item_id: UUID | None = None) -> str:
    """Suggest something. Returns the code that alone can take it back. The caller checked that the item is the dialogue's own.

    Raises TextRefused, NotSeated, Muted. Nothing that is stored says who or which side it was.
    """
    seat_again(seat)
    text, note = canonical(text), canonical(note)
    if not text:
        raise TextRefused(_("Write what you would propose."))
    if max(len(text), len(note)) > LONGEST:
        raise TextRefused(_("At most %(most)d characters in each field; shorten it.") % {"most": LONGEST})
    count_idea(seat.id)
    code = new_code()
    idea = Idea(dialogue_id=seat.dialogue_id, item=item_id, withdraw_hash=_withdraw_hash(code))
    write_json(idea, content={"text": text, "note": note})
    idea.save(force_insert=True)
    return grouped(code)


@transaction.atomic
def withdraw_idea(*, dialogue_id: UUID, code: str) -> None:
    """As its writer, who alone holds the code, take an idea back at any time: its row is deleted. Raises TextRefused."""
    try:
        wanted = _withdraw_hash(read_code(code))
    except CodeUnreadable as unreadable:
        raise TextRefused(_("This is not the code of a proposal: it has 25 letters and digits.")) from unreadable
    idea = Idea.objects.select_for_update().filter(dialogue_id=dialogue_id, withdraw_hash=wanted).first()
    if idea is None:
        raise TextRefused(_("No proposal here has that code. It may have been taken back already."))
    move(idea, State.WITHDRAWN)
    idea.delete()


@transaction.atomic
def table_idea(*, staff: Staff, idea_id: UUID) -> None:
    """Put an idea on the table as it is written; everybody reads it from now on."""
    idea = _idea(staff, idea_id)
    move(idea, State.ON_TABLE)
    idea.reason = b""
    idea.save(update_fields=["state", "reason"])
    announce(dialogue_id=staff.dialogue_id, kind="idea.tabled", body={}, subject=idea.id)


@transaction.atomic
def set_idea_aside(*, staff: Staff, idea_id: UUID, reason: str) -> None:
    """Set an idea aside, with a reason. Raises TextRefused without one."""
    idea = _idea(staff, idea_id)
    reason = canonical(reason)
    if not 0 < len(reason) <= LONGEST:
        raise TextRefused(_("Say why it is set aside: whoever wrote it reads the reason. Nothing was changed."))
    move(idea, State.SET_ASIDE)
    write_cells(idea, reason=reason)
    idea.save(update_fields=["state", "reason"])


@transaction.atomic
def absorb_idea(*, staff: Staff, idea_id: UUID, proposal_id: UUID) -> None:
    """Say which text took an idea up. Raises NoSuchText for another dialogue's text."""
    idea = _idea(staff, idea_id)
    if not Proposal.objects.filter(id=proposal_id, dialogue_id=staff.dialogue_id).exists():
        raise NoSuchText("There is no such text here.")
    move(idea, State.ABSORBED)
    idea.proposal = proposal_id
    idea.save(update_fields=["state", "proposal"])


def _idea(staff: Staff, idea_id: UUID) -> Idea:
    """Return an idea of this dialogue, locked. Raises Idea.DoesNotExist."""
    return Idea.objects.select_for_update().get(id=idea_id, dialogue_id=staff.dialogue_id)


def _withdraw_hash(code: str) -> bytes:
    """Return what the server keeps of a code: 125 random bits, so that it cannot be guessed back."""
    return hashlib.sha256(b"anteroom/idea/v1" + code.encode()).digest()
