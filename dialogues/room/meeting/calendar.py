"""The next session as a calendar file (RFC 5545): a neutral title, a time, no names, no place that tells anything."""

import hashlib
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from dialogues.dialogue.models import Session

LENGTH = timedelta(hours=2)
FOLD = 75  # bytes a line may have


def calendar_file(session: Session) -> bytes:
    """Return the file. The same for everybody; its own id is a hash, so that a calendar tells nothing of ours."""
    assert session.planned_at is not None  # noqa: S101  the caller looked
    identity = hashlib.sha256(b"anteroom/calendar/v1" + session.id.bytes).hexdigest()[:32]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Meeting//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{identity}",
        f"DTSTAMP:{_stamp(session.planned_at)}",  # required; the planned time says nothing that the event does not
        f"DTSTART:{_stamp(session.planned_at)}",
        f"DTEND:{_stamp(session.planned_at + LENGTH)}",
        f"SUMMARY:{_escaped(_('Meeting'))}",
        f"URL:{settings.ORIGIN}/",
        "CLASS:PRIVATE",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    """A text value: backslash, comma, semicolon and line ends are escaped (3.3.11)."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A content line, folded at 75 bytes without cutting a character (3.1)."""
    out, room = bytearray(), FOLD
    for letter in line:
        raw = letter.encode()
        if len(raw) > room:
            out += b"\r\n "
            room = FOLD - 1
        out += raw
        room -= len(raw)
    return bytes(out) + b"\r\n"
