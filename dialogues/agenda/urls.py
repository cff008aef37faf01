"""Addresses of the agenda."""

from django.urls import path

from dialogues.agenda.views import board, pinning, suggesting, wording

app_name = "agenda"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/agenda/", board.board, name="board"),
    path("staff/<uuid:dialogue_id>/agenda/add/", board.add, name="add"),
    path("staff/<uuid:dialogue_id>/agenda/adopt/", board.adopt, name="adopt"),
    path("staff/<uuid:dialogue_id>/agenda/rate/", board.rate, name="rate"),
    path("staff/<uuid:dialogue_id>/agenda/<uuid:item_id>/", board.item, name="item"),
    path("staff/<uuid:dialogue_id>/agenda/<uuid:item_id>/do/", board.deed, name="deed"),
    path(
        "staff/<uuid:dialogue_id>/agenda/<uuid:item_id>/waits/<int:number>/",
        board.stop_waiting,
        name="stop_waiting",
    ),
    path("staff/<uuid:dialogue_id>/agenda/<uuid:item_id>/pin/", pinning.pin, name="pin"),
    path("room/agenda/", board.order, name="order"),
    path("room/agenda/<uuid:item_id>/object/", wording.object_to, name="object"),
    path("room/agenda/<uuid:item_id>/keep/", wording.keep_with_the_rest, name="keep"),
    path("room/agenda/suggest/", suggesting.suggest, name="suggest"),
    path("staff/<uuid:dialogue_id>/agenda/<uuid:item_id>/screen/", suggesting.screen, name="screen"),
]
