"""The door of the socket: lets in, reads frames, hands each to the one who does it. No rules.

No task for an event and no thread hop: what Channels does for every event of every consumer is done here where it is needed.
"""

import asyncio
import secrets
from functools import partial
from typing import Any

from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import DatabaseError
from django.http import Http404

from dialogues.admission.access import NotSeated
from dialogues.room.even.line import open_even_line
from dialogues.room.frames import MALFORMED, Frame, FrameRefused, Hello, read_frame, say_in
from dialogues.room.guests import Guest, Knock, NoEntry, seat_cookie
from dialogues.room.hub import hub
from dialogues.room.line import Line, open_line

HELLO_SECONDS = 3


class RoomConsumer(AsyncWebsocketConsumer):
    """One line."""

    guest: Guest | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Take events one after the other until the line ends."""
        self.scope, self.base_send = scope, send
        try:
            while True:
                event = await receive()
                if event["type"] == "websocket.receive":
                    await self.receive(event.get("text"), event.get("bytes"))
                else:
                    await getattr(self, event["type"].replace(".", "_"))(event)
        except StopConsumer:
            return

    async def connect(self) -> None:
        """Accept, and wait for the first frame for three seconds."""
        scope: Any = self.scope
        self.cookie = seat_cookie(scope["headers"])
        await self.accept()
        self.line = self.opened(scope, self.base_send)
        self.timer = asyncio.get_running_loop().call_later(HELLO_SECONDS, self.line.close, 4401)

    def opened(self, scope: Any, send: Any) -> Line:
        """Return the line of the socket."""
        return open_line(scope, send)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Read one frame and act on it."""
        if not self.line.closed and not self.line.too_much(text_data, bytes_data):
            await self.read(text_data, bytes_data)

    async def read(self, text_data: str | None, bytes_data: bytes | None) -> None:
        """Let the line read, and act on what it read."""
        try:
            for action in self.line.read(text_data, bytes_data):
                await self.act(read_frame(action))
        except FrameRefused:
            self.line.tell(MALFORMED)
        except (NoEntry, Http404):
            self.line.close(4401)
        except NotSeated:
            self.line.close(4403)
        except DatabaseError:
            self.line.close(1013)  # the database is restarting: the browser comes back

    async def act(self, frame: Frame) -> None:
        """Say hello, or do what is asked; the first frame must be a hello and no other may be."""
        if isinstance(frame, Hello) and self.guest is None:
            self.timer.cancel()
            knock, self.cookie = Knock(frame.ticket, frame.room, self.cookie, secrets.token_hex(8), self.line.even), ""
            self.hub = hub()
            self.guest = await self.hub.door.ask(knock)
            self.feed = await self.hub.join(self.guest, self.line, frame.after)
            self.line.tell(say_in(self.feed.last))
        elif self.guest is None or isinstance(frame, Hello):
            self.line.close(4401)
        else:
            self.hub.acted(self.guest)
            self.line.soon(partial(self.hub.deeds.do, frame, self.guest, self.feed, self.line))

    async def websocket_disconnect(self, _event: Any) -> None:
        """Forget the line."""
        if hasattr(self, "line"):
            self.timer.cancel()
            self.line.closed = True
        if self.guest is not None:
            self.hub.leave(self.guest)
        raise StopConsumer


class EvenConsumer(RoomConsumer):
    """One line of even traffic: the same door, another line."""

    def opened(self, scope: Any, send: Any) -> Line:
        """Return the line of the socket; the ticks come to it from now on."""
        line = open_even_line(scope, send)
        hub().ticker.add(line)
        return line
