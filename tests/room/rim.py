"""Props for the asynchronous rim: a server that can be made slow, and readers that remember what they saw."""

import asyncio
import json
from typing import Any

from dialogues.room.encoding import Encoded
from dialogues.room.line import Line


class Server:
    """Takes what a line sends; while `slow`, it keeps each send waiting, as a server does for a reader who does not read."""

    def __init__(self) -> None:
        self.slow = False
        self.frames: list[Any] = []
        self.closed = 0
        self.aborted = False
        self._waiting: list[asyncio.Future[None]] = []

    def step(self, message: dict[str, Any]) -> "asyncio.Future[None] | None":
        """Take one message."""
        if message["type"] == "websocket.close":
            self.closed = message["code"]
        else:
            self.frames.append(json.loads(message["text"]))
        if not self.slow:
            return None
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        return waiting

    def abort(self) -> None:
        """Drop the connection."""
        self.aborted = True

    def reads_again(self) -> None:
        """The reader takes what waited."""
        self.slow = False
        for waiting in self._waiting:
            waiting.set_result(None)
        self._waiting.clear()

    def entries(self) -> list[int]:
        """The numbers of the entries that arrived, as they arrived."""
        return [part["n"] for part in self._parts() if "k" in part]

    def words(self) -> list[dict[str, Any]]:
        """The words that arrived."""
        return [part for part in self._parts() if "k" not in part]

    def _parts(self) -> list[dict[str, Any]]:
        """Everything, one by one."""
        return [part for frame in self.frames for part in (frame if isinstance(frame, list) else [frame])]


def a_line() -> tuple[Line, Server]:
    """A line and the server under it."""
    server = Server()
    return Line(server), server  # type: ignore[arg-type]


def entry(number: int, *, changes: bool = False, words: str = "") -> Encoded:
    """An encoded entry."""
    kind = "message.hidden" if changes else "message.posted"
    return number, json.dumps({"n": number, "k": kind, "b": words}), changes
