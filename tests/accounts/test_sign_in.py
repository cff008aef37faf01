"""Signing in with the password of the demonstration, and how it is refused (passkeys: see the browser)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from accounts import throttle
from accounts.models import StaffMember
from accounts.operations import switch_account, unlock_sign_in
from tests.accounts.cast import PASSWORD, make_person, with_password

pytestmark = pytest.mark.django_db
LOGIN = "/staff/account/login/"


@pytest.fixture
def nora() -> Iterator[StaffMember]:
    """Somebody with a password, whose count of tries starts at nought."""
    person = with_password(make_person("nora"))
    for action in ("sign-in", "sign-in.all"):
        throttle.forget(action, "nora")
    yield person
    for action in ("sign-in", "sign-in.all"):
        throttle.forget(action, "nora")


def sign_in(client: Client, handle: str = "nora", password: str = PASSWORD) -> Any:
    """Post the sign-in form."""
    return client.post(LOGIN, {"login": handle, "password": password})


def test_the_right_password_signs_in_and_leads_home(client: Client, nora: StaffMember) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/staff/")
    assert client.get("/staff/").status_code == 200


@pytest.mark.parametrize("handle", ["NORA", " nora "])
def test_the_sign_in_name_is_read_kindly(client: Client, nora: StaffMember, handle: str) -> None:
    assert sign_in(client, handle).status_code == 302


@pytest.mark.parametrize(("handle", "password"), [("nora", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_read_alike(
    client: Client, nora: StaffMember, handle: str, password: str
) -> None:
    answer = sign_in(client, handle, password)
    assert answer.status_code == 200
    assert "The name or the password is wrong." in answer.content.decode()


def test_a_sleeping_account_reads_like_a_wrong_password(client: Client, nora: StaffMember) -> None:
    switch_account(by=make_person("anna", is_admin=True), person_id=nora.id, on=False)
    assert "The name or the password is wrong." in sign_in(client).content.decode()


def test_a_session_ends_when_its_account_is_put_to_sleep(client: Client, nora: StaffMember) -> None:
    sign_in(client)
    switch_account(by=make_person("anna", is_admin=True), person_id=nora.id, on=False)
    assert client.get("/staff/").status_code == 302


def test_outside_the_demonstration_no_password_is_taken(client: Client, nora: StaffMember, settings: Settings) -> None:
    settings.DEMO = False
    answer = sign_in(client)
    assert answer.status_code == 200
    assert "This server takes no passwords." in answer.content.decode()
    settings.ACCOUNT_SIGNUP_FIELDS = ["username*"]
    answer = sign_in(client)
    assert "This server takes no passwords." in answer.content.decode()
    assert client.get("/staff/").status_code == 302


def test_the_eleventh_wrong_try_in_ten_minutes_is_refused_even_with_the_right_password(
    client: Client, nora: StaffMember
) -> None:
    for _ in range(10):
        sign_in(client, password="wrong")
    answer = sign_in(client)
    assert "Too many tries for this name." in answer.content.decode()
    throttle.forget("sign-in", "nora")
    assert sign_in(client).status_code == 302


def test_a_refused_try_does_not_bring_the_lock_nearer(client: Client, nora: StaffMember) -> None:
    for _ in range(15):
        sign_in(client, password="wrong")
    assert throttle.tries("sign-in.all", ["nora"])["nora"] == 10


def test_signing_in_rightly_costs_no_try(client: Client, nora: StaffMember) -> None:
    for _ in range(12):
        assert sign_in(Client()).status_code == 302
    assert throttle.tries("sign-in.all", ["nora"])["nora"] == 0


def test_after_a_hundred_wrong_tries_the_name_is_locked_until_an_administrator_unlocks_it(
    client: Client, nora: StaffMember
) -> None:
    for _ in range(100):
        throttle.spend("sign-in.all", "nora", limit=100)
    assert "This name is locked" in sign_in(client).content.decode()
    unlock_sign_in(by=make_person("anna", is_admin=True), person_id=nora.id)
    assert sign_in(client).status_code == 302


def test_without_valkey_nobody_signs_in(client: Client, nora: StaffMember, settings: Settings) -> None:
    address, settings.REDIS_URL = settings.REDIS_URL, "unix:///nowhere/valkey.sock"
    answer = sign_in(client)
    settings.REDIS_URL = address
    assert "Signing in is not possible for the moment." in answer.content.decode()


def test_the_session_cookie_ends_with_the_browser_and_stays_in_the_house(client: Client, nora: StaffMember) -> None:
    cookie = sign_in(client).cookies["staff"]
    assert (cookie["max-age"], cookie["expires"], cookie["samesite"]) == ("", "", "Strict")
    assert cookie["httponly"]


def test_no_page_sets_a_form_cookie(client: Client, nora: StaffMember) -> None:
    client.get(LOGIN)
    assert "csrftoken" not in client.cookies


def test_the_sign_in_page_changes_its_session_key_at_sign_in(client: Client, nora: StaffMember) -> None:
    client.get(LOGIN)
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_signing_in_writes_no_moment_into_the_account(client: Client, nora: StaffMember) -> None:
    fields = {field.attname for field in StaffMember._meta.concrete_fields}
    assert fields == {"id", "handle", "name", "password", "is_active", "is_admin"}
    before = StaffMember.objects.filter(id=nora.id).values().get()
    sign_in(client)
    assert StaffMember.objects.filter(id=nora.id).values().get() == before


def test_signing_out_takes_a_form_and_ends_the_session(client: Client, nora: StaffMember) -> None:
    sign_in(client)
    client.get("/staff/account/logout/")
    assert client.get("/staff/").status_code == 200
    client.post("/staff/account/logout/")
    assert client.get("/staff/").status_code == 302
    assert not any("_auth_user_id" in row.get_decoded() for row in Session.objects.all())


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_reset_password",
        "account_set_password",
        "account_change_password",
        "account_request_login_code",
        "mfa_view_recovery_codes",
        "mfa_activate_totp",
        "mfa_signup_webauthn",
        "mfa_trust",
        "mfa_edit_webauthn",
    ],
)
def test_what_the_house_does_not_have_is_not_routed(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_password_touch_is_fresh_in_the_demonstration_alone(
    client: Client, nora: StaffMember, settings: Settings
) -> None:
    StaffMember.objects.filter(id=nora.id).update(is_admin=True)
    sign_in(client)
    form = {"name": "Otto", "handle": "otto"}
    asked = client.post("/staff/people/new/", form)
    assert asked["Location"].startswith("/staff/account/reauthenticate/")
    settings.DEMO = False
    assert client.post("/staff/account/reauthenticate/", {"password": PASSWORD}).status_code == 404
    assert client.post("/staff/people/new/", form).status_code == 302
    settings.DEMO = True
    client.post("/staff/account/reauthenticate/", {"password": PASSWORD})
    assert client.post("/staff/people/new/", form).status_code == 200
    assert timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT) == timedelta(minutes=5)
