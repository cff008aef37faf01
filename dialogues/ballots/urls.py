"""Addresses of secret ballots."""

from django.urls import path

from dialogues.ballots.views import api, casting, console, pages

app_name = "ballots"

urlpatterns = [
    path("room/ballots/", pages.index, name="list"),
    path("room/ballots/<uuid:measure_id>/", pages.ballot, name="ballot"),
    path("room/ballots/<uuid:measure_id>/paper/", pages.paper, name="paper"),
    path("room/ballots/<uuid:measure_id>/token", api.token, name="token"),
    path("room/ballots/<uuid:measure_id>/key.json", api.paper_card, name="paper_card"),
    path("room/ballots/<uuid:measure_id>/board.json", api.board, name="board"),
    path("room/ballots/<uuid:measure_id>/cast/", casting.cast_form, name="cast_form"),
    path("room/ballot", api.cast, name="cast"),
    path("staff/<uuid:dialogue_id>/measures/", console.index, name="console"),
    path("staff/<uuid:dialogue_id>/measures/<uuid:measure_id>/", console.measure, name="measure"),
    path("staff/<uuid:dialogue_id>/measures/<uuid:measure_id>/extend/", console.extend, name="extend"),
    path("staff/<uuid:dialogue_id>/measures/<uuid:measure_id>/void/", console.void, name="void"),
]
