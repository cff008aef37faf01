"""Natural batching for anything that is asked of the database: one visit at a time, which takes whatever has gathered."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from dialogues.room.threads import in_thread

T = TypeVar("T")
R = TypeVar("R")
MOST = 100


class Gathering(Generic[T, R]):
    """Questions of one kind. Each gets its own answer, or its own exception."""

    def __init__(self, answer: Callable[[list[T]], list[R | Exception]]) -> None:
        self._answer = answer
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._task: asyncio.Task[None] | None = None

    async def ask(self, question: T) -> R:
        """Ask, and wait for the answer. Raises what it came to."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, done))
        if self._task is None:
            self._task = asyncio.create_task(self._work())
        return await done

    async def _work(self) -> None:
        """Answer round after round until nobody waits."""
        await asyncio.sleep(0)
        while self._waiting:
            round_, self._waiting[:MOST] = self._waiting[:MOST], []
            try:
                answers = await in_thread(self._answer, [question for question, _ in round_])
            except Exception as error:  # noqa: BLE001  everybody who waits is told
                answers = [error for _ in round_]
            for (_, done), answer in zip(round_, answers, strict=True):
                settle(done, answer)
        self._task = None


def settle(done: "asyncio.Future[R]", answer: R | Exception) -> None:
    """Give an answer to whoever still waits."""
    if done.done():
        return
    if isinstance(answer, Exception):
        done.set_exception(answer)
    else:
        done.set_result(answer)
