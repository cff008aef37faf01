"""Addresses of conducting the talk."""

from django.urls import path

from dialogues.room.moderation import messages, views

app_name = "moderation"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/room/in/<uuid:room_id>/conduct/", views.conduct, name="conduct"),
    path("staff/<uuid:dialogue_id>/room/in/<uuid:room_id>/turn/", views.turn, name="turn"),
    path("staff/<uuid:dialogue_id>/room/in/<uuid:room_id>/held/<uuid:held_id>/", views.decide, name="decide"),
    path("staff/<uuid:dialogue_id>/room/search/", views.staff_search, name="staff_search"),
    path("room/in/<uuid:room_id>/held/<uuid:held_id>/", views.answer, name="answer"),
    path("staff/<uuid:dialogue_id>/room/messages/<uuid:message_id>/", messages.message, name="message"),
    path("staff/<uuid:dialogue_id>/room/messages/<uuid:message_id>/hide/", messages.hide, name="hide"),
    path("staff/<uuid:dialogue_id>/room/messages/<uuid:message_id>/mask/", messages.restrain, name="restrain"),
    path("staff/<uuid:dialogue_id>/room/messages/<uuid:message_id>/flag/", messages.answer_flag, name="answer_flag"),
    path("room/messages/<uuid:message_id>/flag/", messages.flag, name="flag"),
    path("room/pause/", views.pause, name="pause"),
    path("room/search/", views.search, name="search"),
]
