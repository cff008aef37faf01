"""What PostgreSQL keeps beside the rows.

Old table files and the write-ahead log, and how both are made to go.
"""

from collections.abc import Iterable, Sequence

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

# The heap, its TOAST table and the indexes of both: a TRUNCATE gives each of them a new file.
_FILES = """
WITH heap AS (SELECT unnest(%s::regclass[])::oid AS oid),
     rels AS (SELECT oid FROM heap
              UNION SELECT reltoastrelid FROM pg_class JOIN heap USING (oid) WHERE reltoastrelid <> 0)
SELECT pg_relation_filepath(oid) FROM rels
UNION SELECT pg_relation_filepath(indexrelid) FROM pg_index WHERE indrelid IN (SELECT oid FROM rels)
"""
_OLD_LOG = "SELECT name FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$' AND name <= pg_walfile_name(%s::pg_lsn)"
_STILL_THERE = "SELECT path FROM unnest(%s::text[]) AS path WHERE (pg_stat_file(path, true)).size IS NOT NULL"


def name(model: type[models.Model]) -> str:
    """Return the quoted name of a model's table."""
    return connection.ops.quote_name(model._meta.db_table)


def files_of(cursor: CursorWrapper, tables: Sequence[type[models.Model]]) -> list[str]:
    """Return the files, relative to the data folder, in which these tables and their indexes lie now."""
    cursor.execute(_FILES, [[model._meta.db_table for model in tables]])
    return sorted(path for (path,) in cursor.fetchall() if path)


def log_position(cursor: CursorWrapper) -> str:
    """Return where the write-ahead log stands.

    Insert position, because what is not yet written counts too.
    """
    cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
    position: str = cursor.fetchone()[0]
    return position


def scrub(cursor: CursorWrapper) -> None:
    """Make PostgreSQL drop the old files and every log file before this moment.

    Switch and checkpoint, twice.
    """
    for _ in range(2):
        cursor.execute("SELECT pg_switch_wal()")
        cursor.execute("CHECKPOINT")


def leftovers(cursor: CursorWrapper, position: str, files: Iterable[str]) -> list[str]:
    """Return the names of old table files and of log files from before `position` that are still on the disk."""
    cursor.execute(_OLD_LOG, [position])
    found = [segment for (segment,) in cursor.fetchall()]
    cursor.execute(_STILL_THERE, [list(files)])
    return found + [path for (path,) in cursor.fetchall()]
