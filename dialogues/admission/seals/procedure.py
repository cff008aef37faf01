"""Running a seal, step by step. Killed between or inside any two steps and run again, it ends in the same state.

1 one transaction: lock, check, rewrite in random order, note the log position   2 destroy keys   3 switch and checkpoint, twice
4 verify that nothing older than the position is left in the log   5 forget what Valkey knows of the window   7 set the next phase
(Step 6, the first backup that may contain these tables, belongs to the backup command.)
"""

import redis
from django.db import connection, transaction

from accounts.audit.operations import record
from dialogues.admission.models import SealRun
from dialogues.admission.seals.seal import Rewrite, Seal
from dialogues.events import doorbell

LOCK = 0x7365616C  # "seal": one seal at a time
SCRUBS = 5
DONE = 7
WINDOW_KEYS = ("anteroom:ticket:*", "anteroom:limit:*")


def run_seal(seal: Seal) -> SealRun:
    """Run or resume a seal. Raises SealRefused, with nothing changed, if the counts do not allow it.

    Not inside a transaction: its steps must each be durable before the next.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        run, _ = SealRun.objects.get_or_create(kind=seal.kind, target=seal.target)
        for step, act in ((1, _rewrite), (2, _destroy), (3, _scrub), (4, _verify), (5, _forget), (DONE, _finish)):
            if run.step < step:
                act(seal, run)
                SealRun.objects.filter(id=run.id).update(step=step)
                run.refresh_from_db()
        return run
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _rewrite(seal: Seal, run: SealRun) -> None:
    """Step 1: everything or nothing. The step is noted in the same transaction, so that it is never done twice."""
    with transaction.atomic(), connection.cursor() as cursor:
        for rewrite in seal.tables:
            cursor.execute(f"LOCK TABLE {rewrite.model._meta.db_table} IN ACCESS EXCLUSIVE MODE")
        counts = seal.prepare()
        for rewrite in seal.tables:
            _shuffle(rewrite)
        told = ",".join(f"{name}={count}" for name, count in sorted(counts.items()))
        record(dialogue_id=seal.dialogue_id, actor="system", action=f"seal.{seal.kind}", subject=f"{seal.kind}:{seal.target}", reason=told)
        cursor.execute("SELECT pg_current_wal_lsn()::text")
        lsn = cursor.fetchone()[0]
        SealRun.objects.filter(id=run.id).update(step=1, lsn=lsn, counts=counts)


def _shuffle(rewrite: Rewrite) -> None:
    """Write a table anew in random order: one transaction number for all rows, new places, old file thrown away."""
    table = rewrite.model._meta.db_table
    columns = [str(field.column) for field in rewrite.model._meta.concrete_fields]
    names = ", ".join(columns)
    values = ", ".join(rewrite.changes.get(column, column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE sealing ON COMMIT DROP AS SELECT {names} FROM {table} WHERE FALSE")
        cursor.execute(f"INSERT INTO sealing ({names}) SELECT {values} FROM {table} WHERE {rewrite.keep}", list(rewrite.params))  # noqa: S608
        cursor.execute(f"TRUNCATE {table}")
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM sealing ORDER BY gen_random_uuid()")  # noqa: S608
        cursor.execute("DROP TABLE sealing")


def _destroy(seal: Seal, run: SealRun) -> None:
    """Step 2: the keys that have no further use."""
    seal.destroy_keys()


def _scrub(seal: Seal, run: SealRun) -> None:
    """Step 3: leave the segments of the log that hold the window, and let a checkpoint remove them."""
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute("SELECT pg_switch_wal()")
            cursor.execute("CHECKPOINT")


def _verify(seal: Seal, run: SealRun) -> None:
    """Step 4: no segment older than the position noted is left; else scrub again, and say so if it will not go."""
    for _ in range(SCRUBS):
        if not _old_segments(run.lsn):
            SealRun.objects.filter(id=run.id).update(incomplete=False)
            return
        _scrub(seal, run)
    SealRun.objects.filter(id=run.id).update(incomplete=True)


def _old_segments(lsn: str) -> int:
    """Count the log segments that begin before a position."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$' AND name <= pg_walfile_name(%s::pg_lsn)", [lsn]
        )
        return int(cursor.fetchone()[0])


def _forget(seal: Seal, run: SealRun) -> None:
    """Step 5: tickets and limiter keys of the window."""
    try:
        client = doorbell.connection()
        for pattern in WINDOW_KEYS:
            for key in client.scan_iter(match=pattern, count=500):
                client.delete(key)
    except redis.exceptions.RedisError:
        return  # they live ten minutes at most


def _finish(seal: Seal, run: SealRun) -> None:
    """Step 7: the next phase."""
    seal.after()
