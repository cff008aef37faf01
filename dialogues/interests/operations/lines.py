"""Writing on a side's page. A line carries no author: whoever wrote it holds a code, and nobody else knows."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.admission.access import Seat
from dialogues.admission.codes import CodeUnreadable, grouped, new_code, read_code
from dialogues.dialogue.queries import sides_of
from dialogues.interests.content import Content, canonical_text, checked, on_the_agenda, worded
from dialogues.interests.models import SideEntry, SideRemark
from dialogues.interests.operations.ground import at_the_page, entry_of, require_active, step
from dialogues.interests.refusals import ChangedMeanwhile, InterestRefused, NoSuchLine
from dialogues.vault.cells import read_json, write_cells, write_json

MOST_LINES = 60  # of one side on one item
MOST_REMARKS = 40  # on one line
NEEDS_KIND = frozenset({SideEntry.Kind.INTEREST, SideEntry.Kind.PERCEIVED})
UNSETTLED = frozenset({SideEntry.State.DRAFTED, SideEntry.State.SILENCE_RUNNING, SideEntry.State.BROKEN})


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line as it was typed, and who is to read it once it stands: "side" alone, or "facilitators" too."""

    kind: str
    content: Content
    visibility: str = SideEntry.Visibility.FACILITATORS


@dataclass(frozen=True, slots=True)
class Written:
    """A line that was kept, and the code with which its writer alone can take it back; shown once."""

    entry_id: UUID
    code: str


@transaction.atomic
def add_line(*, seat: Seat, item_id: UUID, draft: LineDraft) -> Written:
    """Write a line on the page of the seat's side, as a draft. Raises InterestRefused, NotSeated, Muted."""
    at_the_page(seat, writing=True)
    entry = _new_entry(seat.dialogue_id, seat.side_id, item_id, draft)
    code = new_code()
    entry.withdraw_hash = _withdraw_hash(code)
    entry.save(force_insert=True)
    return Written(entry.id, grouped(code))


@transaction.atomic
def scribe_line(*, staff: Staff, side_id: UUID, item_id: UUID, draft: LineDraft) -> None:
    """As a facilitator, write a line down for a side. It is the side's draft, and says that a facilitator wrote it."""
    require_active(staff.dialogue_id)
    if side_id not in {side.id for side in sides_of(staff.dialogue_id)}:
        raise NoSuchLine
    entry = _new_entry(staff.dialogue_id, side_id, item_id, draft)
    entry.visibility = SideEntry.Visibility.FACILITATORS
    entry.scribed = True
    entry.save(force_insert=True)


@transaction.atomic
def reword_line(*, seat: Seat, entry_id: UUID, content: Content, seen: str) -> None:
    """Give a draft or a broken line other words; `seen` marks the wording that the writer had before them.

    Raises ChangedMeanwhile if somebody of the side was faster, InterestRefused if it is not open to change.
    """
    at_the_page(seat, writing=True)
    entry = entry_of(seat, entry_id)
    before = Content(**read_json(entry, "content"))
    if seen != before.mark:
        raise ChangedMeanwhile
    if entry.state == SideEntry.State.BROKEN:
        step(entry, SideEntry.State.DRAFTED)
    if entry.state != SideEntry.State.DRAFTED:
        raise InterestRefused(_("This line is before your side, or stands for it: it keeps its words."))
    after = worded(content, needs_kind=entry.kind in NEEDS_KIND)
    write_json(entry, content=Content(after.text, after.interest, before.about).cell())
    entry.save()


@transaction.atomic
def withdraw_line(*, seat: Seat, item_id: UUID, code: str) -> None:
    """As its writer, who alone holds the code, take a line back while it does not stand: its row is deleted."""
    at_the_page(seat)
    try:
        wanted = _withdraw_hash(read_code(code))
    except CodeUnreadable as unreadable:
        raise InterestRefused(
            _("This is not the code of a line: it has 25 letters and digits. Spaces do not matter.")
        ) from unreadable
    rows = SideEntry.objects.select_for_update().filter(dialogue_id=seat.dialogue_id, side=seat.side_id, item=item_id)
    entry = rows.filter(withdraw_hash=wanted).first()
    if entry is None:
        raise InterestRefused(_("No line on this page has that code. It may have been taken back already."))
    if entry.state not in UNSETTLED:
        raise InterestRefused(
            _("This line stands for your side now and is no longer one person’s. Ask your side to drop it.")
        )
    step(entry, SideEntry.State.WITHDRAWN)
    entry.delete()


@transaction.atomic
def add_remark(*, seat: Seat, entry_id: UUID, text: str) -> None:
    """Say something about a line of one's own side. Only the side ever reads it, without an author."""
    at_the_page(seat, writing=True)
    entry = entry_of(seat, entry_id)
    number = entry.remarks.count() + 1
    if number > MOST_REMARKS:
        raise InterestRefused(_("Enough was said about this line here. Go on in your side’s own words elsewhere."))
    remark = SideRemark(dialogue_id=entry.dialogue_id, entry=entry, number=number)
    write_cells(remark, text=canonical_text(text))
    remark.save(force_insert=True)


def _new_entry(dialogue_id: UUID, side_id: UUID, item_id: UUID, draft: LineDraft) -> SideEntry:
    """Build a draft row. Raises InterestRefused for a line that stands on the page already, or a page that is full."""
    if draft.kind not in SideEntry.Kind.values or draft.visibility not in {"side", "facilitators"}:
        raise NoSuchLine
    on_the_agenda(dialogue_id, item_id)
    content = checked(draft.content, kind=draft.kind, dialogue_id=dialogue_id, side_id=side_id)
    there = list(SideEntry.objects.filter(dialogue_id=dialogue_id, item=item_id, side=side_id))
    if len(there) >= MOST_LINES:
        raise InterestRefused(_("This page is full. Take back or drop what your side no longer needs."))
    same_kind = [Content(**read_json(row, "content")) for row in there if row.kind == draft.kind]
    if any(one.same == content.same for one in same_kind):
        raise InterestRefused(_("This line is on the page already, in the same words. It was not kept twice."))
    entry = SideEntry(dialogue_id=dialogue_id, item=item_id, side=side_id, kind=draft.kind, visibility=draft.visibility)
    write_json(entry, content=content.cell())
    return entry


def _withdraw_hash(code: str) -> bytes:
    """Return what the server keeps of a code: 125 random bits, so that it cannot be guessed back."""
    return hashlib.sha256(b"anteroom/withdraw/v1" + code.replace(" ", "").encode()).digest()
