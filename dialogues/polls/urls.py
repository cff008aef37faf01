"""Addresses of straw polls. What people answer goes through dialogues.ballots."""

from django.urls import path

from dialogues.polls import views

app_name = "polls"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/measures/poll/<uuid:version_id>/", views.open_poll, name="open"),
]
