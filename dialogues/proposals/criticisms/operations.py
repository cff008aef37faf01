"""Criticising a text without owning the criticism, and answering every criticism in words that all read (domain.md 4, 5)."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.admission.access import Seat, seat_again
from dialogues.admission.codes import CodeUnreadable, grouped, new_code, read_code
from dialogues.dialogue.life import move
from dialogues.events.operations import announce
from dialogues.proposals.criticisms.limits import count_criticism
from dialogues.proposals.models import Criticism, ProposalVersion
from dialogues.proposals.operations import TextRefused
from dialogues.proposals.queries import NoSuchText
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_cells, write_json

LONGEST = 1200  # characters of a criticism, and of the words proposed
MOST = 300  # criticisms of one version
Kind, State = Criticism.Kind, Criticism.State
WITH_WORDS = frozenset({Kind.WORDING, Kind.AMENDMENT})
ANSWERS = frozenset({State.ACCEPTED, State.MERGED, State.BRACKETED, State.DECLINED})


@dataclass(frozen=True, slots=True)
class CriticismDraft:
    """A criticism as it was typed. Without a clause it is about the text as a whole."""

    kind: str
    clause: int | None
    text: str
    proposed: str = ""  # the words that should stand instead


@transaction.atomic
def criticise(*, seat: Seat, version_id: UUID, draft: CriticismDraft) -> str:
    """Say something against a clause, or propose an amendment. Returns the code that alone can take it back.

    Raises TextRefused, NoSuchText, NotSeated, Muted. Nothing that is stored says who or which side it was.
    """
    seat_again(seat)
    version = _version(seat.dialogue_id, version_id)
    if version.state != ProposalVersion.State.CRITICISM_OPEN:
        raise TextRefused(_("This version is not open for criticism now. What you typed is kept below."))
    row = _build(version, draft)
    if Criticism.objects.filter(version=version).count() >= MOST:
        raise TextRefused(_("This version has all the criticism it can hold. Wait for the next one."))
    count_criticism(seat.id)
    code = new_code()
    row.withdraw_hash = _withdraw_hash(code)
    row.save(force_insert=True)
    return grouped(code)


@transaction.atomic
def withdraw_criticism(*, dialogue_id: UUID, version_id: UUID, code: str) -> None:
    """As its writer, who alone holds the code, take a criticism back while it is open: its row is deleted."""
    try:
        wanted = _withdraw_hash(read_code(code))
    except CodeUnreadable as unreadable:
        raise TextRefused(
            _("This is not the code of a criticism: it has 25 letters and digits. Spaces do not matter.")
        ) from unreadable
    rows = Criticism.objects.select_for_update().filter(dialogue_id=dialogue_id, version_id=version_id)
    row = rows.filter(withdraw_hash=wanted).first()
    if row is None or row.state != State.OPEN:
        raise TextRefused(_("No open criticism of this version has that code. An answered one stays."))
    move(row, State.WITHDRAWN)
    row.delete()


@transaction.atomic
def enter_from_ballots(*, version_id: UUID, drafts: Sequence[CriticismDraft]) -> int:
    """Enter what ballots said, once the gate has let words out: without side and choice, in random order.

    Returns how many were entered. Words that are too long or empty were refused before they were cast.
    """
    version = ProposalVersion.objects.select_for_update().get(id=version_id)
    rows = [_build(version, draft) for draft in drafts]
    secrets.SystemRandom().shuffle(rows)
    for row in rows:
        row.from_ballot = True
    return len(Criticism.objects.bulk_create(rows[:MOST]))


@transaction.atomic
def open_criticism(*, staff: Staff, version_id: UUID) -> None:
    """Let everybody criticise a tabled version. Raises TextRefused while another of the same text is open."""
    version = _version(staff.dialogue_id, version_id, lock=True)
    open_now = ProposalVersion.objects.filter(
        proposal_id=version.proposal_id, state=ProposalVersion.State.CRITICISM_OPEN
    )
    if open_now.exclude(id=version.id).exists():
        raise TextRefused(_("Another version of this text is open for criticism. Close that one first."))
    move(version, ProposalVersion.State.CRITICISM_OPEN)
    version.save(update_fields=["state"])
    announce(
        dialogue_id=staff.dialogue_id,
        kind="text.criticism_opened",
        body={"number": version.number},
        subject=version.id,
    )


@transaction.atomic
def answer_criticism(*, staff: Staff, criticism_id: UUID, answer: str, reason: str = "") -> Criticism:
    """Give a criticism its disposition, with the reason that everybody reads; a decline needs one.

    Raises TextRefused, UndeclaredMove, Criticism.DoesNotExist.
    """
    row = _criticism(staff, criticism_id)
    reason = canonical(reason)
    if answer not in ANSWERS:
        raise TextRefused(_("Choose how the criticism is answered."))
    if answer == State.DECLINED and not reason:
        raise TextRefused(_("Say why it is declined: everybody reads the reason. Nothing was changed."))
    if len(reason) > LONGEST:
        raise TextRefused(_("Give the reason in at most %(most)d characters.") % {"most": LONGEST})
    move(row, answer)
    write_cells(row, reason=reason)
    row.save(update_fields=["state", "reason"])
    return row


@transaction.atomic
def reopen_criticism(*, staff: Staff, criticism_id: UUID) -> Criticism:
    """Take an answer back while the version is still open for criticism."""
    row = _criticism(staff, criticism_id)
    if row.version.state != ProposalVersion.State.CRITICISM_OPEN:
        raise TextRefused(_("The criticism of this version is closed; its answers stand."))
    move(row, State.OPEN)
    write_cells(row, reason="")
    row.save(update_fields=["state", "reason"])
    return row


@transaction.atomic
def close_criticism(*, staff: Staff, version_id: UUID) -> None:
    """End the criticism of a version. Raises TextRefused while one is unanswered (invariant 16)."""
    version = _version(staff.dialogue_id, version_id, lock=True)
    unanswered = version.criticisms.filter(state=State.OPEN).count()
    if unanswered:
        raise TextRefused(
            _("Criticisms that wait for an answer: %(count)d. Answer each; then the criticism can be closed.")
            % {"count": unanswered}
        )
    move(version, ProposalVersion.State.CRITICISM_CLOSED)
    version.save(update_fields=["state"])
    announce(
        dialogue_id=staff.dialogue_id,
        kind="text.criticism_closed",
        body={"number": version.number},
        subject=version.id,
    )


@transaction.atomic
def declare_final(*, staff: Staff, version_id: UUID, divergence: bool = False) -> None:
    """Declare a version final. With words still in brackets only if those stand as divergence (`divergence`)."""
    version = _version(staff.dialogue_id, version_id, lock=True)
    if version.clauses.filter(bracketed=True).exists() and not divergence:
        raise TextRefused(
            _("Words still stand in brackets. Table a version without them, or say that they stand as divergence.")
        )
    move(version, ProposalVersion.State.FINAL)
    version.save(update_fields=["state"])
    announce(dialogue_id=staff.dialogue_id, kind="text.final", body={"number": version.number}, subject=version.id)


def _build(version: ProposalVersion, draft: CriticismDraft) -> Criticism:
    """Build a row from what was typed, or refuse."""
    text, proposed = canonical(draft.text), canonical(draft.proposed)
    if draft.kind not in Kind.values:
        raise TextRefused(_("Choose what kind of criticism it is."))
    if draft.kind in WITH_WORDS and not proposed:
        raise TextRefused(_("Write the words that you propose."))
    if not (text or proposed):
        raise TextRefused(_("Write what you would say about this clause."))
    if max(len(text), len(proposed)) > LONGEST:
        raise TextRefused(_("At most %(most)d characters in each field; shorten it.") % {"most": LONGEST})
    if draft.clause is not None and not version.clauses.filter(number=draft.clause).exists():
        raise NoSuchText("There is no such clause.")
    row = Criticism(dialogue_id=version.dialogue_id, version=version, clause=draft.clause, kind=draft.kind)
    write_json(row, content={"text": text, "proposed": proposed})
    return row


def _version(dialogue_id: UUID, version_id: UUID, *, lock: bool = False) -> ProposalVersion:
    """Return a version that is or was on the table. Raises NoSuchText, the same for another dialogue's.

    A participant's deed takes no lock: the row would keep the number of its transaction.
    """
    rows = ProposalVersion.objects.select_for_update() if lock else ProposalVersion.objects
    version = rows.filter(id=version_id, dialogue_id=dialogue_id).exclude(state=ProposalVersion.State.DRAFT).first()
    if version is None:
        raise NoSuchText("There is no such text here.")
    return version


def _criticism(staff: Staff, criticism_id: UUID) -> Criticism:
    """Return a criticism of this dialogue, locked."""
    rows = Criticism.objects.select_for_update(of=("self",)).select_related("version")
    return rows.get(id=criticism_id, dialogue_id=staff.dialogue_id)


def _withdraw_hash(code: str) -> bytes:
    """Return what the server keeps of a code: 125 random bits, so that it cannot be guessed back."""
    return hashlib.sha256(b"anteroom/criticism/v1" + code.encode()).digest()
