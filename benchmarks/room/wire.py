"""A browser reduced to what a measurement needs: it opens a line, counts what arrives in C speed, and knows its own words again.

Every message carries a token `~#<sender>.<nanoseconds>~`. Counting tokens in the raw bytes works for every system alike, whatever
it wraps around a text and however many it puts into one frame.
"""

import asyncio
import re
import time
from typing import Any

TOKEN = re.compile(rb"~#(\d+)\.(\d+)~")
MARK = b"~#"


def masked(text: str) -> bytes:
    """Return a text frame as a browser sends it; the mask is zero, which servers cannot know."""
    data = text.encode()
    size = len(data)
    head = bytes([0x81, 0x80 | size]) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
    return head + b"\0\0\0\0" + data


class Wire(asyncio.Protocol):
    """One line."""

    def __init__(self, number: int, plan: dict[str, Any], conn: dict[str, Any]) -> None:
        self.number, self.plan, self.conn = number, plan, conn
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.got = 0
        self.delays: list[int] | None = None  # filled for those who measure
        self.on_own: Any = None
        self._tail = b""
        self._open = False

    def connection_made(self, transport: Any) -> None:
        """Ask for the upgrade."""
        self.transport = transport
        headers = {
            "Host": f"127.0.0.1:{self.plan['port']}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version": "13",
            "Origin": self.plan["origin"],
            **({"Cookie": self.conn["cookie"]} if self.conn.get("cookie") else {}),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        transport.write(f"GET {self.plan['path']} HTTP/1.1\r\n{lines}\r\n".encode())

    def data_received(self, data: bytes) -> None:
        """Go through the handshake, wait to be let in, then count."""
        if self._open:
            self._count(data)
            return
        self._tail += data
        if not self._tail.startswith(b"HTTP/1.1 101"[: len(self._tail)]):
            self._fail(f"refused: {self._tail[:40]!r}")
        elif b"\r\n\r\n" in self._tail:
            _, rest = self._tail.split(b"\r\n\r\n", 1)
            self._open, self._tail = True, b""
            if self.conn.get("first"):
                self.transport.write(masked(self.conn["first"]))
            self._count(rest)

    def connection_lost(self, error: Exception | None) -> None:
        """Note that the line ended."""
        self._fail("the line ended")

    def say(self, text: str) -> None:
        """Send one frame."""
        self.transport.write(masked(text))

    def _count(self, data: bytes) -> None:
        """Count tokens; senders and those who measure look at each."""
        if not self.ready.done() and not self.plan.get("want"):
            self._tail += data
            if self.plan["ready"].encode() in self._tail:
                self._tail = b""
                self.ready.set_result(None)
            return
        chunk = self._tail + data
        if self.on_own is None and self.delays is None:
            self.got += chunk.count(MARK)
            self._tail = b"~" if chunk.endswith(b"~") else b""
        else:
            self._look(chunk)
        if not self.ready.done() and self.got >= self.plan["want"]:
            self.ready.set_result(None)

    def _look(self, chunk: bytes) -> None:
        """Read each token: how long it took, and whether it is one's own."""
        now, end = time.monotonic_ns(), 0
        for found in TOKEN.finditer(chunk):
            end = found.end()
            self.got += 1
            if self.delays is not None:
                self.delays.append(now - int(found[2]))
            if self.on_own is not None and int(found[1]) == self.number:
                self.on_own(self, now - int(found[2]))
        rest = chunk.rfind(b"~", end)
        self._tail = chunk[rest:] if rest >= 0 else b""

    def _fail(self, why: str) -> None:
        """Tell whoever waits to be let in."""
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(why))
