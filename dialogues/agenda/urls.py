"""Addresses of the agenda."""

from django.urls import path

from dialogues.agenda import suggesting_views, views

app_name = "agenda"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/agenda/", views.board, name="board"),
    path("staff/<uuid:dialogue_id>/agenda/add/", views.add, name="add"),
    path("staff/<uuid:dialogue_id>/agenda/adopt/", views.adopt, name="adopt"),
    path("staff/<uuid:dialogue_id>/agenda/rate/", views.rate, name="rate"),
    path("staff/<uuid:dialogue_id>/agenda/<uuid:item_id>/", views.item, name="item"),
    path("staff/<uuid:dialogue_id>/agenda/<uuid:item_id>/do/", views.deed, name="deed"),
    path(
        "staff/<uuid:dialogue_id>/agenda/<uuid:item_id>/waits/<int:number>/",
        views.stop_waiting,
        name="stop_waiting",
    ),
    path("room/agenda/", views.order, name="order"),
    path("room/agenda/suggest/", suggesting_views.suggest, name="suggest"),
    path("staff/<uuid:dialogue_id>/agenda/<uuid:item_id>/screen/", suggesting_views.screen, name="screen"),
]
