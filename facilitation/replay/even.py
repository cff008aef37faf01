"""A line of even traffic without a browser: a thread answers every frame with one; texts go and come as over any other line."""

import queue
import random
import threading
import time
from collections import deque

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from dialogues.room.even.codec import DOWN, UP, Assembler, frames_of, padding

SHORTEST, LONGEST = 0.01, 0.05  # parts of a tick until a frame is answered


class EvenWire:
    """One line. The first text is sent at once, every other waits for its frames."""

    def __init__(self, connection: ClientConnection, tick: float, first: str) -> None:
        self.connection, self.tick = connection, tick
        self._waiting: deque[bytes] = deque()
        self._heard: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        connection.send(frames_of(first.encode(), UP)[0])
        threading.Thread(target=self._answer, daemon=True).start()

    def send(self, text: str) -> None:
        """Let a text wait for the next answers."""
        self._waiting.extend(frames_of(text.encode(), UP))

    def recv(self, timeout: float) -> str:
        """Return the next text. Raises TimeoutError."""
        try:
            text = self._heard.get(timeout=timeout)
        except queue.Empty as nothing:
            raise TimeoutError from nothing
        if text is None:
            raise ConnectionError("The line was closed.")
        return text

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def _answer(self) -> None:
        """Answer frame by frame until the line ends."""
        whole = Assembler(DOWN, 4_000_000)
        try:
            for frame in self.connection:
                time.sleep(self.tick * random.uniform(SHORTEST, LONGEST))  # noqa: S311  as browsers do
                self.connection.send(self._waiting.popleft() if self._waiting else padding(UP))
                message = whole.take(frame if isinstance(frame, bytes) else frame.encode())
                if message is not None:
                    self._heard.put(message.decode())
        except ConnectionClosed:
            pass
        self._heard.put(None)
