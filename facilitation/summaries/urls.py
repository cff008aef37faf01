"""Addresses of joint summaries."""

from django.urls import path

from facilitation.summaries import views

app_name = "summaries"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/summary/", views.index, name="list"),
    path("staff/<uuid:dialogue_id>/summary/<uuid:summary_id>/", views.summary, name="summary"),
    path("staff/<uuid:dialogue_id>/summary/<uuid:summary_id>/turn/", views.turn, name="turn"),
    path("room/summary/", views.read, name="read"),
]
