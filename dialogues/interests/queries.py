"""What may be read: a side its own page and what was shown to all, facilitators what stands and was not kept to the side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts.access import Staff
from dialogues.admission.access import Seat
from dialogues.agenda.queries import ItemView, board, item_of
from dialogues.dialogue.clock import now
from dialogues.dialogue.queries import SideView, sides_of
from dialogues.interests.content import NOT_ON_THE_AGENDA, Content
from dialogues.interests.marks import read_marks
from dialogues.interests.models import CommonInterest, SideEntry
from dialogues.interests.refusals import NoSuchLine
from dialogues.interests.rules import READ_BY_FACILITATORS, STANDING, Told, asks_for, told
from dialogues.interests.wording import ask_button, kind_words, reader_words, state_words
from dialogues.vault.cells import read_cell, read_json

PLACES = {state: place for place, state in enumerate(SideEntry.State.values)}


@dataclass(frozen=True, slots=True)
class Line:
    """One line as its readers get it: no author, no time but the end of a silence."""

    id: UUID
    kind: str
    content: Content
    interest_words: str
    about: SideView | None
    state: str
    state_words: str
    reader_words: str
    until: datetime | None
    broken: int
    scribed: bool
    side: UUID
    asks: list[tuple[str, str]]

    @property
    def text(self) -> str:
        """The words."""
        return self.content.text

    @property
    def open(self) -> bool:
        """Whether its words can still be changed."""
        return self.state in {SideEntry.State.DRAFTED, SideEntry.State.BROKEN}


@dataclass(frozen=True, slots=True)
class Interest:
    """An interest before the sides, as one side or the facilitators read it."""

    id: UUID
    text: str
    kind_words: str
    shown_by: SideView | None
    told: Told
    until: datetime | None
    item: UUID

    @property
    def shared(self) -> bool:
        """Whether every side has marked it."""
        return self.told == Told.SHARED


@dataclass(frozen=True, slots=True)
class SidePage:
    """A side's page on one agenda item."""

    item: ItemView
    lines: dict[str, list[Line]]
    shown: list[tuple[SideView, list[Line]]]
    interests: list[Interest]


def items_for_sides(dialogue_id: UUID) -> list[ItemView]:
    """Return the items that a side can work on, in the order of the agenda."""
    return [item for item in board(dialogue_id) if item.state not in NOT_ON_THE_AGENDA]


def item_for_sides(dialogue_id: UUID, item_id: UUID) -> ItemView:
    """Return one of these items. Raises NoSuchLine."""
    item = item_of(dialogue_id, item_id)
    if item is None or item.state in NOT_ON_THE_AGENDA:
        raise NoSuchLine
    return item


def side_page(seat: Seat, item_id: UUID) -> SidePage:
    """Return a side's own page on an item. Raises NoSuchLine."""
    item = item_for_sides(seat.dialogue_id, item_id)
    sides = {side.id: side for side in sides_of(seat.dialogue_id)}
    readable = Q(side=seat.side_id) | Q(state=SideEntry.State.SHOWN_TO_ALL)
    rows = SideEntry.objects.filter(readable, dialogue_id=seat.dialogue_id, item=item_id).order_by("id")
    lines = [_line(row, sides) for row in rows]
    own = [line for line in lines if line.side == seat.side_id]
    # An interest that a side has shown stands among the interests before every side, where it can be marked.
    theirs = [line for line in lines if line.side != seat.side_id and line.kind != SideEntry.Kind.INTEREST]
    others = [(side, [line for line in theirs if line.side == side.id]) for side in sides.values()]
    return SidePage(
        item=item,
        lines=by_kind(own),
        shown=[(side, found) for side, found in others if found],
        interests=_interests(seat, item_id, sides),
    )


def line_of(seat: Seat, item_id: UUID, entry_id: UUID) -> tuple[Line, list[str]]:
    """Return a line of the seat's own side, and what the side says about it. Raises NoSuchLine."""
    rows = SideEntry.objects.filter(dialogue_id=seat.dialogue_id, side=seat.side_id, item=item_id, id=entry_id)
    row = rows.prefetch_related("remarks").first()
    if row is None:
        raise NoSuchLine
    sides = {side.id: side for side in sides_of(seat.dialogue_id)}
    return _line(row, sides), [read_cell(remark, "text") for remark in row.remarks.all()]


