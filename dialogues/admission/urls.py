"""Addresses of admission: /join/ before there is a seat, /room/ with one."""

from django.urls import path

from dialogues.admission.views import entering, inviting, joining, moderating, returning, seating, staffing

app_name = "admission"

urlpatterns = [
    path("join/i", joining.arrive, name="arrive"),
    path("join/card/<uuid:dialogue_id>.json", joining.card, name="card"),
    path("join/card/<slug:code>.json", joining.card_by_code, name="card_by_code"),
    path("join/issue", joining.issue, name="issue"),
    path("join/quick", joining.quick, name="quick"),
    path("join/code/", joining.by_form, name="by_form"),
    path("room/e", returning.come_back, name="come_back"),
    path("room/board/<uuid:dialogue_id>/<int:number>/<uuid:side_id>.json", returning.board, name="board"),
    path("room/redeem", seating.take, name="redeem"),
    path("room/keep/", seating.keep_code, name="keep_code"),
    path("room/seat/", seating.take_by_form, name="take_by_form"),
    path("room/login", entering.login, name="login"),
    path("room/enter/", entering.enter, name="enter"),
    path("room/logout/", entering.logout, name="logout"),
    path("room/ticket", entering.ticket, name="ticket"),
    path("room/awake", entering.awake, name="awake"),
    path("room/welcome/", entering.welcome, name="welcome"),
    path("room/leave/", entering.leave_for_good, name="leave_for_good"),
    path("staff/<uuid:dialogue_id>/entry/", staffing.entry, name="entry"),
    path("staff/<uuid:dialogue_id>/entry/seal/", staffing.seal, name="seal"),
    path("staff/<uuid:dialogue_id>/confirm/", staffing.confirm, name="confirm"),
    path("staff/<uuid:dialogue_id>/confirm/facilitators/", staffing.accept, name="accept"),
    path("staff/<uuid:dialogue_id>/invitations/", inviting.invitations, name="invitations"),
    path("staff/<uuid:dialogue_id>/invitations/cancel/", inviting.cancel, name="cancel"),
    path("staff/<uuid:dialogue_id>/masks/", staffing.masks, name="masks"),
    path("staff/<uuid:dialogue_id>/masks/<uuid:seat_id>/", moderating.restrain, name="restrain"),
]
