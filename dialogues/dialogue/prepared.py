"""Statements of the hot path, prepared on the server. Django itself would spell out every value in the text, each time anew."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg import Cursor, RawCursor


def statement(text: str, *values: Any) -> "Cursor[Any]":
    """Run a statement with $1, $2, …, within Django's transaction if there is one."""
    connection.ensure_connection()
    cursor = RawCursor(connection.connection)
    return cursor.execute(text, values, prepare=True)


@contextmanager
def visit() -> Iterator[None]:
    """Send the statements of this block together and wait for them once; fetch what they found after it."""
    connection.ensure_connection()
    with connection.connection.pipeline():
        yield


def array(values: Iterable[str]) -> str:
    """Return values as PostgreSQL writes an array; joining text is far cheaper than dumping each value."""
    return "{" + ",".join(values) + "}"
