"""The procedure of every seal. Killed inside or between any two steps and run again, it ends in the same
state.

1 one transaction: lock, check, rewrite in random order, note the log position   2 destroy keys   3 switch and
checkpoint, twice   4 verify that the old files and the old log are gone   5 forget what Valkey knows of the
window 6 the first backup with these tables   7 set the next phase.

Nothing slips in behind a seal, because every call on these tables reads the phase after its own lock, in a
new statement.
"""

import logging
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from accounts.audit.operations import record
from dialogues.admission import limits, logins, tickets
from dialogues.admission.models import SealRun
from dialogues.admission.seals import traces
from dialogues.admission.seals.seal import Rewrite, Seal

log = logging.getLogger("anteroom.seals")

DONE = 7
SCRUBS = 5  # rounds of scrubbing before the seal is called incomplete
PATIENCE_SECONDS = 20  # how long to wait for another seal to end
LOCK = 0x7365616C  # "seal": one seal at a time


class SealBusy(Exception):
    """Another seal is running; whoever asked tries again later."""

    def __init__(self) -> None:
        super().__init__(_("Another seal is running. This one begins by itself when that has ended."))


def run_seal(seal: Seal) -> SealRun:
    """Run a seal, or what is left of it, to its end. Raises SealRefused or SealBusy with nothing changed.

    Not inside a transaction: each step must be durable before the next begins.
    """
    for _step in seal_steps(seal):
        pass
    return SealRun.objects.get(kind=seal.kind, target=seal.target)


def seal_steps(seal: Seal) -> Generator[int, None, None]:
    """Take the steps that are left, one after the other, yielding the number of each once it is finished and
    noted.
    """
    with _one_at_a_time():
        run = SealRun.objects.filter(kind=seal.kind, target=seal.target).first()
        if run is None or run.step == 0:
            run = _rewrite_all(seal)
            yield run.step
        steps: dict[int, Callable[[], None]] = {
            2: seal.destroy_keys,
            3: _scrub,
            4: lambda: _verify(run),
            5: _forget_window,
            6: _no_backup_yet,
            DONE: seal.after,
        }
        for number in range(run.step + 1, DONE + 1):
            steps[number]()
            run.step = number
            run.save(update_fields=["step", "incomplete"])
            yield number


@transaction.atomic(durable=True)
def _rewrite_all(seal: Seal) -> SealRun:
    """Step 1, everything or nothing: it is noted in the same transaction, so that it is never done twice."""
    tables = [rewrite.model for rewrite in seal.tables]
    run = SealRun.objects.filter(kind=seal.kind, target=seal.target).first()
    run = run or SealRun(kind=seal.kind, target=seal.target)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '15s'")
        cursor.execute(f"LOCK TABLE {', '.join(map(traces.name, tables))} IN ACCESS EXCLUSIVE MODE")
        run.counts = seal.prepare()
        run.old_files = traces.files_of(cursor, tables)
        for rewrite in seal.tables:
            _shuffle(cursor, rewrite)
        told = ",".join(f"{name}={count}" for name, count in sorted(run.counts.items()))
        subject = f"{seal.kind}:{seal.target}"
        record(
            dialogue_id=seal.dialogue_id,
            actor="system",
            action=f"seal.{seal.kind}",
            subject=subject,
            reason=told,
        )
        run.lsn = traces.log_position(cursor)
    run.step = 1
    run.save()
    return run


def _shuffle(cursor: CursorWrapper, rewrite: Rewrite) -> None:
    """Write a table anew in random order.

    One transaction number for all rows, new places, the old file thrown away.
    """
    table = traces.name(rewrite.model)
    columns = [str(field.column) for field in rewrite.model._meta.concrete_fields]
    names = ", ".join(columns)
    values = ", ".join(rewrite.changes.get(column, column) for column in columns)
    empty = f"CREATE TEMP TABLE sealing ON COMMIT DROP AS SELECT {names} FROM {table} WHERE FALSE"  # noqa: S608
    cursor.execute(empty)
    copy = f"INSERT INTO sealing ({names}) SELECT {values} FROM {table} WHERE {rewrite.keep}"  # noqa: S608
    cursor.execute(copy, list(rewrite.params) or None)
    cursor.execute(f"TRUNCATE {table}")
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM sealing ORDER BY gen_random_uuid()")  # noqa: S608
    cursor.execute("DROP TABLE sealing")


def _scrub() -> None:
    """Step 3: let the old files and the old log go."""
    with connection.cursor() as cursor:
        traces.scrub(cursor)


def _verify(run: SealRun) -> None:
    """Step 4: look whether they are gone and scrub again if not.

    After five rounds the seal is incomplete, aloud.
    """
    with connection.cursor() as cursor:
        for _round in range(SCRUBS):
            run.incomplete = bool(traces.leftovers(cursor, run.lsn, run.old_files))
            if not run.incomplete:
                return
            traces.scrub(cursor)
        run.incomplete = bool(traces.leftovers(cursor, run.lsn, run.old_files))
    if run.incomplete:
        log.error("A seal is incomplete: the database keeps records that could not be erased.")


def _forget_window() -> None:
    """Step 5: forget what Valkey's memory holds of the window.

    Counts of tries, tickets, when logins began.
    """
    limits.forget_all()
    tickets.forget_all()
    logins.forget_times()


def _no_backup_yet() -> None:
    """Step 6: the first backup with these tables belongs here.

    This version makes none, so none can hold a window.
    """


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold the lock of all seals for the length of a run; it dies with the connection, so a kill frees it."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not _asked("SELECT pg_try_advisory_lock(%s)"):
        if time.monotonic() > end:
            raise SealBusy
        time.sleep(0.05)
    try:
        yield
    finally:
        if connection.connection is not None and not connection.needs_rollback:
            _asked("SELECT pg_advisory_unlock(%s)")


def _asked(question: str) -> bool:
    """Ask PostgreSQL about the lock of all seals."""
    with connection.cursor() as cursor:
        cursor.execute(question, [LOCK])
        return bool(cursor.fetchone()[0])
