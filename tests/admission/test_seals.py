"""Seals: after one nothing is left to look up, and however one is killed, the next run ends in the same state."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from accounts.audit.operations import verify
from dialogues.admission import seals
from dialogues.admission.codes import seat_auth
from dialogues.admission.links import read_link
from dialogues.admission.models import Epoch, EpochSide, Invitation, SealRun, Seat, SeatAuth, SeatLogin
from dialogues.admission.operations.advancing import advance_epochs
from dialogues.admission.operations.entering import enter, fresh_secret
from dialogues.admission.operations.sealing import entry_seal, seal_window
from dialogues.admission.operations.seating import WindowClosed, join_quick, redeem
from dialogues.admission.seals import traces
from dialogues.vault import keystore
from tests import cast
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = ("dialogues_seatauth", "dialogues_seatlogin", "dialogues_invitation")


class Killed(Exception):
    """The process dies here."""


@contextmanager
def killed_at_statement(number: int) -> Iterator[None]:
    """Let the connection die at its n-th statement (from 1)."""
    seen = 0

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        nonlocal seen
        seen += 1
        if seen == number:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield


def rows(table: str, columns: str) -> set[tuple[object, ...]]:
    """What a table holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table}")
        return {
            tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row) for row in cursor.fetchall()
        }


