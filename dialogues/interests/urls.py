"""Addresses of the sides' pages and of the mediator's page beside them."""

from django.urls import path

from dialogues.interests.views import side, staff

app_name = "interests"

_LINE = "room/interests/<uuid:item_id>/line/<uuid:entry_id>/"
_STAFF = "staff/<uuid:dialogue_id>/interests/"

urlpatterns = [
    path("room/interests/", side.index, name="index"),
    path("room/interests/<uuid:item_id>/", side.item, name="item"),
    path(_LINE, side.line, name="line"),
    path("room/interests/<uuid:item_id>/mark/<uuid:interest_id>/", side.mark, name="mark"),
    path("room/interests/<uuid:item_id>/withdraw/", side.withdraw, name="withdraw"),
    path(_STAFF, staff.board, name="board"),
    path(f"{_STAFF}<uuid:item_id>/", staff.item, name="staff_item"),
    path(f"{_STAFF}<uuid:item_id>/offer/", staff.offer, name="offer"),
    path(f"{_STAFF}<uuid:item_id>/offer/<uuid:interest_id>/take-back/", staff.take_back, name="take_back"),
    path(f"{_STAFF}<uuid:item_id>/scribe/", staff.scribe, name="scribe"),
]
