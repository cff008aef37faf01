"""The database's clock: the one clock that every process of the house agrees on."""

from datetime import UTC, datetime

from django.db import connection


def now() -> datetime:
    """Return the database's time of this statement, in UTC. Everything scheduled is compared with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    moment: datetime = row[0]
    return moment.astimezone(UTC)


def coarse(moment: datetime, *, high_risk: bool) -> datetime:
    """Cut a time to the minute, or to the hour in a high-risk dialogue (domain.md 3)."""
    minute = moment.replace(second=0, microsecond=0)
    return minute.replace(minute=0) if high_risk else minute
