"""A real Chromium with a virtual authenticator: from a link to a passkey, a sign-in, a fresh touch."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connections
from playwright.sync_api import CDPSession, Page, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.audit.models import AuditEntry
from accounts.audit.operations import HOUSE
from accounts.models import Enrolment, StaffMember
from accounts.passkeys.operations import issue_link
from tests.accounts.cast import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """The address of a running house, with static files as they lie in the folders."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.ORIGIN = live_server.url
    settings.ALLOWED_HOSTS = ["localhost"]
    return str(live_server.url)


@pytest.fixture
def page() -> Iterator[Page]:
    """A fresh browser window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()
        # Playwright's event loop gives this thread a second set of connections, which nobody else closes.
        connections.close_all()


@pytest.fixture
def device(page: Page) -> CDPSession:
    """A device that makes passkeys by itself, as if a finger lay on it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session


def enrol(page: Page, person: StaffMember) -> None:
    """Open the person's link and make the passkey."""
    page.goto(issue_link(by=None, person_id=person.id))
    page.wait_for_url("**/staff/enrol/passkey/")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/staff/")


def test_a_link_becomes_a_passkey_that_signs_in_and_touches(site: str, page: Page, device: CDPSession) -> None:
    person = make_person("nora", is_admin=True)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url + (request.post_data or "")))
    link = issue_link(by=None, person_id=person.id)
    page.goto(link)
    page.wait_for_url("**/staff/enrol/passkey/")
    code = link.split("#")[1]
    assert not any(code in request.split("code=")[0] for request in requests), "the code stood in a request line"
    assert code not in page.evaluate("() => JSON.stringify(history.state) + location.href")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/staff/")
    assert not Enrolment.objects.exists()
    key = Authenticator.objects.get(user_id=person.id)
    for moment in (key.created_at, key.last_used_at):
        assert (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)
    sign_out_and_in(site, page)
    fresh_touch(site, page)
    actions = AuditEntry.objects.filter(dialogue=HOUSE, subject=f"staff:{person.id}").values_list("action", flat=True)
    assert list(actions) == ["staff.created", "enrolment.issued", "passkey.enrolled"]


def sign_out_and_in(site: str, page: Page) -> None:
    """Leave, and come back with the passkey alone."""
    page.goto(f"{site}/staff/account/logout/")
    page.get_by_role("button", name="Sign out now").click()
    expect(page.get_by_text("You have signed out.")).to_be_visible()
    page.get_by_role("button", name="Sign in with your passkey").click()
    page.wait_for_url("**/staff/")


def create_otto(page: Page) -> None:
    """Fill in the form for a new account and press its button."""
    page.get_by_label("Name", exact=True).fill("Otto")
    page.get_by_label("Sign-in name").fill("otto")
    page.get_by_role("button", name="Create the account").click()


def fresh_touch(site: str, page: Page) -> None:
    """Create somebody: the house asks for the passkey first, and then it is done."""
    page.goto(f"{site}/staff/people/")
    create_otto(page)
    page.get_by_role("button", name="Touch the passkey").click()
    expect(page.get_by_role("heading", name="Create an account")).to_be_visible()
    assert not StaffMember.objects.filter(handle="otto").exists()
    create_otto(page)
    expect(page.locator("code")).to_contain_text(f"{site}/staff/enrol/#")
    assert StaffMember.objects.filter(handle="otto").exists()


def test_a_used_link_opens_nothing(site: str, page: Page, device: CDPSession) -> None:
    person = make_person("nora")
    link = issue_link(by=None, person_id=person.id)
    page.goto(link)
    page.wait_for_url("**/staff/enrol/passkey/")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/staff/")
    page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_text("This link does not work.")).to_be_visible()


def test_a_device_that_does_not_check_its_person_is_refused(site: str, page: Page) -> None:
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    weak: dict[str, Any] = AUTHENTICATOR | {"hasUserVerification": False, "isUserVerified": False}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": weak})
    person = make_person("nora")
    page.goto(issue_link(by=None, person_id=person.id))
    page.wait_for_url("**/staff/enrol/passkey/")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("No passkey was made.")).to_be_visible()
    assert not Authenticator.objects.exists()
    assert Enrolment.objects.exists()


def test_a_second_passkey_is_added_and_the_last_one_cannot_go(site: str, page: Page, device: CDPSession) -> None:
    person = make_person("nora")
    enrol(page, person)
    page.goto(f"{site}/staff/account/passkeys/add/")
    page.get_by_role("button", name="Touch the passkey").click()
    expect(page.get_by_role("heading", name="Add a passkey")).to_be_visible()
    device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR | {"transport": "usb"}})
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    assert Authenticator.objects.filter(user_id=person.id).count() == 2
    for words in ("The passkey is removed.", "This is your only passkey"):
        page.get_by_role("link", name="Remove it").first.click()
        page.get_by_role("button", name="Remove the passkey").click()
        expect(page.get_by_text(words)).to_be_visible()
    assert Authenticator.objects.filter(user_id=person.id).count() == 1
