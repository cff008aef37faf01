"""One room in one process: a ring of encoded entries, read and encoded once for everybody, and the members' cursors."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID

from dialogues.admission.queries import masks
from dialogues.dialogue.models import Session
from dialogues.events.models import Room
from dialogues.events.queries import Entry, Masks, entries_after, last_number
from dialogues.room.threads import in_thread
from dialogues.room.words import event_words

RING = 1000  # entries kept in memory
PAGE = 200  # entries in one frame


def encode(entry: Entry, known: Masks) -> str:
    """Return an entry as JSON text, with its sentence if it is a turn of the meeting."""
    frame = entry.wire(known)
    words = event_words(entry.kind, entry.body)
    return json.dumps({**frame, "w": words} if words else frame, ensure_ascii=False, separators=(",", ":"))


class Feed:
    """A room as this process knows it. Everybody reads the same encoded entries, live and when catching up."""

    def __init__(self, room_id: UUID) -> None:
        self.room_id = room_id
        self.last = -1
        self.ring: deque[tuple[int, str]] = deque(maxlen=RING)
        self.changed = asyncio.Condition()
        self.members = 0
        self._reading = asyncio.Lock()

    async def begin(self) -> None:
        """Learn where the room stands."""
        if self.last < 0:
            self.last = await in_thread(last_number, self.room_id)

    async def catch_up(self, up_to: int | None = None) -> None:
        """Read what was committed since, once for all members, in the order of the numbers."""
        async with self._reading:
            if up_to is not None and up_to <= self.last:
                return
            while fresh := await in_thread(partial(_encoded_after, self.room_id, self.last)):
                self.ring.extend(fresh)
                self.last = fresh[-1][0]
        async with self.changed:
            self.changed.notify_all()

    async def page_after(self, number: int) -> list[tuple[int, str]]:
        """Return the entries after a number: from the ring if it reaches, otherwise one query."""
        if self.ring and self.ring[0][0] <= number + 1:
            return [entry for entry in self.ring if entry[0] > number][:PAGE]
        return await in_thread(partial(_encoded_after, self.room_id, number))

    async def wait_beyond(self, number: int) -> None:
        """Wait until the room has an entry after this number."""
        async with self.changed:
            await self.changed.wait_for(lambda: self.last > number)

    async def pump(self, after: int, send: Callable[..., Awaitable[None]]) -> None:
        """Send one member page after page; a slow reader keeps only its cursor and holds nobody up."""
        while True:
            while page := await self.page_after(after):
                await send(text_data="[" + ",".join(text for _, text in page) + "]")
                after = page[-1][0]
            await self.wait_beyond(after)


def _encoded_after(room_id: UUID, number: int) -> list[tuple[int, str]]:
    """Read, decrypt and encode one page."""
    entries = entries_after(room_id, number, PAGE)
    known = masks_of(room_id) if any(entry.seat for entry in entries) else {}
    return [(entry.seq, encode(entry, known)) for entry in entries]


def masks_of(room_id: UUID) -> Masks:
    """Return seat → (mask, side's number) of the epoch that meets in a room."""
    epoch = Session.objects.values_list("epoch", flat=True).get(
        id=Room.objects.values_list("session_id", flat=True).get(id=room_id)
    )
    return masks(epoch) if epoch else {}
