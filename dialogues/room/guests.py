"""Who is on a line: a seat or a facilitator, found from the ticket, and for seats the cookie must name the same one."""

from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

from django.conf import settings

from accounts.access import Role, Staff, staff_in
from accounts.models import StaffMember
from dialogues.admission import tickets
from dialogues.admission.access import Seat, seat_by_id, seat_of
from dialogues.chat.operations import Draft, draft_of_seat, draft_of_staff
from dialogues.dialogue.queries import current_session
from dialogues.events.queries import plenary_of
from dialogues.room.frames import Post


class NoEntry(Exception):
    """The line is not let in: no ticket, no seat, no room."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on a line, and the room they are in."""

    room_id: UUID
    seat: Seat | None = None
    staff: Staff | None = None

    def draft(self, post: Post) -> Draft:
        """Return what they say as a draft. Raises TalkRefused and what access raises: the seat is read again each time."""
        if self.seat is not None:
            return draft_of_seat(seat=self.seat, cmid=post.cmid, text=post.text, text_version=post.text_version)
        assert self.staff is not None  # noqa: S101
        return draft_of_staff(staff=self.staff, cmid=post.cmid, text=post.text)


def let_in(ticket: str, headers: list[tuple[bytes, bytes]]) -> Guest:
    """Spend a ticket and return who holds it. Raises NoEntry, and what access raises for a suspended seat."""
    holder = tickets.take(ticket)
    if holder is None:
        raise NoEntry
    if "seat" in holder:
        seat = seat_by_id(UUID(holder["seat"]))
        behind = seat_of(_cookie(headers))
        if behind is None or behind.id != seat.id:
            raise NoEntry
        return Guest(_room(seat.dialogue_id), seat=seat)
    member = StaffMember.objects.filter(id=holder["staff"]).first()
    if member is None:
        raise NoEntry
    staff = staff_in(member, UUID(holder["dialogue"]), Role.FACILITATOR)
    return Guest(_room(staff.dialogue_id), staff=staff)


def _room(dialogue_id: UUID) -> UUID:
    """The plenary of the session that is meeting."""
    session = current_session(dialogue_id)
    room: Any = plenary_of(session.id) if session else None
    if room is None:
        raise NoEntry
    found: UUID = room.id
    return found


def _cookie(headers: list[tuple[bytes, bytes]]) -> str:
    """Return the seat cookie of a handshake."""
    jar: SimpleCookie = SimpleCookie()
    for name, value in headers:
        if name == b"cookie":
            jar.load(value.decode("latin-1"))
    morsel = jar.get(settings.SEAT_COOKIE_NAME)
    return morsel.value if morsel else ""
