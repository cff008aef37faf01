"""Two doors that say back what they hear: the server's own, and ours (middleware, consumer and line) on top of it."""

import asyncio
from typing import Any

from facilitation.asgi import django_application  # isort: skip  # it sets Django up
from dialogues.room.consumer import RoomConsumer
from dialogues.room.line import Line
from dialogues.room.server import keep_server_send, server_side

__all__ = ["django_application", "edge", "server"]


async def server(scope: Any, receive: Any, send: Any) -> None:
    """The server underneath: nothing of ours."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (event := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": event.get("text"), "bytes": event.get("bytes")})


class EchoConsumer(RoomConsumer):
    """Our door without a room behind it: what arrives goes back the way entries go out."""

    async def connect(self) -> None:
        """Accept; nobody has to say hello."""
        scope: Any = self.scope
        send: Any = self.base_send
        await self.accept()
        self.line = Line(server_side(scope, send))
        self.timer = asyncio.get_running_loop().call_later(0, int)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Say it back through the line's own way out; wait for a slow reader, so that the order stays."""
        waiting = self.line.server.step({"type": "websocket.send", "text": text_data, "bytes": bytes_data})
        if waiting is not None:
            await waiting


edge = keep_server_send(EchoConsumer.as_asgi())
