"""Addresses of the room."""

from django.urls import path

from dialogues.room import views

app_name = "room"

urlpatterns = [
    path("room/", views.home, name="home"),
    path("room/in/<uuid:room_id>/", views.home, name="inside"),
    path("room/in/<uuid:room_id>/facilitators/", views.invite, name="invite"),
    path("room/private-line/", views.private_line, name="private_line"),
    path("room/messages/<uuid:event_id>/withdraw/", views.withdraw, name="withdraw"),
    path("staff/<uuid:dialogue_id>/room/", views.staff, name="staff"),
    path("staff/<uuid:dialogue_id>/room/in/<uuid:room_id>/", views.staff, name="staff_inside"),
    path("staff/<uuid:dialogue_id>/room/ticket", views.staff_ticket, name="staff_ticket"),
]
