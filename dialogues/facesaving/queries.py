"""What may be read of face-saving pairs. Nothing here returns a confidential text: its one reader is `confidential.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.admission.access import Seat
from dialogues.ballots.models import Measure
from dialogues.dialogue.queries import SideView, sides_of
from dialogues.facesaving.content import Content, read_content
from dialogues.facesaving.ground import UNDER_WAY
from dialogues.facesaving.models import ConfidentialText, FaceSavingPair, PublicLine
from dialogues.facesaving.wording import if_asked, line_words, mark_words, state_words
from dialogues.vault.cells import read_cell

State = FaceSavingPair.State
AGREED = (State.CONSISTENT, State.DEPOSITED, State.ACTIVATED)


@dataclass(frozen=True, slots=True)
class LineView:
    """A side's line as its reader gets it. `text` is empty where the reader may not see the words yet."""

    side: SideView
    text: str
    written: bool
    state: str
    state_words: str
    heard: str
    heard_words: str
    confirmed: str
    asked: str
    asked_checks: str
    until: datetime | None
    broken: int

    @property
    def stands(self) -> bool:
        """Whether it stands for its side."""
        return self.state == PublicLine.State.STANDS


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair without its confidential text."""

    id: UUID
    dialogue_id: UUID
    number: int
    item: UUID | None
    handed: bool
    state: str
    state_words: str
    content: Content
    linkage: str
    disclose_on: date | None
    hearing: UUID | None
    heard: str
    heard_words: str
    confidential: bool  # whether there is such a text, never which
    lines: list[LineView]

    @property
    def all_stand(self) -> bool:
        """Whether the line of every side stands."""
        return all(line.stands for line in self.lines)

    @property
    def agreed(self) -> bool:
        """Whether its public words are agreed."""
        return self.state in AGREED


@dataclass(frozen=True, slots=True)
class AgreedPair:
    """What of a pair may leave the room: the joint text and the public line of every side. Nothing else of it ever does."""

    id: UUID
    number: int
    item: UUID | None
    joint: str
    lines: Sequence[tuple[SideView, str]]


@dataclass(frozen=True, slots=True)
class MayBeSaid:
    """What a participant takes home of one pair: the own side's line, the joint text, what to say when asked for more."""

    number: int
    item: UUID | None
    own_line: str
    joint: str
    if_asked: str
    others: Sequence[tuple[SideView, str]]  # what the other sides will be heard to say


def pairs_for_facilitators(dialogue_id: UUID) -> list[PairView]:
    """Return every pair, by number; lines in words once they stand for their side."""
    rows = FaceSavingPair.objects.filter(dialogue_id=dialogue_id).order_by("number")
    return _views(dialogue_id, list(rows), reader=None)


def pair_in(dialogue_id: UUID, pair_id: UUID) -> PairView | None:
    """Return one pair of a dialogue as facilitators read it, or None."""
    rows = FaceSavingPair.objects.filter(dialogue_id=dialogue_id, id=pair_id)
    return next(iter(_views(dialogue_id, list(rows), reader=None)), None)


def pairs_for(seat: Seat) -> list[PairView]:
    """Return the pairs that the sides have, by number, as this seat's side reads them."""
    rows = FaceSavingPair.objects.filter(dialogue_id=seat.dialogue_id, handed=True).order_by("number")
    return _views(seat.dialogue_id, list(rows), reader=seat.side_id)


def pair_for(seat: Seat, pair_id: UUID) -> PairView | None:
    """Return one pair as this seat's side reads it, or None."""
    rows = FaceSavingPair.objects.filter(dialogue_id=seat.dialogue_id, handed=True, id=pair_id)
    return next(iter(_views(seat.dialogue_id, list(rows), reader=seat.side_id)), None)


def pair_that_asks(seat: Seat) -> UUID | None:
    """Return a pair about which the seat's side is being asked something by silence, or None: for the room's first line."""
    asked = PublicLine.objects.filter(dialogue=seat.dialogue_id, side=seat.side_id, silence_until__isnull=False)
    return asked.values_list("pair_id", flat=True).first()


