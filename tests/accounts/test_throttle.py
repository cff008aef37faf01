"""Tries are counted in Valkey: exactly, under opaque names, and refused when Valkey is away."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.test import override_settings

from accounts import throttle


@pytest.fixture
def who() -> str:
    """Return a name nobody else counts under."""
    return f"nora-{uuid4()}"


def test_as_many_tries_pass_as_the_limit_says(who: str) -> None:
    assert [throttle.spend("t", who, limit=3, seconds=60) for _ in range(5)] == [True] * 3 + [False] * 2


def test_parallel_tries_do_not_pass_the_limit(who: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(lambda _: throttle.spend("t", who, limit=10, seconds=60), range(80)))
    assert sum(passed) == 10


def test_a_try_given_back_can_be_used_again(who: str) -> None:
    assert throttle.spend("t", who, limit=1, seconds=60)
    throttle.give_back("t", who)
    assert throttle.spend("t", who, limit=1, seconds=60)
    assert not throttle.spend("t", who, limit=1, seconds=60)


def test_giving_back_more_than_was_spent_earns_nothing(who: str) -> None:
    for _ in range(5):
        throttle.give_back("t", who)
    assert throttle.tries("t", [who])[who] == 0


def test_a_count_ends_by_itself_and_one_without_seconds_stays(who: str) -> None:
    throttle.spend("t", who, limit=1, seconds=60)
    throttle.spend("s", who, limit=1)
    assert 0 < throttle._valkey().ttl(throttle._key("t", who)) <= 60
    assert throttle._valkey().ttl(throttle._key("s", who)) == -1
    throttle.forget("s", who)
    assert throttle.tries("s", [who])[who] == 0


def test_valkey_never_holds_the_name(who: str) -> None:
    throttle.spend("t", who, limit=1, seconds=60)
    keys = [bytes(key).decode() for key in throttle._valkey().scan_iter("*")]
    assert throttle._key("t", who) in keys
    assert not any("nora" in key for key in keys)


@override_settings(REDIS_URL="unix:///nowhere/valkey.sock")
def test_without_valkey_nobody_may_try(who: str) -> None:
    with pytest.raises(throttle.CountsAreAway):
        throttle.spend("t", who, limit=3)
    throttle.give_back("t", who)
    assert throttle.tries("t", [who]) == {}
