"""Addresses of ripeness. What people answer goes through dialogues.ballots."""

from django.urls import path

from dialogues.ripeness import views

app_name = "ripeness"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/ripeness/", views.rounds, name="rounds"),
    path("staff/<uuid:dialogue_id>/ripeness/ask/", views.ask, name="ask"),
    path("room/ripeness/", views.moment, name="moment"),
]
