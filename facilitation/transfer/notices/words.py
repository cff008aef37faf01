"""Notices and their tries in words."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from facilitation.transfer.models import Endpoint, Notice
from facilitation.transfer.notices import outcomes
from facilitation.transfer.notices.outbox import kinds_on


def kind_words(kind: str) -> str:
    """Return what kind of notice it is."""
    return _("mail") if kind == Endpoint.Kind.MAIL else _("web hook")


def notice_words(notice: Notice) -> str:
    """Return how a notice stands; its endpoint is read already."""
    if notice.state in {Notice.State.QUEUED, Notice.State.UNCERTAIN}:
        if notice.endpoint.kind not in kinds_on():
            return _("Waits: this installation does not send such notices now")
        if notice.endpoint.state != Endpoint.State.ACTIVE:
            return _("Waits: paused")
    if notice.state == Notice.State.QUEUED and notice.tries:
        return _("Is tried again from %(day)s, %(hour)s UTC") % {
            "day": date_format(notice.due_at, "j F"),
            "hour": f"{notice.due_at:%H:%M}",
        }
    return {
        Notice.State.QUEUED: _("About to be sent"),
        Notice.State.LEASED: _("Being sent"),
        Notice.State.DELIVERED: _("Delivered"),
        Notice.State.UNCERTAIN: _("May have gone out; is sent once more"),
        Notice.State.FAILED: _("Given up"),
    }[Notice.State(notice.state)]


def outcome_words(code: str, status: int | None) -> str:
    """Return how one try ended."""
    words = {
        outcomes.STARTED: _("is being sent"),
        outcomes.SENT: _("taken"),
        outcomes.LOST: _("broken off here; it is not known whether it arrived"),
        outcomes.ANSWERED: _("not taken"),
        outcomes.REDIRECTED: _("sent elsewhere, which is not followed"),
        outcomes.GONE: _("the receiver is gone; paused"),
        outcomes.UNREACHABLE: _("not reached"),
        outcomes.TIMED_OUT: _("no answer in time"),
        outcomes.UNTRUSTED: _("the certificate is not trusted"),
        outcomes.FORBIDDEN: _("an address that may not be called"),
        outcomes.REFUSED: _("refused for good"),
    }.get(code, code)
    return f"{words} ({status})" if status else words
