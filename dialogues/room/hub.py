"""One hub a process: it hears the doorbell, keeps the feeds of the rooms that somebody here is in, and closes shut seats.

The doorbell is a hint and PostgreSQL the truth: numbers are compared every few seconds, so a lost ring loses nothing.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

import redis.asyncio
import redis.exceptions
from django.conf import settings

from dialogues.events import doorbell
from dialogues.events.queries import last_numbers
from dialogues.room.feed import Feed
from dialogues.room.threads import in_thread
from dialogues.room.writer import Writer

COMPARE_SECONDS = 3
RETRY_SECONDS = 0.5
MOST_SOCKETS = 3
log = logging.getLogger("anteroom.hub")


class Hub:
    """The feeds and the members of one process."""

    def __init__(self) -> None:
        self.feeds: dict[UUID, Feed] = {}
        self.names: dict[str, UUID] = {}
        self.closers: dict[UUID, set[Callable[[int], None]]] = {}  # seat → how to close its sockets here
        self.writer = Writer()
        self.key = b""
        self.tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._compare())]

    async def join(self, room_id: UUID) -> Feed:
        """Return the feed of a room and count a member in."""
        feed = self.feeds.get(room_id)
        if feed is None:
            feed = self.feeds[room_id] = Feed(room_id)
        feed.members += 1
        if self.key:
            self.names[doorbell.opaque(self.key, room_id)] = room_id
        await feed.begin()
        return feed

    def leave(self, feed: Feed) -> None:
        """Count a member out; an empty room's feed is dropped."""
        feed.members -= 1
        if feed.members == 0:
            self.feeds.pop(feed.room_id, None)

    def admit(self, seat_id: UUID, close: Callable[[int], None]) -> bool:
        """Note a seat's socket; False if it has too many."""
        sockets = self.closers.setdefault(seat_id, set())
        if len(sockets) >= MOST_SOCKETS:
            return False
        sockets.add(close)
        return True

    def dismiss(self, seat_id: UUID, close: Callable[[int], None]) -> None:
        """Forget a seat's socket."""
        sockets = self.closers.get(seat_id, set())
        sockets.discard(close)
        if not sockets:
            self.closers.pop(seat_id, None)

    async def _listen(self) -> None:
        """Hear the doorbell for as long as the process lives; after a gap compare numbers."""
        while True:
            try:
                client = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_timeout=None)
                async with client.pubsub() as subscription:
                    await subscription.subscribe(doorbell.CHANNEL)
                    await self._learn_names()
                    await self._resync()
                    async for message in subscription.listen():
                        if message["type"] == "message":
                            self._hear(json.loads(message["data"]))
            except (redis.exceptions.RedisError, OSError):
                log.warning("The doorbell is out of reach; numbers are compared meanwhile.")
                await asyncio.sleep(RETRY_SECONDS)

    def _hear(self, message: dict[str, Any]) -> None:
        """Act on one hint."""
        if message["t"] == "tick":
            room = self.names.get(message["o"])
            feed = self.feeds.get(room) if room else None
            if feed is not None:
                self._spawn(feed.catch_up(message["n"]))
        elif message["t"] == "shut":
            for seat, closers in list(self.closers.items()):
                if doorbell.opaque(self.key, seat) == message["o"]:
                    for close in list(closers):
                        close(4403)

    async def _learn_names(self) -> None:
        """Fetch this boot's key and name the rooms anew: Valkey may have been restarted."""
        self.key = await in_thread(doorbell.bell_key)
        self.names = {doorbell.opaque(self.key, room): room for room in self.feeds}

    async def _compare(self) -> None:
        """Every few seconds, compare the numbers of the rooms somebody here is in."""
        while True:
            await asyncio.sleep(COMPARE_SECONDS)
            try:
                await self._resync()
            except Exception:  # noqa: BLE001  the database may be restarting: the next comparison finds everything
                log.warning("Numbers could not be compared; the next comparison finds what came meanwhile.")

    async def _resync(self) -> None:
        """Read whatever the rings missed."""
        numbers = await in_thread(last_numbers, list(self.feeds)) if self.feeds else {}
        for room, number in numbers.items():
            feed = self.feeds.get(room)
            if feed is not None and number > feed.last >= 0:
                await feed.catch_up(number)

    def _spawn(self, work: Any) -> None:
        """Run a coroutine and keep hold of it until it ends."""
        task = asyncio.create_task(work)
        self.tasks.append(task)
        task.add_done_callback(self.tasks.remove)


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """Return the hub of this process (of this event loop, where tests run several)."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
