"""Watching the lines of a process: how much each seat asks, whether it still may be here, which lines are idle.

Whoever acts is looked at within a second; everybody every five. What the doorbell missed is closed here.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Sequence
from itertools import count
from typing import Protocol
from uuid import UUID

import redis
from django.conf import settings
from django.db import DatabaseError

from accounts.access import Staff
from accounts.models import StaffRole
from dialogues.admission.access import restraints_of
from dialogues.admission.logins import standing_logins
from dialogues.chat.drafts import keep_fresh
from dialogues.chat.rooms import may_enter
from dialogues.events.doorbell import bell_key, connection, opaque
from dialogues.events.models import Room
from dialogues.room.guests import Guest
from dialogues.room.sockets import give_up_places, renew_places
from dialogues.room.threads import in_thread

FRESH_TURNS, TALKING_SECONDS = 3, 60  # whoever was heard within a minute is re-read before the second is over
LOOK_SECONDS, SWEEP_SECONDS, IDLE_SECONDS = 0.25, 5, 30 * 60
log = logging.getLogger("anteroom.watch")
_SCRIPT = """
local over = {}
for i = 1, #KEYS do
  local count = redis.call('INCRBY', KEYS[i], ARGV[i + 1])
  if count == tonumber(ARGV[i + 1]) then redis.call('EXPIRE', KEYS[i], 60) end
  if count > tonumber(ARGV[1]) then over[#over + 1] = i - 1 end
end
return over
"""


def count_frames(counts: Counter[UUID]) -> list[UUID]:
    """Count frames over all processes in one script; return the seats that sent too many within a minute."""
    seats = list(counts)
    try:
        key = bell_key()
        names = [f"anteroom:{{frames}}:{opaque(key, seat)}" for seat in seats]
        amounts = [counts[seat] for seat in seats]
        over = connection().eval(_SCRIPT, len(names), *names, settings.SEAT_FRAMES_A_MINUTE, *amounts)
    except redis.exceptions.RedisError:
        return []
    return [seats[int(place)] for place in over]


def look_at(counts: Counter[UUID]) -> dict[UUID, int]:
    """Return seat → close code of those who acted and may not go on."""
    out = dict.fromkeys(restraints_of(counts, speaking=False), 4403)
    return {**dict.fromkeys(count_frames(counts), 4429), **out}


def look_at_all(guests: Sequence[Guest]) -> dict[Guest, int]:
    """Return the guests who may not be here any more, with their close codes, and renew the places of the others."""
    seated = [guest for guest in guests if guest.seat_id]
    restrained = restraints_of({guest.seat_id for guest in seated if guest.seat_id}, speaking=False)
    standing = standing_logins({guest.login for guest in seated}) if seated else set()
    out = {guest: 4403 for guest in seated if guest.seat_id in restrained}
    out |= {guest: 4401 for guest in seated if guest.login not in standing and guest not in out}
    staff = [guest for guest in guests if isinstance(guest.key, Staff)]
    out |= dict.fromkeys(_staff_no_more(staff), 4401)
    out |= dict.fromkeys(_asked_out(staff), 4403)
    renew_places([(guest.seat_id, guest.name) for guest in seated if guest.seat_id and guest not in out])
    return out


def _asked_out(staff: Sequence[Guest]) -> list[Guest]:
    """Return the facilitators who are in a room that does not want them any more."""
    rooms = Room.objects.in_bulk({guest.room_id for guest in staff}) if staff else {}
    return [guest for guest in staff if guest.room_id not in rooms or not may_enter(rooms[guest.room_id], guest.key)]


def _staff_no_more(staff: Sequence[Guest]) -> list[Guest]:
    """Return the facilitators who are none any more. One query for all."""
    rows = StaffRole.objects.filter(staff__in={guest.key.id for guest in staff}, staff__is_active=True) if staff else []
    held = {(row.staff_id, row.dialogue, row.role) for row in rows}
    return [
        guest
        for guest in staff
        if isinstance(guest.key, Staff) and (guest.key.id, guest.key.dialogue_id, guest.key.role.value) not in held
    ]


class Closing(Protocol):
    """Who has the lines, and closes them."""

    def close_seat(self, seat_id: UUID, code: int) -> None:
        """Close every line of a seat."""

    def close_guest(self, guest: Guest, code: int) -> None:
        """Close one line."""

    def heard(self) -> dict[Guest, float]:
        """Who is here, and when each was last heard."""


class Watch:
    """The watch of one process over its guests; `hub` closes whom it names."""

    def __init__(self, hub: Closing) -> None:
        self.hub = hub
        self._acted: Counter[UUID] = Counter()
        self._gone: list[tuple[UUID, str]] = []
        self.tasks = [asyncio.create_task(self._look()), asyncio.create_task(self._sweep())]

    def acted(self, seat_id: UUID) -> None:
        """Note that a seat sent a frame."""
        self._acted[seat_id] += 1

    def left(self, seat_id: UUID, name: str) -> None:
        """Note that a line has gone; its place is given back."""
        self._gone.append((seat_id, name))

    async def _look(self) -> None:
        """Look at whoever acted."""
        for turn in count():
            await asyncio.sleep(LOOK_SECONDS)
            acted, self._acted = self._acted, Counter()
            gone, self._gone = self._gone, []
            try:
                if gone:
                    await in_thread(give_up_places, gone)
                for seat, code in (await in_thread(look_at, acted) if acted else {}).items():
                    self.hub.close_seat(seat, code)
                if turn % FRESH_TURNS == 0 and (talking := self._talking()):
                    await in_thread(keep_fresh, talking)
            except DatabaseError:
                log.warning("The database is out of reach; lines are looked at when it is back.")

    def _talking(self) -> set[UUID]:
        """The seats that were heard lately and may speak any moment."""
        since = time.monotonic() - TALKING_SECONDS
        return {guest.seat_id for guest, heard in self.hub.heard().items() if guest.seat_id and heard > since}

    async def _sweep(self) -> None:
        """Look at everybody."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            before = time.monotonic() - IDLE_SECONDS
            for guest, heard in list(self.hub.heard().items()):
                if heard < before:
                    self.hub.close_guest(guest, 4408)
            guests = list(self.hub.heard())
            try:
                for guest, code in (await in_thread(look_at_all, guests) if guests else {}).items():
                    self.hub.close_guest(guest, code)
            except DatabaseError:
                log.warning("The database is out of reach; lines are looked at when it is back.")
