"""The door of the socket: lets in, reads frames, hands messages to the writer, pumps entries out. No rules."""

import asyncio
import json
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.http import Http404

from dialogues.admission.access import Muted, NotSeated
from dialogues.chat.refusals import TalkRefused
from dialogues.room.frames import LARGEST, After, Frame, FrameRefused, Hello, Post, read_frame
from dialogues.room.guests import Guest, NoEntry, let_in
from dialogues.room.hub import hub
from dialogues.room.threads import in_thread
from dialogues.vault.canonical import TextUnstable

HELLO_SECONDS = 3
MALFORMED = json.dumps(
    {"refused": "malformed", "words": "This page is out of date. Reload it; what you typed is kept."}
)


class RoomConsumer(AsyncWebsocketConsumer):
    """One line. Live entries and catching up are the same pump over the same pages."""

    guest: Guest | None = None
    pump: "asyncio.Task[None] | None" = None

    async def connect(self) -> None:
        """Accept, and wait for the first frame for three seconds."""
        await self.accept()
        self.timer = asyncio.get_running_loop().call_later(HELLO_SECONDS, self.shut, 4401)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Read one frame and act on it."""
        if bytes_data is not None or len((text_data or "").encode()) > LARGEST:
            await self.close(4413)
            return
        try:
            await self.act(read_frame(text_data))
        except FrameRefused:
            await self.send(text_data=MALFORMED)
        except (NoEntry, Http404):
            await self.close(4401)
        except NotSeated:
            await self.close(4403)

    async def act(self, frame: Frame) -> None:
        """Say hello, post, or ask; the first frame must be a hello and no other may be."""
        if isinstance(frame, Hello) and self.guest is None:
            self.timer.cancel()
            await self.enter(await in_thread(let_in, frame.ticket, list(self.scope["headers"])), frame.after)
        elif self.guest is None or isinstance(frame, Hello):
            await self.close(4401)
        elif isinstance(frame, Post):
            await self.post(self.guest, frame)
        elif isinstance(frame, After):
            await self.feed.catch_up()

    async def enter(self, guest: Guest, after: int) -> None:
        """Join the room and start the pump."""
        self.guest = guest
        if guest.seat is not None and not hub().admit(guest.seat.id, self.shut):
            await self.close(4409)
            return
        self.feed = await hub().join(guest.room_id)
        self.pump = asyncio.create_task(self.feed.pump(after, self.send))

    async def post(self, guest: Guest, frame: Post) -> None:
        """Hand a message to the writer; acknowledge once it is durable, or say why it was not taken."""
        try:
            draft = await in_thread(guest.draft, frame)
            number = await hub().writer.post(guest.room_id, draft)
        except (TalkRefused, Muted, TextUnstable) as refusal:
            answer: dict[str, Any] = {
                "refused": getattr(refusal, "code", "muted"),
                "cmid": str(frame.cmid),
                "words": str(refusal),
            }
        else:
            answer = {"ack": str(frame.cmid), "n": number}
        await self.send(text_data=json.dumps(answer, ensure_ascii=False))

    def shut(self, code: int) -> None:
        """Close from outside: too late, sent out, or ended."""
        asyncio.ensure_future(self.close(code))  # noqa: RUF006

    async def disconnect(self, code: int) -> None:
        """Forget the line."""
        self.timer.cancel()
        if self.pump is not None:
            self.pump.cancel()
            hub().leave(self.feed)
        if self.guest is not None and self.guest.seat is not None:
            hub().dismiss(self.guest.seat.id, self.shut)
