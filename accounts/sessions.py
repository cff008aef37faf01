"""Sessions of staff: 15 minutes idle, 12 hours at most, no time kept finer than a minute.

Only the staff have Django sessions. The check sits where a session is read, so that no view or socket can
forget it. A session is written again at most once a minute.
"""

from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

IDLE_MINUTES = 15
SINCE, SEEN = "since_minute", "seen_minute"


def this_minute() -> int:
    """Return the number of whole minutes since 1970."""
    return int(timezone.now().timestamp()) // 60


class SessionStore(db.SessionStore):
    """Django's database sessions, ended early and timed coarsely."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; nothing if it was idle or open for too long, and then it is gone."""
        data: dict[str, Any] = super().load()
        if SESSION_KEY not in data:
            return data
        minute = this_minute()
        if _is_over(data, minute):
            self.delete()
            self._session_key = None
            return {}
        if data[SEEN] != minute:
            data[SEEN] = minute
            self.modified = True
        return data

    def aload(self) -> Awaitable[dict[str, Any]]:  # type: ignore[override]
        """Do the same for asynchronous callers, who would otherwise pass by the check."""
        return sync_to_async(self.load)()

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Return the row to save: when the sign-in was is noted in the data, the end is cut to the minute."""
        if SESSION_KEY in data:
            minute = this_minute()
            data.setdefault(SINCE, minute)
            data.setdefault(SEEN, minute)
        row = super().create_model_instance(data)
        started = datetime.fromtimestamp(data.get(SINCE, this_minute()) * 60, tz=UTC)
        row.expire_date = started + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return row


def _is_over(data: dict[str, Any], minute: int) -> bool:
    """Return whether a signed-in session has ended; one without its stamps has."""
    if SINCE not in data or SEEN not in data:
        return True
    return bool(minute - data[SEEN] >= IDLE_MINUTES or (minute - data[SINCE]) * 60 >= settings.SESSION_COOKIE_AGE)
