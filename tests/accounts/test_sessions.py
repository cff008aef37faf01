"""Staff sessions: idle for 15 minutes or older than 12 hours they are gone, and they keep no seconds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.sessions import SessionStore
from tests.accounts.cast import make_person, signed_in

pytestmark = pytest.mark.django_db
NOON = datetime(2030, 1, 7, 12, 0, 31, 123456, tzinfo=UTC)


def is_in(client: Client) -> bool:
    """Return whether the browser is still signed in."""
    return client.get("/staff/people/").status_code == 404


def test_fourteen_minutes_of_silence_keep_a_session_and_fifteen_end_it() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(make_person("nora"))
        for _ in range(3):
            clock.shift(timedelta(minutes=14))
            assert is_in(client)
        clock.shift(timedelta(minutes=15))
        assert not is_in(client)
        assert not Session.objects.exists()


def test_twelve_hours_end_even_a_busy_session() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(make_person("nora"))
        for _ in range(71):
            clock.shift(timedelta(minutes=10))
            assert is_in(client)
        clock.shift(timedelta(minutes=10))
        assert not is_in(client)


def test_a_session_row_holds_no_seconds_and_its_end_does_not_move() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(make_person("nora"))
        end = datetime(2030, 1, 8, 0, 0, tzinfo=UTC)
        assert Session.objects.get().expire_date == end
        clock.shift(timedelta(minutes=7))
        assert is_in(client)
        assert Session.objects.get().expire_date == end


def test_a_session_is_written_once_a_minute_at_most() -> None:
    with time_machine.travel(NOON.replace(second=0), tick=False) as clock:
        client = signed_in(make_person("nora"))
        before = Session.objects.get().session_data
        clock.shift(timedelta(seconds=59))
        assert is_in(client)
        assert Session.objects.get().session_data == before
        clock.shift(timedelta(seconds=1))
        assert is_in(client)
        assert Session.objects.get().session_data != before


def test_a_signed_in_session_without_its_stamps_is_over() -> None:
    client = signed_in(make_person("nora"))
    row = Session.objects.get()
    store = SessionStore(row.session_key)
    data = {key: value for key, value in row.get_decoded().items() if not key.endswith("_minute")}
    Session.objects.filter(pk=row.pk).update(session_data=store.encode(data))
    assert not is_in(client)


def test_asynchronous_readers_meet_the_same_check() -> None:
    async def read(key: str) -> dict[str, Any]:
        return await SessionStore(key).aload()

    with time_machine.travel(NOON, tick=False) as clock:
        key = signed_in(make_person("nora")).cookies["staff"].value
        assert async_to_sync(read)(key)
        clock.shift(timedelta(minutes=15))
        assert async_to_sync(read)(key) == {}
