"""Addresses of straw polls and sealed tests. What people answer goes through dialogues.ballots."""

from django.urls import path

from dialogues.polls import views
from dialogues.polls.sealed import views as sealed
from dialogues.polls.side import views as side

app_name = "polls"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/measures/poll/<uuid:version_id>/", views.open_poll, name="open"),
    path("staff/<uuid:dialogue_id>/measures/poll/<slug:kind>/<uuid:subject_id>/", views.open_poll_on, name="open_on"),
    path("room/polls/<uuid:subject_id>/", views.about, name="about"),
    path("staff/<uuid:dialogue_id>/measures/sealed/<slug:kind>/<uuid:subject_id>/", sealed.prepare, name="sealed"),
    path("staff/<uuid:dialogue_id>/measures/sealed/<uuid:test_id>/turn/", sealed.turn, name="sealed_turn"),
    path("staff/<uuid:dialogue_id>/measures/side/", side.ask, name="side"),
    path("room/tests/", sealed.tests, name="tests"),
    path("room/tests/<uuid:test_id>/object/", sealed.object_to, name="object_to_test"),
    path("room/tests/<uuid:test_id>/", sealed.tested, name="tested"),
]
