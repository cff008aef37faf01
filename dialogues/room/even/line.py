"""A line that looks the same at all times: one frame down at each tick, one frame up in answer, nothing else and nothing more.

Everything that goes to the browser waits for the tick. What the browser asks is done at a random moment after the next one, so that
neither the order nor the moment of an entry tells which line it came over.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from secrets import SystemRandom
from typing import Any

import msgspec
from django.conf import settings

from dialogues.room.even.codec import DOWN, UP, Assembler, FrameBroken, frames_of, padding, space
from dialogues.room.frames import LARGEST, FrameRefused
from dialogues.room.line import Line
from dialogues.room.server import Message, ServerSide, server_side

TICK: float = settings.EVEN_TICK_MS / 1000
SHARE = 0.4  # of a tick, within which what was asked is done; the rest is time to store it before the next tick
UNANSWERED = 12  # ticks in a row; then nobody is there
WAITING = 4 * DOWN  # bytes of entries that wait here; the rest waits in the room
chance = SystemRandom()


class EvenLine(Line):
    """One line of even traffic. Entries and words are packed into frames of one size as the ticks come."""

    __slots__ = ("_asked", "_assembler", "_behind", "_entries", "_frames", "_greeted", "_owed", "_silent", "_size")
    even = True

    def __init__(self, server: ServerSide) -> None:
        super().__init__(server)
        self._assembler = Assembler(UP, LARGEST)
        self._asked: list[Callable[[], Any]] = []
        self._entries: deque[bytes] = deque()
        self._size = 0  # bytes of the entries that wait
        self._frames: deque[bytes] = deque()  # of the message that is on its way
        self._behind = False
        self._greeted = False
        self._owed = 0  # frames that were sent and not answered yet
        self._silent = 0  # ticks since the last frame came

    def read(self, text: str | None, data: bytes | None) -> list[str]:
        """Return the action that is complete with this frame, if it is. Raises FrameRefused."""
        try:
            whole = self._assembler.take(data or b"")
            return [] if whole is None else [whole.decode()]
        except (FrameBroken, UnicodeError) as broken:
            raise FrameRefused from broken

    def too_much(self, text: str | None, data: bytes | None) -> bool:
        """Count one frame that arrived: the first, or the answer to one of ours. Close for any other."""
        if text is not None or data is None or len(data) != UP:
            self.close(4413)
        elif self._greeted and not self._owed:
            self.close(4429)
        elif self._greeted:
            self._owed -= 1
        self._greeted, self._silent = True, 0
        return self.closed

    def soon(self, deed: Callable[[], Any]) -> None:
        """Do something at a random moment after the next tick."""
        self._asked.append(deed)

    def give(self, frame: str) -> bool:
        """Take a frame of entries apart and let them wait for their ticks. False if enough waits."""
        fresh = [bytes(entry) for entry in msgspec.json.decode(frame, type=list[msgspec.Raw])]
        self._entries.extend(fresh)
        self._size += sum(map(len, fresh))
        self._behind = self._size > WAITING
        return not self._behind

    def flush(self) -> None:
        """Words wait for the tick."""

    def tick(self) -> None:
        """Send this tick's frame, and set off what was asked since the last one."""
        if self._silent >= UNANSWERED:
            self.close(4408)
        self._silent += 1
        if self.closed:
            return
        loop = asyncio.get_running_loop()
        for deed in self._asked:
            loop.call_later(chance.random() * SHARE * TICK, deed)
        self._asked.clear()
        if not self.busy:
            self._owed += 1
            self._put({"type": "websocket.send", "bytes": self._frame()})
        if self._behind and self._size < DOWN and self.on_free is not None:
            self._behind = False
            self.on_free()

    def _frame(self) -> bytes:
        """The next part of what is on its way, or of what waits; else a frame that says nothing."""
        if not self._frames and (self.words or self._entries):
            self._frames.extend(frames_of(b"[%b]" % b",".join(self._gathered()), DOWN))
        return self._frames.popleft() if self._frames else padding(DOWN)

    def _gathered(self) -> list[bytes]:
        """Take words and entries, in their order, as long as they fit one frame; at least one."""
        gathered: list[bytes] = []
        left = space(DOWN) - 1
        while self.words or self._entries:
            first = self.words[0].encode() if self.words else self._entries[0]
            left -= len(first) + 1
            if gathered and left < 0:
                break
            gathered.append(first)
            if self.words:
                self.words.pop(0)
            else:
                self._entries.popleft()
                self._size -= len(first)
        return gathered

    def _freed(self, sent: "asyncio.Task[None]") -> None:
        """The reader has taken the frame that waited; the next one comes with the tick."""
        self._sending = None
        if sent.cancelled() or sent.exception() is not None:
            self.closed = True


def open_even_line(scope: Message, send: Any) -> EvenLine:
    """Return the even line of a socket that was accepted; what its handshake told is forgotten."""
    server = server_side(scope, send)
    server.forget_handshake(scope)
    return EvenLine(server)
