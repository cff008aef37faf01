"""Addresses of face-saving pairs."""

from django.urls import path

from dialogues.facesaving.views import desk, side

app_name = "facesaving"

_STAFF = "staff/<uuid:dialogue_id>/face-saving/"
_SEAT = "room/face-saving/"

urlpatterns = [
    path(_SEAT, side.read, name="read"),
    path(f"{_SEAT}<uuid:pair_id>/", side.read_pair, name="read_pair"),
    path(_STAFF, desk.board, name="board"),
    path(f"{_STAFF}<uuid:pair_id>/", desk.pair, name="pair"),
]
