"""One room in one process: its newest entries, encoded once for everybody, and the lines of those who are in it.

A line is either live (it has everything up to `sent`) or it catches up from its own cursor; both get the same frames. Numbers
decide the order, so it does not matter which process tells first.
"""

import asyncio
import logging
import time
from collections.abc import Coroutine, Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.db import DatabaseError

from dialogues.events.queries import last_number
from dialogues.room.encoding import Encoded, encoded_after
from dialogues.room.line import Line
from dialogues.room.ring import Ring, cut, frame_of
from dialogues.room.threads import in_thread

log = logging.getLogger("anteroom.feed")
LONGEST_REST = 0.05
GAP_SECONDS = 0.03  # a doorbell of another process is likely to fill a gap within this
FAR = 2000  # entries; who does not read and is further behind begins again


class Feed:
    """A room as this process knows it."""

    def __init__(self, room_id: UUID) -> None:
        self.room_id = room_id
        self.ring: Ring | None = None
        self.sent = 0
        self.live: set[Line] = set()  # they have everything up to `sent`
        self.cursors: dict[Line, int] = {}  # the others, and how far each has come
        self.asked: dict[Line, int] = {}
        self.known: dict[UUID, tuple[str, int]] = {}
        self._early: dict[int, Encoded] = {}
        self._telling: list[Line] = []
        self._resting: asyncio.TimerHandle | None = None
        self._reading: asyncio.Task[None] | None = None
        self._pages: dict[int, asyncio.Future[list[Encoded]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._wanted = 0
        self._changed = False

    @property
    def empty(self) -> bool:
        """Whether nobody here is in the room."""
        return not self.live and not self.cursors

    @property
    def last(self) -> int:
        """The newest number that this process has."""
        return self.ring.last if self.ring else 0

    async def begin(self) -> None:
        """Learn where the room stands."""
        if self.ring is None:
            last = await in_thread(last_number, self.room_id)
            if self.ring is None:
                self.ring, self.sent = Ring(last), last

    def take(self, entries: Iterable[Encoded], tell: Iterable[Line] = ()) -> None:
        """Take entries that were committed, in any order, and give what follows without a gap to everybody."""
        ring = self._standing()
        for entry in entries:
            if entry[0] > ring.last:
                self._early[entry[0]] = entry
        while (following := self._early.pop(ring.last + 1, None)) is not None:
            ring.add(following[0], following[1])
            self._changed = self._changed or following[2]
        if self._early:
            asyncio.get_running_loop().call_later(GAP_SECONDS, self.read, min(self._early) - 1)
        self._telling.extend(tell)
        if self._resting is None:
            self._fan_out()

    def read(self, up_to: int) -> None:
        """Read what is missing up to a number, once for all; a second call while one reads is answered by the first."""
        self._wanted = max(self._wanted, up_to)
        if self._wanted > self.last and self._reading is None:
            self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        """Read until nothing is missing."""
        try:
            while self.last < self._wanted:
                fresh = await in_thread(encoded_after, self.room_id, self.last, self.known)
                self.take(fresh)
                if not fresh:
                    self._wanted = self.last  # a number that was rolled back, or a hint that was wrong
        except DatabaseError:
            log.warning("Entries could not be read; the next comparison reads them.")
        finally:
            self._reading = None

    def _fan_out(self) -> None:
        """Give everybody what gathered, then rest as long as that took, so that more gathers under load."""
        ring, began, self._resting = self._standing(), time.perf_counter(), None
        moved = self.sent < ring.last
        if self._changed:
            ring.forget(self.sent)  # words that were hidden or withdrawn are given to nobody any more
        while self.sent < ring.last:
            frame, self.sent = ring.page(self.sent, ring.last)
            for line in list(self.live):
                if not line.give(frame):
                    self._falls_behind(line)
        for line in self._telling:
            line.flush()
        self._telling.clear()
        if moved:
            if self._changed:
                ring.forget(self.sent)
                self._changed = False
            rest = min(time.perf_counter() - began, LONGEST_REST)
            self._resting = asyncio.get_running_loop().call_later(rest, self._fan_out)
            self._close_the_far()

    def join(self, line: Line, after: int) -> None:
        """Let a line in; it gets what it missed first."""
        line.on_free = partial(self._catch_up, line)
        self.cursors[line] = after
        self._catch_up(line)

    def leave(self, line: Line) -> None:
        """Forget a line."""
        self.live.discard(line)
        self.cursors.pop(line, None)
        self.asked.pop(line, None)
        line.on_free = None

    def ask(self, line: Line, number: int) -> None:
        """A browser says what it has. If it says the same old number twice, something was lost on the way: it comes again."""
        if number < self.sent and self.asked.get(line) == number and line in self.live:
            self.live.discard(line)
            self.cursors[line] = number
            self._catch_up(line)
        self.asked[line] = number

    def _falls_behind(self, line: Line) -> None:
        """A slow reader keeps its cursor only."""
        self.live.discard(line)
        self.cursors[line] = self.sent

    def _catch_up(self, line: Line) -> None:
        """Give a line the frames between its cursor and where the live ones are; from there on it is live."""
        ring = self._standing()
        while (cursor := self.cursors.get(line, self.sent)) < self.sent:
            if not ring.reaches(cursor):
                self._spawn(self._fetch(line, cursor))
                return
            frame, self.cursors[line] = ring.page(cursor, self.sent)
            if not line.give(frame):
                return  # on_free comes back here
        if line in self.cursors and not line.closed:
            del self.cursors[line]
            self.live.add(line)

    async def _fetch(self, line: Line, cursor: int) -> None:
        """Give a line one page from the database, read once for all who ask for the same one, and go on."""
        try:
            entries = [entry for entry in await self._page(cursor) if entry[0] <= self.sent]
        except DatabaseError:
            line.close(1013)  # its browser comes back and asks again
            return
        if self.cursors.get(line) != cursor:
            return
        count = cut([text for _, text, _ in entries])
        self.cursors[line] = entries[count - 1][0] if entries else self.sent
        if not entries or line.give(frame_of([text for _, text, _ in entries[:count]])):
            self._catch_up(line)

    async def _page(self, cursor: int) -> list[Encoded]:
        """Read a page; while it is being read, others wait for the same one."""
        reading = self._pages.get(cursor)
        if reading is None:
            reading = self._pages[cursor] = asyncio.ensure_future(
                in_thread(encoded_after, self.room_id, cursor, self.known)
            )
            reading.add_done_callback(lambda _: self._pages.pop(cursor, None))
        return await asyncio.shield(reading)

    def _close_the_far(self) -> None:
        """Close who does not read and is too far behind: “fall behind, resume”."""
        for line, cursor in list(self.cursors.items()):
            if line.busy and self.sent - cursor > FAR:
                line.close(1013)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine and keep hold of it until it ends."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _standing(self) -> Ring:
        """The ring; `begin` came before."""
        assert self.ring is not None  # noqa: S101
        return self.ring
