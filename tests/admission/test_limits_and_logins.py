"""Tries are counted so that parallel ones cannot pass; logins end by themselves; form tokens fit one page of one login."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.test import RequestFactory, override_settings

from dialogues.admission import limits, logins, tickets
from dialogues.admission.access import NotSeated, seat_behind, seat_of
from dialogues.admission.codes import b64u
from dialogues.admission.limits import SlowDown, count_try
from dialogues.admission.models import SeatLogin
from dialogues.admission.operations.advancing import advance_epochs
from dialogues.dialogue.clock import now
from dialogues.events.doorbell import connection
from tests.admission.conftest import Guest
from tests.cast import Scene


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Each scene begins and ends with nothing counted."""
    limits.forget_all()
    yield
    limits.forget_all()


def tried(action: str, most: int, **more: object) -> bool:
    """Whether one more try is taken."""
    try:
        count_try(action, most, **more)  # type: ignore[arg-type]
    except SlowDown:
        return False
    return True


def test_parallel_tries_cannot_pass_the_limit() -> None:
    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(lambda _: tried("scene", 20), range(200))) == 20


def test_a_refused_try_says_how_long_to_wait_and_does_not_prolong_it() -> None:
    assert tried("scene", 1)
    with pytest.raises(SlowDown) as refusal:
        count_try("scene", 1)
    assert 1 <= refusal.value.retry_after <= limits.WINDOW_SECONDS
    connection().expire(f"{limits.PREFIX}scene", 1)
    assert not tried("scene", 1)
    time.sleep(1.1)
    assert tried("scene", 1)


@override_settings(TRUST_NET_HEADER=True)
def test_one_network_cannot_use_up_what_belongs_to_all() -> None:
    def come_from(network: str) -> bool:
        request = RequestFactory().get("/", headers={"X-Anteroom-Net": network})
        return tried("scene", 1000, request=request)

    taken = [come_from("192.0.2.0/24") for _ in range(40)]
    assert sum(taken) == limits.TRIES_A_NETWORK
    assert come_from("198.51.100.0/24")
    names = [name.decode() for name in connection().scan_iter(match=f"{limits.PREFIX}*")]
    assert not any("192" in name for name in names)


@override_settings(TRUST_NET_HEADER=True)
def test_a_delegation_behind_one_address_comes_back_with_words_that_try_every_key() -> None:
    request = RequestFactory().get("/", headers={"X-Anteroom-Net": "192.0.2.0/24"})
    people, sides, rounds = 20, 6, 2
    for _try in range(people * sides * rounds):
        limits.count_try("login", limits.REDEEMS_A_MINUTE, request=request)
    with pytest.raises(limits.SlowDown):
        limits.count_try("login", limits.REDEEMS_A_MINUTE, request=request)


def test_the_header_is_not_believed_without_our_proxy() -> None:
    request = RequestFactory().get("/", headers={"X-Anteroom-Net": "192.0.2.0/24"})
    assert all(tried("scene", 1000, request=request) for _ in range(40))


@override_settings(REDIS_URL="unix:///nowhere/valkey.sock")
def test_without_valkey_tries_are_refused() -> None:
    connection.cache_clear()
    try:
        assert not tried("scene", 1000)
    finally:
        connection.cache_clear()


@pytest.mark.django_db
def test_too_many_tries_are_answered_with_slow_down(guest: Guest) -> None:
    for _ in range(limits.TRIES_A_MINUTE):
        count_try("join")
    assert guest.post("/join/quick", secret=b64u(guest.invite.secret)) == (429, {"error": "slow_down"})
    page = guest.client.post("/join/code/", {"code": guest.link}).content.decode()
    assert "Wait a minute and try again" in page


@pytest.mark.django_db
def test_an_idle_login_ends_and_an_old_one_too(guest: Guest) -> None:
    guest.join()
    cookie = guest.client.cookies["seat"].value
    key = f"{logins.PREFIX}{logins.cookie_hash(cookie)[:16].hex()}"
    assert seat_of(cookie)
    connection().hset(key, "last", int(time.time()) - logins.IDLE_SECONDS - 120)
    assert seat_of(cookie) is None
    assert not SeatLogin.objects.exists()
    guest.post("/room/login", code=guest.code)
    cookie = guest.client.cookies["seat"].value
    key = f"{logins.PREFIX}{logins.cookie_hash(cookie)[:16].hex()}"
    connection().hset(key, "started", int(time.time()) - logins.ABSOLUTE_SECONDS - 120)
    with pytest.raises(NotSeated):
        seat_behind(cookie)


@pytest.mark.django_db
def test_an_open_tab_keeps_its_login_awake(guest: Guest) -> None:
    assert guest.client.post("/room/awake").status_code == 401
    guest.join()
    cookie = guest.client.cookies["seat"].value
    key = f"{logins.PREFIX}{logins.cookie_hash(cookie)[:16].hex()}"
    connection().hset(key, "last", int(time.time()) - logins.IDLE_SECONDS + 120)
    assert guest.client.post("/room/awake").status_code == 204
    assert int(connection().hget(key, "last") or 0) > time.time() - 120
    assert "seat-awake" in guest.client.get("/room/welcome/").content.decode()


@pytest.mark.django_db
def test_a_flushed_valkey_throws_nobody_out(guest: Guest) -> None:
    guest.join()
    logins.forget_times()
    assert seat_of(guest.client.cookies["seat"].value)


@pytest.mark.django_db
def test_logins_of_a_past_day_are_swept_away(guest: Guest) -> None:
    guest.join()
    SeatLogin.objects.update(expires_on=now().date() - timedelta(days=1))
    assert seat_of(guest.client.cookies["seat"].value) is None
    advance_epochs()
    assert not SeatLogin.objects.exists()


@pytest.mark.django_db
def test_a_form_token_fits_one_page_of_one_login_today_and_yesterday() -> None:
    token = logins.form_token("cookie", "/room/")
    assert logins.form_token_fits("cookie", "/room/", token)
    assert not logins.form_token_fits("cookie", "/room/leave/", token)
    assert not logins.form_token_fits("another", "/room/", token)
    assert not logins.form_token_fits("cookie", "/room/", "")
    assert not logins.form_token_fits("cookie", "/room/", "é")
    today = now().date()
    assert logins.form_token_fits("cookie", "/room/", logins.form_token("cookie", "/room/", today - timedelta(days=1)))
    assert not logins.form_token_fits(
        "cookie", "/room/", logins.form_token("cookie", "/room/", today - timedelta(days=2))
    )


@pytest.mark.django_db
def test_a_form_without_its_token_is_not_taken(guest: Guest) -> None:
    guest.join()
    assert guest.client.post("/room/leave/").status_code == 403
    assert guest.client.post("/room/leave/", {"token": "x" * 64}).status_code == 403
    assert guest.client.get("/room/leave/").status_code == 200


@pytest.mark.django_db
def test_a_ticket_is_spent_once_and_only_its_hash_is_known(entry: Scene) -> None:
    seat = entry.dialogue_id
    ticket = tickets.seat_ticket(seat)
    assert not any(ticket in name.decode() for name in connection().scan_iter(match="*"))
    assert tickets.take(ticket) == {"seat": str(seat)}
    assert tickets.take(ticket) is None
    assert 0 < connection().ttl(tickets._key(tickets.seat_ticket(seat))) <= tickets.SECONDS
