"""Addresses of transfer: the organizers' channels, the officials' portal."""

from django.urls import path

from facilitation.transfer import views

app_name = "transfer"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/channels/", views.channels, name="channels"),
    path("staff/<uuid:dialogue_id>/channels/readers/", views.add_reader, name="add_reader"),
    path("portal/", views.inbox, name="inbox"),
    path("portal/<uuid:delivery_id>/", views.read, name="read"),
]
