"""The address of the way home."""

from django.urls import path

from facilitation.reentry import views

app_name = "reentry"

urlpatterns = [path("room/way-home/", views.kit, name="kit")]
