"""Counting by the day: one counter for every slice, which names nobody and stores nothing."""

from uuid import uuid4

import pytest
import redis
from django.conf import settings

from dialogues.events import daily
from dialogues.events.daily import EnoughToday, NobodyCounts, count_today


def without_valkey(*_args: object) -> None:
    raise redis.exceptions.ConnectionError("away")


def test_a_mask_does_a_thing_only_so_often_and_each_thing_is_counted_apart() -> None:
    heron, juniper = uuid4(), uuid4()
    for _time in range(2):
        count_today("whistle", heron, 2)
    with pytest.raises(EnoughToday):
        count_today("whistle", heron, 2)
    count_today("whistle", juniper, 2)
    count_today("hum", heron, 2)


def test_a_refused_one_is_not_counted() -> None:
    heron = uuid4()
    count_today("whistle", heron, 1)
    for _time in range(3):
        with pytest.raises(EnoughToday):
            count_today("whistle", heron, 1)
    count_today("whistle", heron, 2)


def test_the_count_names_nobody_and_is_gone_after_a_day() -> None:
    heron = uuid4()
    count_today("yodel", heron, 5)
    valkey = redis.Redis.from_url(settings.REDIS_URL)
    names = list(valkey.scan_iter("anteroom:limit:yodel:*"))
    assert names
    assert not [name for name in names if heron.hex in name.decode() or str(heron) in name.decode()]
    assert all(0 < valkey.ttl(name) <= daily.DAY_SECONDS for name in names)


def test_without_valkey_nobody_counts_unless_this_process_may_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily, "bell_key", without_valkey)
    heron = uuid4()
    with pytest.raises(NobodyCounts):
        count_today("whistle", heron, 2)
    for _time in range(2):
        count_today("whistle", heron, 2, alone=True)
    with pytest.raises(EnoughToday):
        count_today("whistle", heron, 2, alone=True)
    count_today("hum", heron, 2, alone=True)
