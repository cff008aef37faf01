"""The server's own way to a browser, kept by the outermost middleware and stepped without a task of its own.

A fan-out to a thousand lines is then a loop, not a thousand tasks. A server that wants to wait is waited for by one task.
Under uvicorn a text that goes to many is framed once and written as it is; everywhere else the plain ASGI way is taken.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Generator
from typing import Any

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]
KEY = "anteroom.server"
BUFFER = 64 * 1024  # bytes the kernel may keep for a reader that does not read


class ServerSide:
    """One connection as the server offers it."""

    __slots__ = ("_protocol", "_send")

    def __init__(self, send: Send) -> None:
        self._send = send
        protocol = getattr(send, "__self__", None)
        self._protocol = protocol if _frames_are_plain(protocol) else None
        transport = self._transport()
        if transport is not None and (line := transport.get_extra_info("socket")) is not None:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)

    def step(self, message: Message) -> "asyncio.Task[None] | None":
        """Send now. None if it went out; a task if the server waits for its reader. Raises OSError on a dead line."""
        text = message.get("text")
        if text is not None and self._protocol is not None and _may_write(self._protocol):
            self._protocol.transport.write(_framed(text))
            return None
        sending: Any = self._send(message)
        steps = sending if hasattr(sending, "send") else sending.__await__()
        try:
            waits_for = steps.send(None)
        except StopIteration:
            return None
        return asyncio.ensure_future(_finish(_Rest(steps, waits_for)))

    def forget_handshake(self, scope: Message) -> None:
        """Drop addresses, cookies and agents as soon as they were read: an open line keeps nothing of who called, and half the memory."""
        scope["headers"].clear()
        scope.clear()
        if self._protocol is not None:
            for told in (self._protocol.request, self._protocol.response):
                told.headers.clear()  # the server's parser keeps the request itself
            self._protocol.request = self._protocol.response = None

    def abort(self) -> None:
        """Drop the connection with whatever the reader has not read."""
        transport = self._transport()
        if transport is not None:
            transport.abort()

    def _transport(self) -> Any:
        """The transport under the server's send; None where the server does not show it."""
        return getattr(getattr(self._send, "__self__", None), "transport", None)


_last_framed: tuple[str | None, bytes] = (None, b"")


def _framed(text: str) -> bytes:
    """Return a text as one unmasked frame; the same text as before, which goes to many, is framed already."""
    global _last_framed
    if text is not _last_framed[0]:
        data = text.encode()
        size = len(data)
        if size < 126:
            head = bytes((0x81, size))
        elif size < 65536:
            head = b"\x81\x7e" + size.to_bytes(2, "big")
        else:
            head = b"\x81\x7f" + size.to_bytes(8, "big")
        _last_framed = (text, head + data)
    return _last_framed[1]


def _frames_are_plain(protocol: Any) -> bool:
    """Whether this is uvicorn's protocol without an extension that would change frames."""
    known = type(protocol).__name__ == "WebSocketsSansIOProtocol" and hasattr(protocol, "writable")
    return known and not protocol.conn.extensions


def _may_write(protocol: Any) -> bool:
    """Whether the line is open, nobody has begun to close it, and its reader takes what is written."""
    open_ = protocol.handshake_complete and not protocol.close_sent and not protocol.disconnected
    return open_ and protocol.writable.is_set() and not protocol.transport.is_closing()


class _Rest:
    """A send that was begun outside of a task, to be finished inside of one."""

    def __init__(self, steps: Any, waits_for: Any) -> None:
        self.steps, self.waits_for = steps, waits_for

    def __await__(self) -> Generator[Any, Any, None]:
        """Wait for what it waits for, then go on with it."""
        waits_for = self.waits_for
        while True:
            try:
                answer = yield waits_for
                waits_for = self.steps.send(answer)
            except StopIteration:
                return


async def _finish(rest: _Rest) -> None:
    """Drive a begun send to its end."""
    await rest


def keep_server_send(app: App) -> App:
    """Wrap an application so that sockets find the server's own send in their scope."""

    async def kept(scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
        if scope["type"] == "websocket":
            scope[KEY] = ServerSide(send)
        await app(scope, receive, send)

    return kept


def server_side(scope: Message, send: Send) -> ServerSide:
    """Return what the middleware kept; without it (in tests of the consumer alone) the given send."""
    found: ServerSide | None = scope.get(KEY)
    return found or ServerSide(send)
