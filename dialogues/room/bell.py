"""Hearing the doorbell, for as long as the process lives. After a gap everything is compared."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import redis.asyncio
import redis.exceptions
from django.conf import settings

from dialogues.events import doorbell
from dialogues.room.threads import in_thread

RETRY_SECONDS = 0.5
CHECK_SECONDS = 10  # a half-open connection to Valkey is noticed within this
log = logging.getLogger("anteroom.bell")


class Bell:
    """The rooms and seats that somebody here belongs to, under the opaque names of this boot of Valkey."""

    def __init__(self, heard: Callable[[UUID, dict[str, Any]], None], compare: Callable[[], Awaitable[None]]) -> None:
        self.heard, self.compare = heard, compare
        self.key = b""
        self.things: set[UUID] = set()
        self._names: dict[str, UUID] = {}
        self._subscription: Any = None
        self.task = asyncio.create_task(self._listen())
        self._orders: set[asyncio.Task[None]] = set()

    def listen_to(self, thing: UUID) -> None:
        """Hear hints about a room or seat from now on."""
        if thing in self.things:
            return
        self.things.add(thing)
        if self.key:
            name = doorbell.opaque(self.key, thing)
            self._names[name] = thing
            self._order("ssubscribe", name)

    def forget(self, thing: UUID) -> None:
        """Nobody here needs to hear of it any more."""
        self.things.discard(thing)
        name = doorbell.opaque(self.key, thing)
        if self._names.pop(name, None) is not None:
            self._order("sunsubscribe", name)

    async def learn_names(self) -> None:
        """Ask for the key of this boot; name everything anew if it is another one."""
        key = await in_thread(doorbell.bell_key)
        if key == self.key:
            return
        self.key = key
        self._names = {doorbell.opaque(key, thing): thing for thing in self.things}
        for name in self._names:
            self._order("ssubscribe", name)

    async def _listen(self) -> None:
        """Listen; when the line breaks, compare what was missed and listen again."""
        while True:
            try:
                client = redis.asyncio.Redis.from_url(
                    settings.REDIS_URL, socket_timeout=None, health_check_interval=CHECK_SECONDS
                )
                async with client.pubsub() as subscription:
                    await subscription.subscribe(doorbell.CHANNEL)
                    self._subscription, self.key = subscription, b""
                    doorbell.forget_key()
                    await self.learn_names()
                    await self.compare()
                    await self._hear_all(subscription)
            except (redis.exceptions.RedisError, OSError):
                log.warning("The doorbell is out of reach; numbers are compared meanwhile.")
                self._subscription = None
                await asyncio.sleep(RETRY_SECONDS)

    async def _hear_all(self, subscription: Any) -> None:
        """Pass on every hint about a thing that is known here."""
        while True:
            message = await subscription.get_message(timeout=CHECK_SECONDS)
            if message is not None and message["type"] in {"message", "smessage"}:
                hint = json.loads(message["data"])
                thing = self._names.get(hint["o"])
                if thing is not None:
                    self.heard(thing, hint)

    def _order(self, what: str, name: str) -> None:
        """Subscribe to a thing's own channel, where hints are sharded."""
        if settings.DOORBELL_SHARDED and self._subscription is not None:
            task = asyncio.create_task(self._ordered(what, doorbell.channel_of(name)))
            self._orders.add(task)
            task.add_done_callback(self._orders.discard)

    async def _ordered(self, what: str, channel: str) -> None:
        """Send one order; if it fails the line is broken, and everything is ordered again."""
        try:
            await getattr(self._subscription, what)(channel)
        except (redis.exceptions.RedisError, OSError):
            log.warning("The doorbell is out of reach; numbers are compared meanwhile.")
