"""Addresses of the end."""

from django.urls import path

from facilitation.ending import views

app_name = "ending"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/ending/", views.ending, name="ending"),
    path("staff/<uuid:dialogue_id>/ending/act/", views.act, name="act"),
    path("staff/<uuid:dialogue_id>/ending/certificate.json", views.certificate, name="certificate"),
]
