"""The peer's application, as the tutorial builds it; with STORED=1 each message is one transaction of the ORM before it is sent."""

import json
import os
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.room.tutorial.settings"

from django.core.asgi import get_asgi_application

django_application = get_asgi_application()

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.db import database_sync_to_async  # noqa: E402
from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.db import transaction  # noqa: E402
from django.urls import re_path  # noqa: E402

from benchmarks.room.tutorial.models import Message  # noqa: E402

STORED = bool(os.environ.get("STORED"))


def store(room: str, text: str) -> None:
    """Keep one message."""
    with transaction.atomic():
        Message._default_manager.create(room=room, text=text)


class ChatConsumer(AsyncWebsocketConsumer):
    """One member of a group of the channel layer."""

    async def connect(self) -> None:
        """Join the group."""
        scope: Any = self.scope
        self.room = scope["url_route"]["kwargs"]["room_name"]
        self.group = f"chat_{self.room}"
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        await self.send(text_data='{"in":true}')

    async def disconnect(self, code: int) -> None:
        """Leave the group."""
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Keep the message if asked to, and hand it to the group."""
        text = json.loads(text_data or "{}")["message"]
        if STORED:
            await database_sync_to_async(store)(self.room, text)
        await self.channel_layer.group_send(self.group, {"type": "chat.message", "message": text})

    async def chat_message(self, event: dict[str, Any]) -> None:
        """Send what the group was told."""
        await self.send(text_data=json.dumps({"message": event["message"]}))


doors: list[Any] = [re_path(r"ws/chat/(?P<room_name>\w+)/$", ChatConsumer.as_asgi())]  # type: ignore[arg-type]
application = ProtocolTypeRouter(
    {
        "http": django_application,
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(doors))),
    }
)
