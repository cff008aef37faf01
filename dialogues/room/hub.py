"""One hub a process: the rooms that somebody here is in, who is on which line, and what the doorbell says about them.

The doorbell is a hint and PostgreSQL the truth: numbers are compared every few seconds, so a lost ring loses nothing.
"""

import asyncio
import logging
import time
from typing import Any
from uuid import UUID

import redis.exceptions
from django.db import DatabaseError

from dialogues.events.queries import last_numbers
from dialogues.room.bell import Bell
from dialogues.room.deeds import Deeds
from dialogues.room.ending import RESTARTING, before_the_end
from dialogues.room.even.ticker import Ticker
from dialogues.room.feed import Feed
from dialogues.room.frames import LOOK
from dialogues.room.gathering import Gathering
from dialogues.room.guests import Guest, Knock, let_in_all
from dialogues.room.line import Line
from dialogues.room.sockets import MOST
from dialogues.room.threads import give_back, in_thread
from dialogues.room.watch import Watch
from dialogues.room.writer import Writer

COMPARE_SECONDS = 3
log = logging.getLogger("anteroom.hub")


class Hub:
    """The feeds and the guests of one process."""

    def __init__(self) -> None:
        self.feeds: dict[UUID, Feed] = {}
        self.lines: dict[Guest, Line] = {}
        self._heard: dict[Guest, float] = {}
        self._seats: dict[UUID, list[Guest]] = {}
        self.door: Gathering[Knock, Guest] = Gathering(let_in_all)
        self.writer = Writer()
        self.deeds = Deeds(self.writer)
        self.ticker = Ticker()
        self.watch = Watch(self)
        self.bell = Bell(self._hear, self._resync)
        self._comparing = asyncio.create_task(self._compare())
        self._end = before_the_end(asyncio.get_running_loop(), self.close_all)

    async def join(self, guest: Guest, line: Line, after: int) -> Feed:
        """Let a guest into their room; what was missed comes first."""
        feed = await self._feed(guest.room_id)
        self.lines[guest] = line
        self.acted(guest)
        if guest.seat_id:
            self.bell.listen_to(guest.seat_id)
            here = self._seats.setdefault(guest.seat_id, [])
            here.append(guest)
            for oldest in here[:-MOST]:
                self.close_guest(oldest, 4409)
        feed.join(line, after)
        return feed

    async def _feed(self, room_id: UUID) -> Feed:
        """Return the feed of a room. While it learned where the room stands, the last other guest may have left and taken it along."""
        while True:
            feed = self.feeds.get(room_id)
            if feed is None:
                feed = self.feeds[room_id] = Feed(room_id)
                self.bell.listen_to(room_id)
            await feed.begin()
            if self.feeds.get(room_id) is feed:
                return feed

    def leave(self, guest: Guest) -> None:
        """Forget a guest's line; an empty room's feed is dropped."""
        line = self.lines.pop(guest, None)
        self._heard.pop(guest, None)
        feed = self.feeds.get(guest.room_id)
        if feed is not None and line is not None:
            feed.leave(line)
            if feed.empty:
                del self.feeds[guest.room_id]
                self.bell.forget(guest.room_id)
        if guest.seat_id:
            self._leave_seat(guest.seat_id, guest)

    def acted(self, guest: Guest) -> None:
        """Note that a guest said or asked something: whether they still may is looked at within a second."""
        self._heard[guest] = time.monotonic()
        if guest.seat_id:
            self.watch.acted(guest.seat_id)

    def heard(self) -> dict[Guest, float]:
        """Who is here, and when each was last heard."""
        return self._heard

    def close_seat(self, seat_id: UUID, code: int) -> None:
        """Close every line of a seat here."""
        for guest in list(self._seats.get(seat_id, ())):
            self.close_guest(guest, code)

    def close_guest(self, guest: Guest, code: int) -> None:
        """Close one line and give it nothing more."""
        line = self.lines.get(guest)
        if line is not None:
            line.close(code)
            self.leave(guest)

    def close_all(self) -> None:
        """Close every line: the process ends, and another one is there or comes."""
        for guest in list(self.lines):
            self.close_guest(guest, RESTARTING)

    def stop(self) -> None:
        """End what runs for this hub, and give the threads' connections back."""
        self._end()
        self.ticker.stop()
        for task in (self._comparing, self.bell.task, *self.watch.tasks):
            task.cancel()
        give_back()

    def _leave_seat(self, seat_id: UUID, guest: Guest) -> None:
        """Forget that a seat has this line."""
        here = self._seats.get(seat_id, [])
        if guest not in here:
            return
        here.remove(guest)
        self.watch.left(seat_id, guest.name)
        if not here:
            del self._seats[seat_id]
            self.bell.forget(seat_id)

    def _hear(self, thing: UUID, hint: dict[str, Any]) -> None:
        """Act on one hint."""
        if hint["t"] == "tick" and thing in self.feeds:
            self.feeds[thing].read(hint["n"])
        elif hint["t"] == "shut":
            self.close_seat(thing, 4403)
        elif hint["t"] == "over":
            self._close_line(thing, hint["s"])
        elif hint["t"] in {"out", "look"}:
            self._turn_to_facilitators(thing, hint["t"])

    def _close_line(self, seat_id: UUID, name: str) -> None:
        """Close one line of a seat that has too many."""
        for guest in list(self._seats.get(seat_id, ())):
            if guest.name == name:
                self.close_guest(guest, 4409)

    def _turn_to_facilitators(self, room_id: UUID, what: str) -> None:
        """Send the facilitators out of a room, or tell them that something waits for them."""
        for guest in [one for one in self.lines if one.room_id == room_id and one.seat_id is None]:
            if what == "out":
                self.close_guest(guest, 4403)
            else:
                self.lines[guest].tell(LOOK)

    async def _compare(self) -> None:
        """Every few seconds, compare the numbers of the rooms somebody here is in."""
        while True:
            await asyncio.sleep(COMPARE_SECONDS)
            try:
                await self._resync()
                await self.bell.learn_names()
            except (DatabaseError, redis.exceptions.RedisError):
                log.warning("Numbers could not be compared; the next comparison finds what came meanwhile.")

    async def _resync(self) -> None:
        """Read whatever the rings missed."""
        numbers = await in_thread(last_numbers, list(self.feeds)) if self.feeds else {}
        for room, number in numbers.items():
            feed = self.feeds.get(room)
            if feed is not None and feed.ring is not None:
                feed.read(number)


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """Return the hub of this process (of this event loop, where tests run several)."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
