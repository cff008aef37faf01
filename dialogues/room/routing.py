"""The one address of sockets."""

from django.urls import path

from dialogues.room.consumer import RoomConsumer

socket_urlpatterns = [path("room/line", RoomConsumer.as_asgi())]
