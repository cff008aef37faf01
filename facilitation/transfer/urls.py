"""Addresses of transfer: the organizers' channels and notices, the log, the officials' portal."""

from django.urls import path

from facilitation.transfer.views import channels, log, notices, portal

app_name = "transfer"

urlpatterns = [
    path("staff/<uuid:dialogue_id>/channels/", channels.channels, name="channels"),
    path("staff/<uuid:dialogue_id>/channels/readers/", channels.add_reader, name="add_reader"),
    path("staff/<uuid:dialogue_id>/channels/agree/", channels.agree, name="agree"),
    path("staff/<uuid:dialogue_id>/channels/<uuid:channel_id>/close/", channels.close_channel, name="close"),
    path("staff/<uuid:dialogue_id>/channels/<uuid:channel_id>/notices/", notices.notices, name="notices"),
    path("staff/<uuid:dialogue_id>/notices/<uuid:endpoint_id>/", notices.turn_endpoint, name="turn_endpoint"),
    path("staff/<uuid:dialogue_id>/transfer/", log.log, name="log"),
    path("staff/<uuid:dialogue_id>/transfer/<uuid:notice_id>/again/", notices.again, name="again"),
    path("staff/<uuid:dialogue_id>/questions/", log.questions, name="questions"),
    path("portal/", portal.inbox, name="inbox"),
    path("portal/<uuid:delivery_id>/", portal.read, name="read"),
    path("portal/<uuid:delivery_id>/compare/", portal.compare, name="compare"),
    path("portal/<uuid:delivery_id>/print/", portal.note_print, name="print"),
]
