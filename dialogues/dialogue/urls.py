"""Addresses of setting a dialogue up."""

from django.urls import path

from dialogues.dialogue import views

app_name = "dialogue"

urlpatterns = [
    path("staff/dialogues/new/", views.new, name="new"),
    path("staff/<uuid:dialogue_id>/setup/", views.setup, name="setup"),
    path("staff/<uuid:dialogue_id>/setup/rules/", views.rules, name="rules"),
    path("staff/<uuid:dialogue_id>/setup/sides/", views.sides, name="sides"),
    path("staff/<uuid:dialogue_id>/setup/freeze/", views.freeze, name="freeze"),
    path("staff/<uuid:dialogue_id>/preparation/", views.preparation, name="preparation"),
    path("staff/<uuid:dialogue_id>/people/", views.people, name="people"),
    path("staff/<uuid:dialogue_id>/people/<uuid:role_id>/dismiss/", views.dismiss, name="dismiss"),
]
