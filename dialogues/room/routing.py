"""The one address of sockets."""

from typing import Any

from django.urls import path

from dialogues.room.consumer import RoomConsumer

socket_urlpatterns: list[Any] = [
    path("room/line", RoomConsumer.as_asgi()),  # type: ignore[arg-type]
]
