"""Natural group commit: one transaction a room in flight; it takes whatever has arrived, and starts again with what came meanwhile."""

import asyncio
import logging
import time
from functools import partial
from uuid import UUID

from django.db import InterfaceError, OperationalError

from dialogues.chat.drafts import Held, Kept, Outcome, Said
from dialogues.chat.posting import say_all
from dialogues.room.encoding import Encoded, encode_all
from dialogues.room.feed import Feed
from dialogues.room.frames import say_held, say_kept, say_refused
from dialogues.room.line import Line
from dialogues.room.threads import in_thread

MOST = 200  # messages in one transaction
CROWDED, LONGEST_REST = 8, 0.005  # from so many in a batch on, the next one gathers for a moment
RESTS = (0.1, 0.3, 0.6, 1, 2)  # seconds between tries while the database is away
Waiting = tuple[Said, Line]
log = logging.getLogger("anteroom.writer")


class NotKept(Exception):
    """The message could not be stored; the browser offers to try again, with the same id."""

    code = "not_kept"

    def __init__(self) -> None:
        super().__init__("This could not be kept just now. What you typed stays here; send it again.")


class Writer:
    """The writer of one process. Quiet rooms are not starved: each room has a queue, and one transaction, of its own."""

    def __init__(self) -> None:
        self._queues: dict[UUID, list[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def post(self, feed: Feed, line: Line, said: Said) -> None:
        """Take a message; its line is told once it is durable, or why it was not taken."""
        queue = self._queues.get(feed.room_id)
        if queue is None:
            queue = self._queues[feed.room_id] = []
            task = asyncio.create_task(self._write(feed, queue))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        queue.append((said, line))

    async def _write(self, feed: Feed, queue: list[Waiting]) -> None:
        """Write batch after batch until nothing waits; whatever came with this turn of the loop joins the first."""
        await asyncio.sleep(0)
        while queue:
            batch, queue[:MOST] = queue[:MOST], []
            began = time.perf_counter()
            await self._commit(feed, batch)
            if len(batch) >= CROWDED:  # what the last fan-out set off is on its way: let it join
                await asyncio.sleep(min((time.perf_counter() - began) / 2, LONGEST_REST))
        del self._queues[feed.room_id]

    async def _commit(self, feed: Feed, batch: list[Waiting]) -> None:
        """Commit one batch and tell everybody. What cannot be stored is found by halving: one cannot take others with it."""
        said = [one for one, _ in batch]
        try:
            outcomes, entries = await self._stored(feed, said)
        except Exception as error:  # noqa: BLE001  whatever it is, the lines that wait are told
            if len(batch) > 1 and not isinstance(error, OperationalError | InterfaceError):
                middle = len(batch) // 2
                await self._commit(feed, batch[:middle])
                await self._commit(feed, batch[middle:])
                return
            log.warning("A message could not be kept: %s", type(error).__name__)
            outcomes, entries = [NotKept() for _ in batch], []
        told = [line for (one, line), outcome in zip(batch, outcomes, strict=True) if _tell(line, one, outcome)]
        feed.take(entries, told)

    async def _stored(self, feed: Feed, said: list[Said]) -> tuple[list[Outcome], list[Encoded]]:
        """Store, and try again while the database is away: the ids make it harmless."""
        for rest in RESTS:
            try:
                return await in_thread(partial(_store, feed.room_id, said, feed.known))
            except (OperationalError, InterfaceError):
                await asyncio.sleep(rest)
        return await in_thread(partial(_store, feed.room_id, said, feed.known))


def _store(room_id: UUID, said: list[Said], known: dict[UUID, tuple[str, int]]) -> tuple[list[Outcome], list[Encoded]]:
    """Store a batch and encode what is new, in one visit to a thread."""
    outcomes = say_all(room_id=room_id, said=said)
    fresh = {outcome.number: outcome.entry for outcome in outcomes if isinstance(outcome, Kept) and outcome.entry}
    return outcomes, encode_all(room_id, [fresh[number] for number in sorted(fresh)], known)


def _tell(line: Line, said: Said, outcome: Outcome) -> bool:
    """Answer one message. True if the answer rides along with the entry that is about to go out."""
    if isinstance(outcome, Kept):
        line.attach(say_kept(said.cmid, outcome.number))
        return True
    line.tell(say_held(said.cmid) if isinstance(outcome, Held) else say_refused(said.cmid, outcome))
    return False