def agreed_pairs(dialogue_id: UUID) -> list[AgreedPair]:
    """Return the public words of every agreed pair, by number: for digests and exports, which take nothing else."""
    rows = FaceSavingPair.objects.filter(dialogue_id=dialogue_id, state__in=AGREED).order_by("number")
    return [
        AgreedPair(view.id, view.number, view.item, view.content.joint, [(line.side, line.text) for line in view.lines])
        for view in _views(dialogue_id, list(rows), reader=None)
    ]


def what_may_be_said(dialogue_id: UUID, side_id: UUID) -> list[MayBeSaid]:
    """Return what a participant of this side may say at home, one entry for each agreed pair, by number."""
    rows = FaceSavingPair.objects.filter(dialogue_id=dialogue_id, state__in=AGREED).order_by("number")
    return [
        MayBeSaid(
            number=view.number,
            item=view.item,
            own_line=next((line.text for line in view.lines if line.side.id == side_id), ""),
            joint=view.content.joint,
            if_asked=if_asked(view.linkage, confidential=view.confidential),
            others=[(line.side, line.text) for line in view.lines if line.side.id != side_id],
        )
        for view in _views(dialogue_id, list(rows), reader=None)
    ]


def hearing_under_way(view: PairView) -> bool:
    """Whether a ballot on how the lines sound is on its way."""
    return view.hearing is not None and Measure.objects.filter(id=view.hearing, state__in=UNDER_WAY).exists()


def stages_of(view: PairView) -> tuple[list[str], int]:
    """Return the way of a pair in words, and where it stands on it, from 1."""
    words = [_("Drafted"), _("Lines of the sides"), _("Heard"), _("Checked"), _("Sealed")]
    if view.state in (State.DEPOSITED, State.ACTIVATED):
        return words, 5
    if view.state == State.CONSISTENT:
        return words, 5 if view.confidential else 4
    if view.heard:
        return words, 4
    if view.all_stand:
        return words, 3
    return words, 2 if view.handed else 1


def _views(dialogue_id: UUID, rows: Sequence[FaceSavingPair], *, reader: UUID | None) -> list[PairView]:
    """Decrypt pairs for a side, or for facilitators (no reader). Queries do not grow with the pairs."""
    sides = sides_of(dialogue_id) if rows else []
    places = {side.id: side for side in sides}
    lines: dict[UUID, list[PublicLine]] = {row.id: [] for row in rows}
    for line in PublicLine.objects.filter(pair__in=list(lines)):
        lines[line.pair_id].append(line)
    kept = ConfidentialText.objects.filter(pair__in=list(lines), retired=False)
    confidential = set(kept.values_list("pair_id", flat=True))
    return [
        PairView(
            id=row.id,
            dialogue_id=row.dialogue_id,
            number=row.number,
            item=row.item,
            handed=row.handed,
            state=row.state,
            state_words=state_words(row.state, handed=row.handed),
            content=read_content(row),
            linkage=row.linkage,
            disclose_on=row.disclose_on,
            hearing=row.hearing,
            heard=row.heard,
            heard_words=mark_words(row.heard),
            confidential=row.id in confidential,
            lines=_lines([line for line in lines[row.id] if line.side in places], places, reader),
        )
        for row in rows
    ]


def _lines(rows: Sequence[PublicLine], places: dict[UUID, SideView], reader: UUID | None) -> list[LineView]:
    """Return the lines of a pair in the order of the sides.

    A side reads its own; the others' are shown all at once when every one of them stands, so that none is written as an
    answer to another. Facilitators read a line once it stands for its side.
    """
    ordered = sorted(rows, key=lambda line: places[line.side].number)
    together = all(line.state == PublicLine.State.STANDS for line in rows)
    return [_line(line, places[line.side], reader, together=together) for line in ordered]


def _line(line: PublicLine, side: SideView, reader: UUID | None, *, together: bool) -> LineView:
    """Decrypt one line for a reader; what a side is being asked is told to that side alone."""
    own = reader == side.id
    text = read_cell(line, "text")
    stands = line.state == PublicLine.State.STANDS
    shown = own or together or (reader is None and stands)
    return LineView(
        side=side,
        text=text if shown else "",
        written=bool(text),
        state=line.state,
        state_words=line_words(line.state, empty=not text),
        heard=line.heard,
        heard_words=mark_words(line.heard),
        confirmed=line.confirmed,
        asked=line.asked if own else "",
        asked_checks=line.asked_checks if own else "",
        until=line.silence_until if own else None,
        broken=line.broken if own else 0,
    )
