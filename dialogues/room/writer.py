"""Natural group commit: one transaction a room in flight; it takes whatever has arrived, and starts again with what came meanwhile."""

import asyncio
from functools import partial
from uuid import UUID

from dialogues.chat.operations import Draft, post_messages
from dialogues.room.threads import in_thread

MOST = 200  # messages in one transaction
Waiting = tuple[Draft, "asyncio.Future[int]"]


class Writer:
    """The writer of one process. Quiet rooms are not starved: each room has a queue and a task of its own."""

    def __init__(self) -> None:
        self.queues: dict[UUID, list[Waiting]] = {}

    async def post(self, room_id: UUID, draft: Draft) -> int:
        """Store a message and return its number, once it is durable. Raises TalkRefused."""
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        queue = self.queues.get(room_id)
        if queue is None:
            queue = self.queues[room_id] = []
            task = asyncio.create_task(self._write(room_id, queue))
            task.add_done_callback(lambda _: None)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        queue.append((draft, done))
        return await done

    _tasks: set["asyncio.Task[None]"] = set()

    async def _write(self, room_id: UUID, queue: list[Waiting]) -> None:
        """Write batch after batch until nothing waits."""
        await asyncio.sleep(0)  # let whatever came with this turn of the loop join the first batch
        while queue:
            batch, queue[:MOST] = queue[:MOST], []
            await self._commit(room_id, batch)
        self.queues.pop(room_id, None)

    async def _commit(self, room_id: UUID, batch: list[Waiting]) -> None:
        """Commit one batch; if it fails as a whole, each message is tried alone, so that one cannot take others with it."""
        try:
            numbers = await in_thread(partial(post_messages, room_id=room_id, drafts=[draft for draft, _ in batch]))
        except Exception as error:  # noqa: BLE001  the waiting sockets are told, each by its own future
            if len(batch) == 1:
                _settle(batch[0][1], error)
                return
            for one in batch:
                await self._commit(room_id, [one])
            return
        for (_, done), number in zip(batch, numbers, strict=True):
            if not done.done():
                done.set_result(number)


def _settle(done: "asyncio.Future[int]", error: Exception) -> None:
    """Tell a waiting socket that its message was not stored."""
    if not done.done():
        done.set_exception(error)
