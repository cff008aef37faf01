"""Who is on a line: a seat or a facilitator, found from the ticket, and for seats the cookie must name the same one.

Many are let in at once, as they come after a restart: a few queries for all of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from uuid import UUID

from django.conf import settings
from django.http import Http404

from accounts.access import Role, Staff, staff_in
from accounts.models import StaffMember
from dialogues.admission import logins, tickets
from dialogues.admission.access import NotSeated, Seat, seats_by_ids
from dialogues.chat.rooms import may_enter
from dialogues.events.models import Room
from dialogues.room.sockets import take_places


class NoEntry(Exception):
    """The line is not let in: no ticket, no seat, no room."""


@dataclass(frozen=True, slots=True)
class Knock:
    """A hello as it came: the ticket, the room of the page, the seat's cookie, this line's name, whether the line is even."""

    ticket: str
    room_id: UUID
    cookie: str
    name: str
    even: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Guest:
    """Somebody on a line, and the room they are in. `name` is the line's own. Two lines of a seat are two guests."""

    room_id: UUID
    name: str
    key: Seat | Staff
    login: bytes = field(default=b"", repr=False)  # the hash of a seat's cookie: its end closes the line

    @property
    def seat_id(self) -> UUID | None:
        """The seat, if it is one."""
        return self.key.id if isinstance(self.key, Seat) else None


def let_in_all(knocks: Sequence[Knock]) -> list[Guest | Exception]:
    """Spend tickets and return who holds them; each is a guest or the reason why not: NoEntry, or NotSeated."""
    holders = tickets.take_all([knock.ticket for knock in knocks])
    named = [UUID(holder["seat"]) for holder in holders if holder and "seat" in holder]
    seats = seats_by_ids(named)
    behind = logins.seats_behind({knock.cookie for knock in knocks if knock.cookie}) if named else {}
    rooms = Room.objects.select_related("dialogue").in_bulk({knock.room_id for knock in knocks})
    guests: list[Guest | Exception] = []
    for knock, holder in zip(knocks, holders, strict=True):
        try:
            key = _key(knock, holder, seats, behind)
            room = rooms.get(knock.room_id)
            if room is None or not may_enter(room, key) or room.dialogue.even_traffic != knock.even:
                raise NoEntry
            login = logins.cookie_hash(knock.cookie) if isinstance(key, Seat) else b""
            guests.append(Guest(knock.room_id, knock.name, key, login))
        except (NoEntry, NotSeated, Http404) as refusal:
            guests.append(refusal)
    take_places([(guest.seat_id, guest.name) for guest in guests if isinstance(guest, Guest) and guest.seat_id])
    return guests


def _key(
    knock: Knock, holder: dict[str, str] | None, seats: Mapping[UUID, Seat | Exception], behind: dict[str, UUID]
) -> Seat | Staff:
    """Return the key of one ticket's holder."""
    if holder is None:
        raise NoEntry
    if "seat" in holder:
        seat = seats[UUID(holder["seat"])]
        if isinstance(seat, Exception):
            raise seat
        if behind.get(knock.cookie) != seat.id:
            raise NoEntry
        return seat
    member = StaffMember.objects.filter(id=holder["staff"]).first()
    if member is None:
        raise NoEntry
    return staff_in(member, UUID(holder["dialogue"]), Role.FACILITATOR)


def seat_cookie(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Return the seat cookie of a handshake; "" if there is none that can be read."""
    jar: SimpleCookie = SimpleCookie()
    for name, value in headers:
        if name == b"cookie":
            try:
                jar.load(value.decode("latin-1"))
            except CookieError:
                return ""
    morsel = jar.get(settings.SEAT_COOKIE_NAME)
    return morsel.value if morsel else ""