def waiting_items(seat: Seat) -> set[UUID]:
    """Return the items on which a silence of the seat's own side is running."""
    rows = SideEntry.objects.filter(
        dialogue_id=seat.dialogue_id, side=seat.side_id, silence_until__isnull=False
    ).values_list("item", flat=True)
    running = {found.item for found in _interests(seat, None) if found.told == Told.RUNNING}
    return set(rows) | running


def interests_for_facilitators(staff: Staff, item_id: UUID) -> list[Interest]:
    """Return the interests before the sides as facilitators read them: offered, or shared; never a side's mark."""
    sides = {side.id: side for side in sides_of(staff.dialogue_id)}
    rows = CommonInterest.objects.filter(dialogue_id=staff.dialogue_id, item=item_id).order_by("id")
    moment = now()
    return _sorted(_interest(row, sides, None, moment) for row in rows)


def shared_interests(dialogue_id: UUID) -> list[Interest]:
    """Return the interests that every side has marked, in the order of the agenda: all that may ever leave the room."""
    order = {item.id: place for place, item in enumerate(board(dialogue_id))}
    rows = CommonInterest.objects.filter(dialogue_id=dialogue_id, state=CommonInterest.State.SHARED).order_by("id")
    found = [_interest(row, {}, None, now()) for row in rows if row.item in order]
    return sorted(found, key=lambda interest: (order[interest.item], interest.text))


def standing_lines(staff: Staff, item_id: UUID | None = None) -> dict[UUID, dict[UUID, list[Line]]]:
    """Return item → side → the lines that facilitators read: they stand, and the side did not keep them to itself."""
    sides = {side.id: side for side in sides_of(staff.dialogue_id)}
    rows = SideEntry.objects.filter(
        dialogue_id=staff.dialogue_id, state__in=STANDING, visibility__in=READ_BY_FACILITATORS
    ).order_by("id")
    found: dict[UUID, dict[UUID, list[Line]]] = {}
    for row in rows.filter(item=item_id) if item_id else rows:
        found.setdefault(row.item, {}).setdefault(row.side, []).append(_line(row, sides))
    return found


def by_kind(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Return kind → lines, what stands first; every kind is there."""
    found: dict[str, list[Line]] = {kind: [] for kind in SideEntry.Kind.values}
    for line in sorted(lines, key=lambda line: -PLACES[line.state]):
        found[line.kind].append(line)
    return found


def _line(row: SideEntry, sides: dict[UUID, SideView]) -> Line:
    """Decrypt one line."""
    content = Content(**read_json(row, "content"))
    return Line(
        id=row.id,
        kind=row.kind,
        content=content,
        interest_words=kind_words(content.interest),
        about=sides.get(UUID(content.about)) if content.about else None,
        state=row.state,
        state_words=state_words(row.state, row.asked, broken=row.broken),
        reader_words=reader_words(row.state, row.visibility),
        until=row.silence_until,
        broken=row.broken,
        scribed=row.scribed,
        side=row.side,
        asks=[(ask.value, ask_button(ask)) for ask in asks_for(row.kind, row.state, row.visibility)],
    )


def _interests(seat: Seat, item_id: UUID | None, sides: dict[UUID, SideView] | None = None) -> list[Interest]:
    """Return interests as the seat's side reads them, of one item or of all."""
    rows = CommonInterest.objects.filter(dialogue_id=seat.dialogue_id).order_by("id")
    moment = now()
    own = str(seat.side_id)
    chosen = rows.filter(item=item_id) if item_id else rows
    return _sorted(_interest(row, sides or {}, read_marks(row).get(own), moment) for row in chosen)


def _interest(row: CommonInterest, sides: dict[UUID, SideView], own: datetime | None, moment: datetime) -> Interest:
    """One interest as a reader gets it, who is handed no mark but their own side's."""
    content = Content(**read_json(row, "content"))
    standing = told(own, shared=row.state == CommonInterest.State.SHARED, moment=moment)
    return Interest(
        id=row.id,
        text=content.text,
        kind_words=kind_words(content.interest),
        shown_by=sides.get(row.shown_by) if row.shown_by else None,
        told=standing,
        until=own if standing == Told.RUNNING else None,
        item=row.item,
    )


def _sorted(interests: Iterable[Interest]) -> list[Interest]:
    """What is shared comes first."""
    return sorted(interests, key=lambda interest: not interest.shared)
