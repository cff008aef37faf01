"""Addresses of the single text."""

from django.urls import path

from dialogues.proposals import views

app_name = "proposals"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/text/", views.texts, name="texts"),
    path("staff/<uuid:dialogue_id>/text/<uuid:proposal_id>/", views.draft, name="draft"),
    path("staff/<uuid:dialogue_id>/text/version/<uuid:version_id>/", views.staff_version, name="version"),
    path("staff/<uuid:dialogue_id>/text/version/<uuid:version_id>/table/", views.table, name="table"),
    path("room/text/", views.read, name="read"),
    path("room/text/<uuid:version_id>/", views.read, name="read_version"),
]