def order(table: str, key: str) -> list[object]:
    """The keys of a table in the order in which the rows lie on the disk."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {table} ORDER BY ctid")
        return [row[0] for row in cursor.fetchall()]


def sealed_as_it_should_be(scene: Scene) -> None:
    """The state that every seal of the scene ends in."""
    epoch = Epoch.objects.get(dialogue_id=scene.dialogue_id)
    run = SealRun.objects.get(kind="SEAL-2", target=epoch.id)
    assert (run.step, run.incomplete, epoch.state, epoch.group_mode) == (
        seals.DONE,
        False,
        "talking",
        "normal",
    )
    assert {(side.invited, side.issued, side.seated) for side in EpochSide.objects.filter(epoch=epoch)} == {(5, 5, 5)}
    assert (SeatAuth.objects.count(), Invitation.objects.count(), Seat.objects.count()) == (10, 10, 10)
    assert not SeatAuth.objects.filter(token_hash__isnull=False).exists()
    for side in scene.sides:
        with pytest.raises(keystore.KeyGone):
            keystore.get("join", f"{epoch.id}-{side.id}")
    with pytest.raises(keystore.KeyGone):
        keystore.get("join", f"{epoch.id}-quick")
    for table in TABLES:
        assert len(rows(table, "xmin::text")) <= 1
    assert verify(scene.dialogue_id)


def test_a_seal_rewrites_each_table_whole_and_keeps_what_people_need(seated: Scene) -> None:
    for seat in seated.all_seats():
        enter(seat_secret=seated.secrets[seat.id])
    before = rows("dialogues_seatauth", "seat, seat_auth"), rows("dialogues_seatlogin", "cookie_hash, seat")
    seal_window(seated.epoch_id)
    assert (
        rows("dialogues_seatauth", "seat, seat_auth"),
        rows("dialogues_seatlogin", "cookie_hash, seat"),
    ) == before
    sealed_as_it_should_be(seated)
    assert enter(seat_secret=seated.secrets[seated.all_seats()[0].id])


def test_the_order_of_coming_is_gone_after_the_seal(transactional_db: None) -> None:
    scene = cast.seated(heads=12)
    came = order("dialogues_seatauth", "seat")
    assert came == [seat.id for seat in scene.all_seats()]
    seal_window(scene.epoch_id)
    after = order("dialogues_seatauth", "seat")
    assert set(after) == set(came)
    assert sum(one == other for one, other in zip(after, came, strict=True)) < 12


def test_the_old_files_and_the_log_of_the_window_are_gone(seated: Scene) -> None:
    with connection.cursor() as cursor:
        files = traces.files_of(cursor, [SeatAuth, SeatLogin, Invitation])
        position = traces.log_position(cursor)
        assert len(files) >= 6
        assert set(files) <= set(traces.leftovers(cursor, position, files))
    seal_window(seated.epoch_id)
    with connection.cursor() as cursor:
        assert traces.leftovers(cursor, position, files) == []


def test_the_counts_of_a_seal_stand_in_the_audit_chain(seated: Scene) -> None:
    from accounts.audit.queries import entries_of

    seal_window(seated.epoch_id)
    told = [entry.reason for entry in entries_of(seated.dialogue_id) if "SEAL-2" in entry.subject]
    assert told
    assert "side1.seated=5" in told[0]


def test_a_seal_waits_for_a_side_that_has_nobody(transactional_db: None) -> None:
    scene = cast.open_entry(cast.draft_dialogue())
    with pytest.raises(seals.SealRefused, match="no seat yet"):
        seal_window(scene.epoch_id)
    assert not SealRun.objects.exists()
    assert Epoch.objects.get(id=scene.epoch_id).state == "joining"


@pytest.mark.parametrize("last", range(1, seals.DONE))
def test_a_seal_stopped_between_two_steps_is_taken_up_by_the_sweep(seated: Scene, last: int) -> None:
    steps = seals.seal_steps(entry_seal(seated.epoch_id))
    for step in steps:
        if step == last:
            break
    steps.close()
    assert SealRun.objects.get(target=seated.epoch_id).step == last
    secret = fresh_secret()
    with pytest.raises(WindowClosed):  # noqa: PT012  whichever of the two comes too late
        taken_pass = join_quick(secret=read_link(next(iter(seated.links.values()))[0]).secret)
        redeem(msg=taken_pass.msg, sig=taken_pass.sig, seat_auth=seat_auth(secret))
    assert advance_epochs() == 1
    sealed_as_it_should_be(seated)


def test_a_seal_killed_at_any_statement_ends_in_the_same_state(seated: Scene) -> None:
    kills = 0
    for number in range(1, 400):
        try:
            with killed_at_statement(number):
                seal_window(seated.epoch_id)
        except Killed:
            kills += 1
            connection.close()  # what a killed process does: its locks and its open transaction go with it
            run = SealRun.objects.filter(target=seated.epoch_id).first()
            half = rows("dialogues_seatauth", "xmin::text"), SeatAuth.objects.filter(token_hash=None).count()
            assert half[1] == (10 if run and run.step else 0)
            if run and run.step == seals.DONE:
                break
        else:
            break
    assert kills > 20
    seal_window(seated.epoch_id)
    sealed_as_it_should_be(seated)


def test_a_seal_whose_process_is_killed_is_finished_by_the_next(seated: Scene) -> None:
    script = (
        "import os, signal, django; django.setup();"
        "from django.conf import settings; settings.DATABASES['default']['NAME'] = os.environ['ANTEROOM_TEST_DB'];"
        "from django.db import connection;"
        "from dialogues.admission import seals;"
        "from dialogues.admission.operations.sealing import entry_seal;"
        "from uuid import UUID;"
        "seal = entry_seal(UUID(os.environ['EPOCH']));"
        "[os.kill(os.getpid(), signal.SIGKILL) for step in seals.seal_steps(seal) if step == 2]"
    )
    name = str(connection.settings_dict["NAME"])
    environment = {
        **__import__("os").environ,
        "DJANGO_SETTINGS_MODULE": "facilitation.settings",
        "ANTEROOM_DB_NAME": name,
        "ANTEROOM_TEST_DB": name,
        "EPOCH": str(seated.epoch_id),
    }
    root = Path(settings.BASE_DIR)
    died = subprocess.run([sys.executable, "-c", script], cwd=root, env=environment, capture_output=True, check=False)
    assert died.returncode == -9, died.stderr.decode()[-800:]
    assert SealRun.objects.get(target=seated.epoch_id).step == 2
    seal_window(seated.epoch_id)
    sealed_as_it_should_be(seated)


def test_a_second_seal_waits_for_the_first_and_says_so(seated: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    monkeypatch.setattr(seals.procedure, "PATIENCE_SECONDS", 0.2)
    steps = seals.seal_steps(entry_seal(seated.epoch_id))
    assert next(steps) == 1

    def other() -> str:
        try:
            seal_window(seated.epoch_id)
        except seals.SealBusy as busy:
            return str(busy)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(1) as pool:
        assert "Another seal is running" in pool.submit(other).result()
    assert list(steps) == [2, 3, 4, 5, 6, 7]
    sealed_as_it_should_be(seated)


def test_a_seal_inside_a_transaction_is_refused(seated: Scene) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        seal_window(seated.epoch_id)
