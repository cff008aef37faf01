"""Taking everything: rows with their headers, files, write-ahead log, Valkey's memory, log lines, keystore.

What an attacker gets is here as it is; what it means is the attackers' own work.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection

from dialogues.events.doorbell import connection as valkey

LABELS = ("accounts", "dialogues", "facilitation", "sessions", "mfa", "account", "contenttypes")
FIRST_OF_OURS = 16384  # the server's own catalogues, the same everywhere, have lower file numbers


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it lies in its table."""

    table: str
    columns: Mapping[str, Any]
    xmin: int
    xmax: int
    place: tuple[int, int]  # block and line

    def ids(self) -> Iterator[UUID]:
        """Every id that stands in the row."""
        return (value for value in self.columns.values() if isinstance(value, UUID))

    def times(self) -> Iterator[float]:
        """Every time that stands in the row, as a number."""
        for value in self.columns.values():
            if isinstance(value, datetime):
                yield value.timestamp()
            elif isinstance(value, date):
                yield float(value.toordinal())


@dataclass(frozen=True)
class Seizure:
    """Everything, at one moment."""

    rows: Sequence[Row]
    log_segments: Sequence[bytes]  # the write-ahead log, oldest first
    files: Sequence[bytes]  # tables, indexes and what became of them
    filenodes: Mapping[str, int]  # table → its file's number
    memory: Mapping[bytes, bytes]  # Valkey's keys and values
    lines: bytes  # what the processes and servers wrote
    keys: Mapping[str, bytes] = field(default_factory=dict)

    def of(self, table: str) -> list[Row]:
        """The rows of a table."""
        return [row for row in self.rows if row.table == table]


def seize(*, checkpoint: bool = True) -> Seizure:
    """Take everything. The log is read first: a checkpoint, which brings rows into files, would let go of it.

    Without `checkpoint` the house goes on afterwards as if nobody had looked.
    """
    segments = [path.read_bytes() for path in sorted((_cluster() / "pg_wal").glob("[0-9A-F]*")) if path.is_file()]
    if checkpoint:
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
    return Seizure(
        rows=list(_rows()),
        log_segments=segments,
        files=[path.read_bytes() for path in sorted((_cluster() / "base").rglob("*")) if _is_data(path)],
        filenodes=_filenodes(),
        memory=_memory(),
        lines=b"\n".join(path.read_bytes() for path in sorted(Path(settings.DATA).rglob("*.log"))),
        keys={str(path.name): path.read_bytes() for path in Path(settings.KEYSTORE).rglob("*.key")},
    )


def _cluster() -> Path:
    """The folder of the cluster."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        return Path(cursor.fetchone()[0])


def _is_data(path: Path) -> bool:
    """Whether a file could hold rows of ours."""
    number = path.name.split(".")[0].split("_")[0]
    return path.is_file() and number.isdigit() and int(number) >= FIRST_OF_OURS


def _tables() -> list[str]:
    """The names of all tables of ours."""
    apps_of_ours = (apps.get_app_config(label) for label in LABELS)
    return [model._meta.db_table for app in apps_of_ours for model in app.get_models(include_auto_created=True)]


def _filenodes() -> dict[str, int]:
    """The file number of each table now; the log names tables by it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, pg_relation_filenode(name::regclass) FROM unnest(%s::text[]) AS name", [_tables()])
        return dict(cursor.fetchall())


def _rows() -> Iterator[Row]:
    """Every row of every table of ours."""
    for table in _tables():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT xmin::text, xmax::text, ctid::text, * FROM "{table}"')  # noqa: S608
            names = [column.name for column in cursor.description or ()]
            for xmin, xmax, ctid, *values in cursor.fetchall():
                block, line = map(int, ctid.strip("()").split(","))
                yield Row(table, dict(zip(names[3:], values, strict=True)), int(xmin), int(xmax), (block, line))


def _memory() -> dict[bytes, bytes]:
    """Every key of Valkey with its value as the server would dump it."""
    client = valkey()
    return {bytes(name): bytes(client.dump(name) or b"") for name in client.scan_iter(count=500)}


def owner_can_read() -> bool:
    """Whether this process can read the cluster's files; without that the experiment would attack nothing."""
    return os.access(_cluster() / "pg_wal", os.R_OK)
