"""The house made worse on purpose: if the attackers do not succeed there, their failure elsewhere proves nothing."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connection

from dialogues.admission.models import Seat
from dialogues.admission.operations import carding, seating
from dialogues.admission.seals import procedure

TIMES = (("dialogues_invitation", "used_at"), ("dialogues_seatauth", "made_at"))


@contextmanager
def as_built() -> Iterator[None]:
    """The house as it is."""
    yield


@contextmanager
def without_seals() -> Iterator[None]:
    """Seals move the phase and do nothing else."""
    with ExitStack() as stack:
        for name in ("_shuffle", "_scrub", "_verify", "_forget_window"):
            stack.enter_context(mock.patch.object(procedure, name, _nothing))
        yield


@contextmanager
def without_scrub() -> Iterator[None]:
    """Tables are shuffled; the log of the window stays."""
    with mock.patch.object(procedure, "_scrub", _nothing), mock.patch.object(procedure, "_verify", _nothing):
        yield


@contextmanager
def with_locked_seats() -> Iterator[None]:
    """A seat is locked while it is given, as almost every house would do it."""
    given = seating.seat_for

    def locked(epoch: UUID, side: UUID, token_hash: bytes, seat_auth: bytes) -> UUID:
        seat = given(epoch, side, token_hash, seat_auth)
        Seat.objects.select_for_update().get(id=seat)
        return seat

    with mock.patch.object(seating, "seat_for", locked), mock.patch.object(carding, "seat_for", locked):
        yield


@contextmanager
def naive() -> Iterator[None]:
    """What a house usually looks like: times are kept, nothing is sealed."""
    with connection.cursor() as cursor:
        for table, column in TIMES:
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN {column} timestamptz DEFAULT clock_timestamp()")
        cursor.execute(
            "CREATE OR REPLACE FUNCTION note_use() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN NEW.used_at := clock_timestamp(); RETURN NEW; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER note_use BEFORE UPDATE ON dialogues_invitation FOR EACH ROW EXECUTE FUNCTION note_use()"
        )
    try:
        with without_seals():
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER note_use ON dialogues_invitation")
            for table, column in TIMES:
                cursor.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def _nothing(*_args: Any, **_kwargs: Any) -> None:
    """Leave out what should be done."""
