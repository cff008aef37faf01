"""Addresses of admission: /join/ before there is a seat, /room/ with one."""

from django.urls import path

from dialogues.admission.views import entering, joining

app_name = "admission"

urlpatterns = [
    path("join/i", joining.arrive, name="arrive"),
    path("join/card/<uuid:dialogue_id>.json", joining.card, name="card"),
    path("join/quick", joining.quick, name="quick"),
    path("join/code/", joining.by_form, name="by_form"),
    path("room/redeem", entering.redeem, name="redeem"),
    path("room/redeem/form/", entering.redeem_by_form, name="redeem_by_form"),
    path("room/login", entering.login, name="login"),
    path("room/enter/", entering.enter, name="enter"),
    path("room/logout/", entering.logout, name="logout"),
    path("room/ticket", entering.ticket, name="ticket"),
    path("room/welcome/", entering.welcome, name="welcome"),
    path("room/leave/", entering.leave_for_good, name="leave_for_good"),
]
