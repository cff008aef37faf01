"""The database's clock, for the lowest layer: the one clock that every process of the house agrees on."""

from datetime import UTC, datetime

from django.db import connection


def now() -> datetime:
    """Return the database's time of this statement, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    moment: datetime = row[0]
    return moment.astimezone(UTC)
