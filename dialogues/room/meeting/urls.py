"""Addresses of the session's conduct."""

from django.urls import path

from dialogues.room.meeting import views

app_name = "meeting"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/sessions/", views.sessions, name="sessions"),
    path("room/meeting.ics", views.my_calendar, name="my_calendar"),
    path("staff/<uuid:dialogue_id>/sessions/meeting.ics", views.calendar, name="calendar"),
    path("staff/<uuid:dialogue_id>/sessions/plan/", views.plan, name="plan"),
    path("staff/<uuid:dialogue_id>/sessions/<uuid:session_id>/turn/", views.turn, name="turn"),
    path("staff/<uuid:dialogue_id>/sessions/<uuid:session_id>/phase/", views.phase, name="phase"),
    path("staff/<uuid:dialogue_id>/sessions/<uuid:session_id>/item/", views.item, name="item"),
    path("staff/<uuid:dialogue_id>/sessions/<uuid:session_id>/pause/", views.pause, name="pause"),
    path("staff/<uuid:dialogue_id>/sessions/<uuid:session_id>/leak/", views.leak, name="leak"),
    path("staff/<uuid:dialogue_id>/room/pause/declined/", views.decline, name="decline"),
]
