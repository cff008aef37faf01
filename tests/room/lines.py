"""Lines into the house of this process, through the whole asynchronous application."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

from channels.testing import WebsocketCommunicator
from django.conf import settings

from dialogues.admission import tickets
from dialogues.admission.access import Seat
from dialogues.admission.logins import open_login
from dialogues.admission.queries import text_version
from dialogues.room.threads import in_thread
from facilitation.asgi import application
from tests.cast import Scene

SECONDS = 10


class Browser:
    """One line of a seat."""

    def __init__(self, scene: Scene, seat: Seat, cookie: str) -> None:
        self.scene, self.seat, self.cookie = scene, seat, cookie
        headers = [(b"origin", settings.ORIGIN.encode()), (b"cookie", f"seat={cookie}".encode())]
        self.socket: Any = WebsocketCommunicator(application, "/room/line", headers=headers)
        self.seen: list[int] = []
        self.words: list[dict[str, Any]] = []
        self.closed = 0
        self.version = ""

    async def hello(self, after: int = 0) -> "Browser":
        """Connect and be let in."""
        await self.socket.connect(timeout=SECONDS)
        self.version = await in_thread(text_version, self.scene.dialogue_id)
        ticket = await in_thread(tickets.seat_ticket, self.seat.id)
        room = await in_thread(lambda: str(self.scene.plenary.id))
        await self.say({"a": "hello", "ticket": ticket, "room": room, "after": after})
        await self.hear_until(lambda: any("in" in word for word in self.words))
        return self

    async def say(self, frame: dict[str, Any]) -> None:
        """Send one frame."""
        await self.socket.send_to(text_data=json.dumps(frame))

    async def post(self, text: str, cmid: UUID | None = None) -> UUID:
        """Post without waiting."""
        cmid = cmid or uuid4()
        await self.say({"a": "post", "cmid": str(cmid), "text": text, "text_version": self.version})
        return cmid

    async def answer(self, cmid: UUID) -> dict[str, Any]:
        """Wait for the answer to a message."""
        names = {"ack", "cmid", "held"}
        await self.hear_until(lambda: any(str(cmid) in {word.get(name) for name in names} for word in self.words))
        return next(word for word in self.words if str(cmid) in {word.get(name) for name in names})

    async def hear_until(self, enough: Any) -> None:
        """Hear frames until something holds, or the line is closed."""
        async with asyncio.timeout(SECONDS):
            while not enough() and not self.closed:
                await self._hear()

    async def until_closed(self) -> int:
        """Wait for the close code."""
        async with asyncio.timeout(SECONDS):
            while not self.closed:
                await self._hear()
        return self.closed

    async def _hear(self) -> None:
        """Hear one event."""
        event = await self.socket.receive_output(timeout=SECONDS)
        if event["type"] == "websocket.close":
            self.closed = event["code"]
            return
        frame = json.loads(event["text"])
        for part in frame if isinstance(frame, list) else [frame]:
            if "k" in part:
                self.seen.append(part["n"])
            else:
                self.words.append(part)


async def browser(scene: Scene, place: int = 0, *, cookie: str = "", after: int = 0) -> Browser:
    """A seat's browser on a line that was let in."""
    seat = scene.all_seats()[place]
    cookie = cookie or await in_thread(open_login, seat.id)
    return await Browser(scene, seat, cookie).hello(after)
