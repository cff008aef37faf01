"""The addresses of sockets: the room's line, and the line of dialogues with even traffic."""

from typing import Any

from django.urls import path

from dialogues.room.consumer import EvenConsumer, RoomConsumer

socket_urlpatterns: list[Any] = [
    path("room/line", RoomConsumer.as_asgi()),  # type: ignore[arg-type]
    path("room/even", EvenConsumer.as_asgi()),  # type: ignore[arg-type]
]
