"""What a side does: its own line, the three checks and the withdrawal, each by silence procedure. Who did what is not stored."""

import hashlib
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dialogues.admission.access import Seat
from dialogues.dialogue.silence import end_of_silence
from dialogues.facesaving.content import LONGEST_LINE, clean
from dialogues.facesaving.ground import at_the_page, line_of, open_pair_of, pair_of, step, words_changed
from dialogues.facesaving.models import FaceSavingPair, PublicLine
from dialogues.facesaving.refusals import ChangedMeanwhile, FaceRefused
from dialogues.facesaving.rules import asked_in_order
from dialogues.vault.cells import read_cell, write_cells

Line, Asked = PublicLine.State, PublicLine.Asked
WITHDRAWABLE = (FaceSavingPair.State.DRAFTED, FaceSavingPair.State.CONSISTENT, FaceSavingPair.State.DEPOSITED)


def mark_of(text: str) -> str:
    """A short mark of a wording, to notice that somebody else has changed it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def write_line(*, seat: Seat, pair_id: UUID, text: str, seen: str) -> None:
    """Give the side's line other words; `seen` marks the wording that the writer had before them. A line that stood is open again.

    Raises ChangedMeanwhile if somebody of the side was faster, FaceRefused, NotSeated, Muted.
    """
    at_the_page(seat, writing=True)
    pair = open_pair_of(seat.dialogue_id, pair_id, handed=True)
    line = line_of(pair, seat.side_id)
    if seen != mark_of(read_cell(line, "text")):
        raise ChangedMeanwhile
    if line.asked:
        raise FaceRefused(_("Your side is being asked about this. Break the silence first, or wait for its end."))
    text = clean(text, LONGEST_LINE, needed=_("Write the line first; only blanks arrived."))
    if line.state in {Line.BROKEN, Line.STANDS}:
        step(line, Line.DRAFTED)
    write_cells(line, text=text)
    line.save()
    words_changed(pair)


@transaction.atomic
def put_line(*, seat: Seat, pair_id: UUID) -> None:
    """Put the side's line to the side: it stands if nobody breaks the silence. Raises FaceRefused, ChangedMeanwhile."""
    at_the_page(seat)
    pair = open_pair_of(seat.dialogue_id, pair_id, handed=True)
    line = line_of(pair, seat.side_id)
    if not read_cell(line, "text"):
        raise FaceRefused(_("Write the line first; there is nothing to put to your side yet."))
    _refuse_second(line)
    step(line, Line.SILENCE_RUNNING)
    _ask(line, Asked.LINE)


@transaction.atomic
def put_checks(*, seat: Seat, pair_id: UUID, checks: str) -> None:
    """Put checks to the side, as letters: confirmed if nobody breaks the silence. Raises FaceRefused, ChangedMeanwhile."""
    at_the_page(seat)
    pair = open_pair_of(seat.dialogue_id, pair_id, handed=True)
    line = line_of(pair, seat.side_id)
    _refuse_second(line)
    if PublicLine.objects.filter(pair=pair).exclude(state=Line.STANDS).exists():
        raise FaceRefused(
            _("The checks come when the line of every side stands. Then all of them can be read together.")
        )
    wanted = asked_in_order(set(checks) - set(line.confirmed))
    if not wanted:
        raise FaceRefused(_("Tick what your side would confirm; nothing new was ticked."))
    line.asked_checks = wanted
    _ask(line, Asked.CHECKS)


@transaction.atomic
def put_withdrawal(*, seat: Seat, pair_id: UUID) -> None:
    """Put to the side that the pair be withdrawn: it is if nobody breaks the silence; a sealed text is destroyed then."""
    at_the_page(seat)
    pair = pair_of(seat.dialogue_id, pair_id, handed=True)
    line = line_of(pair, seat.side_id)
    if pair.state not in WITHDRAWABLE:
        raise ChangedMeanwhile
    _refuse_second(line)
    _ask(line, Asked.WITHDRAW)


@transaction.atomic
def break_silence(*, seat: Seat, pair_id: UUID) -> None:
    """Say no for now: a new line is open again, checks stay unconfirmed, a pair stays. Raises ChangedMeanwhile, NoSuchPair."""
    at_the_page(seat)
    pair = pair_of(seat.dialogue_id, pair_id, handed=True)
    line = line_of(pair, seat.side_id)
    if line.silence_until is None:
        raise ChangedMeanwhile
    if line.asked == Asked.LINE:
        step(line, Line.BROKEN)
    line.asked, line.asked_checks, line.silence_until = "", "", None
    line.broken += 1
    line.save()


def _refuse_second(line: PublicLine) -> None:
    """One question at a time. Raises FaceRefused."""
    if line.asked:
        raise FaceRefused(_("Your side is being asked something about this pair already. One thing at a time."))


def _ask(line: PublicLine, what: str) -> None:
    """Let a silence begin."""
    line.asked = what
    line.silence_until = end_of_silence(line.dialogue_id)
    line.save()
