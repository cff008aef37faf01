"""Which rooms somebody may be in: the plenary, the own side's caucus, a private line to the facilitators, the facilitators' room.

A caucus is its side's alone, plus the facilitators while the side has asked them in. It has its own numbers, so that nobody
sees gaps that would betray it, and what is said in it goes into no digest, summary, export or other's search.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.admission.access import Seat, seat_by_id
from dialogues.admission.queries import masks
from dialogues.dialogue.models import Session
from dialogues.dialogue.queries import current_session, sides_of
from dialogues.events.models import Room

Kind = Room.Kind
# When caucuses, private lines and the facilitators' room are open: a pause freezes the plenary alone (domain.md 5, invariant 12).
ASIDE = frozenset({Session.State.OPEN_FOR_RULES, Session.State.LIVE, Session.State.COOLING_OFF, Session.State.CLOSING})
ORDER = (Kind.PLENARY, Kind.CAUCUS, Kind.PRIVATE_LINE, Kind.FACILITATORS)


class NoSuchRoom(Exception):
    """There is no such room, or it is not yours: they look the same."""


@dataclass(frozen=True, slots=True)
class RoomName:
    """A room in the list of those that somebody may be in."""

    id: UUID
    kind: str
    words: str
    facilitators_invited: bool


def may_enter(room: Room, key: Seat | Staff) -> bool:
    """Whether a seat, or a facilitator, may be in a room. Pure: it reads nothing but the two."""
    if room.dialogue_id != key.dialogue_id:
        return False
    if room.kind == Kind.PLENARY:
        return True
    if isinstance(key, Staff):
        return room.kind != Kind.CAUCUS or room.facilitators_invited
    if room.kind == Kind.CAUCUS:
        return room.side == key.side_id
    return room.kind == Kind.PRIVATE_LINE and room.seat == key.id


def room_for(key: Seat | Staff, room_id: UUID) -> Room:
    """Return a room of the present session that this key opens. Raises NoSuchRoom."""
    session = current_session(key.dialogue_id)
    room = Room.objects.filter(id=room_id, session=session).first() if session else None
    if room is None or not may_enter(room, key):
        raise NoSuchRoom
    return room


def rooms_for(key: Seat | Staff, session: Session | None) -> list[RoomName]:
    """Return the rooms of a session that this key opens, the plenary first. A fixed number of queries."""
    rows = list(Room.objects.filter(session=session)) if session else []
    names = masks(session.epoch) if session and session.epoch and isinstance(key, Staff) else {}
    labels = {side.id: side.label for side in sides_of(key.dialogue_id)}
    found = [
        RoomName(row.id, row.kind, _words(row, key, labels, names), row.facilitators_invited)
        for row in rows
        if may_enter(row, key)
    ]
    return sorted(found, key=lambda room: (ORDER.index(Kind(room.kind)), room.words))


@transaction.atomic
def open_private_line(*, seat: Seat) -> Room:
    """Open, or find, a mask's private line to the facilitators. Raises NoSuchRoom between sessions, NotSeated."""
    seat_by_id(seat.id)
    session = current_session(seat.dialogue_id)
    if session is None or session.state in {Session.State.CLOSED, Session.State.ARCHIVED}:
        raise NoSuchRoom
    room, _made = Room.objects.get_or_create(
        dialogue_id=seat.dialogue_id, session_id=session.id, kind=Kind.PRIVATE_LINE, side=None, seat=seat.id
    )
    return room


def _words(room: Room, key: Seat | Staff, labels: dict[UUID, str], names: dict[UUID, tuple[str, int]]) -> str:
    """What a room is called for whoever reads the list."""
    if room.kind == Kind.CAUCUS:
        return _("Caucus of %(side)s") % {"side": labels.get(room.side, "")} if room.side else ""
    if room.kind == Kind.PRIVATE_LINE:
        mask = names.get(room.seat, ("", 0))[0] if room.seat else ""
        return (
            _("Private line of %(mask)s") % {"mask": mask} if isinstance(key, Staff) else _("You and the facilitators")
        )
    return _("Facilitators’ room") if room.kind == Kind.FACILITATORS else _("Everyone")
