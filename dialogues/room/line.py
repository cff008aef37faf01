"""One browser's line: everything that goes to it and comes from it passes here, and nowhere else.

The hub gives it frames of entries, the writer tells it words; the consumer lets it read what arrived, and leaves it to the line
when that is done. A line that has to look the same at all times is another class with these same methods: `dialogues.room.even`.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

from dialogues.room.frames import LARGEST
from dialogues.room.server import Message, ServerSide, server_side

FRAMES_A_MINUTE: int = settings.SEAT_FRAMES_A_MINUTE

MOST_WORDS = 500  # private answers that may wait for a reader
GRACE_SECONDS = 5  # for a reader that does not read to notice that it was closed


def open_line(scope: Message, send: Any) -> "Line":
    """Return the line of a socket that was accepted; what its handshake told is forgotten."""
    server = server_side(scope, send)
    server.forget_handshake(scope)
    return Line(server)


class Line:
    """A line that sends at once. `busy` while the server waits for a slow reader."""

    even = False  # whether it looks the same at all times
    __slots__ = ("_minute", "_said", "_sending", "closed", "on_free", "server", "words")

    def __init__(self, server: ServerSide) -> None:
        self.server = server
        self.words: list[str] = []
        self.closed = False
        self.on_free: Callable[[], None] | None = None  # called when a slow reader has taken what waited
        self._sending: asyncio.Task[None] | None = None
        self._minute, self._said = 0, 0

    def read(self, text: str | None, data: bytes | None) -> list[str]:
        """Return the actions that a frame carries, as text. None for a line of text that got bytes."""
        return [text] if text is not None and data is None else []

    def too_much(self, text: str | None, data: bytes | None) -> bool:
        """Count one frame that arrived; close if it is too large, or one too many within the minute."""
        minute = int(time.monotonic() // 60)
        self._said = self._said + 1 if minute == self._minute else 1
        self._minute = minute
        if len((text or "").encode() if data is None else data) > LARGEST:
            self.close(4413)
        elif self._said > FRAMES_A_MINUTE:
            self.close(4429)
        return self.closed

    def soon(self, deed: Callable[[], Any]) -> None:
        """Do something that its browser asked for: now."""
        deed()

    @property
    def busy(self) -> bool:
        """Whether a frame is still on its way."""
        return self._sending is not None

    def give(self, frame: str) -> bool:
        """Send a frame of entries, with the words that ride along. False if the reader is slow: give nothing more until free."""
        if self.words:
            frame = f"[{','.join(self.words)},{frame[1:]}"
            self.words.clear()
        return self._put({"type": "websocket.send", "text": frame})

    def attach(self, word: str) -> None:
        """Keep a word for the next frame of the room, which is about to come."""
        self.words.append(word)
        if len(self.words) > MOST_WORDS:
            self.close(1013)

    def tell(self, word: str) -> None:
        """Send a word now, or as soon as the reader has taken what waits."""
        self.attach(word)
        self.flush()

    def flush(self) -> None:
        """Send the words that wait."""
        if self.words and not self.busy:
            text = self.words[0] if len(self.words) == 1 else f"[{','.join(self.words)}]"
            self.words.clear()
            self._put({"type": "websocket.send", "text": text})

    def close(self, code: int) -> None:
        """Close with a code; a reader that does not read is cut off after a while."""
        if self.closed:
            return
        self.closed = True
        self._step({"type": "websocket.close", "code": code})
        if self._sending is not None:
            asyncio.get_running_loop().call_later(GRACE_SECONDS, self.server.abort)

    def _put(self, message: Message) -> bool:
        """Send unless the line is closed."""
        return True if self.closed else self._step(message)

    def _step(self, message: Message) -> bool:
        """Take one step; note when the server waits for the reader. A dead line is noticed by its consumer."""
        try:
            waiting = self.server.step(message)
        except (OSError, RuntimeError):
            self.closed = True
            return True
        if waiting is None:
            return True
        self._sending = waiting
        waiting.add_done_callback(self._freed)
        return False

    def _freed(self, sent: "asyncio.Task[None]") -> None:
        """The reader has taken what waited."""
        self._sending = None
        if sent.cancelled() or sent.exception() is not None:
            self.closed = True
            return
        self.flush()
        if self.on_free is not None and not self.busy:
            self.on_free()
