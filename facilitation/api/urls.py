"""Addresses of the organizer's tokens; those of the API itself are made by its description."""

from django.urls import path

from facilitation.api import views

app_name = "tokens"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/tokens/", views.tokens, name="tokens"),
    path("staff/<uuid:dialogue_id>/tokens/<uuid:token_id>/revoke/", views.revoke, name="revoke"),
]
