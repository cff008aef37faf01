"""Addresses of the desk."""

from django.urls import path

from facilitation.desk import views

app_name = "desk"

urlpatterns = [path("staff/<uuid:dialogue_id>/desk/", views.desk, name="desk")]
