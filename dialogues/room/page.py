"""What the room's page shows before any script runs: the last messages, the agenda, the text on the table, what is asked now."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.admission.access import Seat
from dialogues.agenda.queries import ItemView, board
from dialogues.ballots.models import Measure
from dialogues.ballots.queries.measures import asked_of_seat
from dialogues.chat.holding import HeldView, held_in, held_of
from dialogues.chat.languages import language_choices
from dialogues.chat.operations import may_be_withdrawn
from dialogues.chat.rooms import RoomName, room_for, rooms_for
from dialogues.dialogue.clock import now
from dialogues.dialogue.models import Dialogue, Session
from dialogues.dialogue.queries import SideView, current_session, entry_and_line, is_high_risk, sides_of
from dialogues.events.models import Room
from dialogues.events.queries import entries_before, plenary_of
from dialogues.facesaving.queries import pair_that_asks
from dialogues.proposals.queries import VersionView, text_on_the_table
from dialogues.room.encoding import masks_of
from dialogues.room.words import event_words, phase_words

SHOWN = 100  # entries on the page
PHASES = tuple(Session.Phase.values)


@dataclass(frozen=True, slots=True)
class Now:
    """The band below the header: one sentence, and one button if there is something to do."""

    words: str
    address: str = ""
    button: str = ""


@dataclass(frozen=True, slots=True)
class RoomPage:
    """The page of a room."""

    session: Session | None
    room: Room | None
    phases: list[tuple[str, bool]]
    entries: list[dict[str, Any]]
    last: int
    earlier: int
    items: list[ItemView]
    version: VersionView | None
    sides: list[SideView]
    now: Now
    live: bool
    quick: bool
    even: int  # milliseconds from tick to tick in a dialogue with even traffic; 0 in any other
    rooms: list[RoomName]
    languages: list[tuple[str, str]]  # those that the dialogue is held in, if there are several
    held: list[HeldView]  # a facilitator: what waits here; a seat: what waits of its own

    @property
    def asks_its_author(self) -> bool:
        """Whether other words were offered, or a reason given why not: its author has to see it."""
        return any(held.offered or held.reason for held in self.held)

    def language_of(self, mask: str, role: str) -> str:
        """The language that somebody last wrote in, as far as this page shows it; the dialogue's first one otherwise."""
        own = [one["b"]["lang"] for one in self.entries if _own(one, mask, role)]
        return own[-1] if own else self.languages[0][0]

    @property
    def kind(self) -> str:
        """What kind of room this is; the plenary while there is none yet."""
        return self.room.kind if self.room else Room.Kind.PLENARY


def room_page(key: Seat | Staff, room_id: UUID | None = None, *, before: int | None = None) -> RoomPage:
    """Return everything that a room's page shows; a fixed number of queries however long the talk was. Raises NoSuchRoom.

    Without a room it is the plenary of the present session.
    """
    dialogue_id, seat = key.dialogue_id, key if isinstance(key, Seat) else None
    session = current_session(dialogue_id)
    room = room_for(key, room_id) if room_id else plenary_of(session.id) if session else None
    top = before or ((room.last if room else 0) + 1)
    entries = _entries(room, top) if room else []
    item = session.current_item if session else None
    entry, even = entry_and_line(dialogue_id)
    return RoomPage(
        session=session,
        room=room,
        phases=[(phase_words(phase), bool(session) and phase == session.phase) for phase in PHASES] if session else [],
        entries=entries,
        last=room.last if room else 0,
        earlier=entries[0]["n"] if entries and entries[0]["n"] > 1 else 0,
        items=board(dialogue_id),
        version=text_on_the_table(dialogue_id, item),
        sides=sides_of(dialogue_id),
        now=now_band(dialogue_id, session, seat),
        live=session is not None and session.state == Session.State.LIVE,
        quick=entry == Dialogue.Entry.QUICK,
        even=settings.EVEN_TICK_MS if even else 0,
        rooms=rooms_for(key, session),
        languages=language_choices(dialogue_id),
        held=_held(key, room, session),
    )


def _own(entry: dict[str, Any], mask: str, role: str) -> bool:
    """Whether an entry is a message of this mask, or, without one, of the facilitators, and says its language."""
    mine = entry.get("m") == mask if mask else entry.get("r") == role
    return mine and bool(entry["b"].get("lang"))


def now_band(dialogue_id: UUID, session: Session | None, seat: Seat | None) -> Now:
    """Say what is asked of a participant now: a ballot first, then where the session stands."""
    if seat is not None:
        ballots = list(
            asked_of_seat(seat).filter(state__in=[Measure.State.OPEN, Measure.State.ANNOUNCED]).order_by("-state")[:1]
        )
        if ballots:
            address = reverse("ballots:ballot", args=[ballots[0].id])
            open_now = ballots[0].state == Measure.State.OPEN
            words = (
                _("answer in private. A ballot is open.") if open_now else _("get ready. A private ballot opens soon.")
            )
            return Now(words, address, _("Go to the ballot"))
        pair = pair_that_asks(seat)
        if pair is not None:
            address = reverse("facesaving:read_pair", args=[pair])
            return Now(_("your side is being asked about a face-saving pair."), address, _("Read it"))
    return Now(_state_words(session))


def _state_words(session: Session | None) -> str:
    """The session's state as one sentence."""
    if session is None:
        return _("nothing yet. The facilitators will plan the first session.")
    return {
        Session.State.PLANNED: _("nothing yet. The session is planned; this page tells when it opens."),
        Session.State.OPEN_FOR_RULES: _("read the rules. The talk begins when every side is here."),
        Session.State.LIVE: _("speak to what is on the table, one thing at a time."),
        Session.State.COOLING_OFF: _("pause. Nobody posts until the pause ends; your draft is kept."),
        Session.State.CLOSING: _("finish. The session is closing."),
        Session.State.CLOSED: _("nothing. The session is closed; you can still read it."),
        Session.State.ARCHIVED: _("nothing. The messages of this session were destroyed."),
    }[Session.State(session.state)]


def _entries(room: Room, before: int) -> list[dict[str, Any]]:
    """The last entries as templates show them: the same fields as on the wire."""
    known, moment, high_risk = masks_of(room.id), now(), is_high_risk(room.dialogue_id)
    shown = []
    for entry in entries_before(room.id, before, SHOWN):
        frame = entry.wire(known)
        fresh = may_be_withdrawn(entry.minute, moment, high_risk=high_risk)
        shown.append({**frame, "w": event_words(entry.kind, entry.body), "clock": entry.minute, "fresh": fresh})
    return shown


def _held(key: Seat | Staff, room: Room | None, session: Session | None) -> list[HeldView]:
    """What waits for a facilitator in a room: all of it for them, its own for a seat."""
    if room is None or session is None:
        return []
    return held_of(key, room.id) if isinstance(key, Seat) else held_in(room.id, session.epoch)
