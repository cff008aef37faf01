"""A side and a mediator at their pages in a real Chromium: on a phone without scripts, and with the keyboard alone."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from dialogues.admission.access import Seat
from dialogues.admission.logins import open_login
from dialogues.interests.models import SideEntry
from tests.cast import PASSWORD, Scene
from tests.interests.scenes import issue, seat_of, silence_passes

pytestmark = pytest.mark.browser
CHROMIUM = "/usr/bin/chromium"


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
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
        connections.close_all()  # playwright's event loop gives this thread a second set of connections


def phone(chromium: Browser, site: str, seat: Seat, *, scripts: bool = True) -> Page:
    """A participant's phone."""
    size = {"width": 360, "height": 740}
    context: BrowserContext = chromium.new_context(viewport=size, java_script_enabled=scripts)  # type: ignore[arg-type]
    context.add_cookies([{"name": configured.SEAT_COOKIE_NAME, "value": open_login(seat.id), "url": site}])
    return context.new_page()


def signed_in(chromium: Browser, site: str, handle: str) -> Page:
    """A facilitator's browser."""
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{site}/staff/account/login/?next=/staff/")
    page.fill("input[name=login]", handle)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("body")).to_contain_text("Your dialogues")
    return page


def press(page: Page, words: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=words, exact=True).first.click()
    page.wait_for_load_state()


def write(page: Page, kind: str, words: str, interest: str = "") -> None:
    """Open the field of one kind and write a line."""
    part = page.locator(f"section.kind:has(#kind-{kind})")
    part.locator("summary").click()
    part.locator("textarea").fill(words)
    if interest:
        part.locator("select[name=interest]").select_option(interest)
    part.get_by_role("button", name="Keep the line").click()
    expect(page.get_by_role("heading", name="Kept as a draft of your side")).to_be_visible()


def keyboard_to(page: Page, words: str) -> None:
    """Go forward with the tabulator until the thing with these words has the focus, and press it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.innerText || ''"):
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
    raise AssertionError(f"“{words}” cannot be reached with the keyboard")


def test_two_sides_write_mark_and_share_while_the_mediator_reads_the_gap(
    live: Scene, site: str, chromium: Browser
) -> None:
    item = issue(live)
    velmar = phone(chromium, site, seat_of(live, 0), scripts=False)
    velmar.goto(f"{site}/room/")
    velmar.goto(f"{site}/room/#table")
    velmar.get_by_role("link", name="Your side’s page: interests").click()
    velmar.get_by_role("link", name="Open").first.click()
    write(velmar, "perceived", "They want to be asked before the gates open", "recognition")
    press(velmar, "Put it to our side")
    expect(velmar.locator("#lines")).to_contain_text("Before your side: it stands if nobody breaks the silence.")
    ostrany = phone(chromium, site, seat_of(live, 1))
    ostrany.goto(f"{site}/room/interests/{item}/")
    expect(ostrany.locator("main")).not_to_contain_text("asked before")
    write(ostrany, "interest", "Bread that people can pay for", "prosperity")
    press(ostrany, "Put it to our side")
    silence_passes()
    mediator = signed_in(chromium, site, live.facilitator.handle)
    mediator.goto(f"{site}/staff/{live.dialogue_id}/agenda/{item}/")
    mediator.get_by_role("link", name="Interests beneath it").click()
    expect(mediator.locator("main")).to_contain_text("Ostrany says, and Velmar does not see: prosperity.")
    mediator.get_by_text("Put an interest to every side").click()
    mediator.get_by_label("The interest, in words that do not tell whose it is").fill("A harvest on both banks")
    mediator.get_by_label("Kind of interest").first.select_option("prosperity")
    press(mediator, "Put it to every side")
    expect(mediator.locator("main")).to_contain_text("Not shared.")
    velmar.goto(f"{site}/room/interests/{item}/")
    press(velmar, "Mark it as ours too")
    silence_passes()
    for page in (ostrany, mediator):
        page.reload()
        expect(page.locator("main")).not_to_contain_text("Shared: every side")
    ostrany.get_by_role("link", name="One interest is before every side").click()
    press(ostrany, "Mark it as ours too")
    silence_passes()
    for page in (velmar, ostrany, mediator):
        page.reload()
        expect(page.locator("main")).to_contain_text("Shared: every side has marked it.")
    velmar.goto(f"{site}/room/")
    expect(velmar.locator("#talk")).to_contain_text("An interest is shared: every side has marked it as its own.")


def test_a_line_is_written_and_put_to_the_side_with_the_keyboard_alone(
    live: Scene, site: str, chromium: Browser
) -> None:
    item = issue(live)
    page = phone(chromium, site, seat_of(live, 0))
    page.goto(f"{site}/room/interests/{item}/")
    keyboard_to(page, "Our position")
    page.keyboard.press("Tab")
    page.keyboard.type("All the water of the spring")
    page.keyboard.press("Tab")  # who reads it
    page.keyboard.press("ArrowDown")  # our side alone
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kept as a draft of your side")).to_be_visible()
    keyboard_to(page, "Put it to our side")
    expect(page.get_by_role("button", name="Break the silence")).to_be_visible()
    entry = SideEntry.objects.get()
    assert (entry.state, entry.visibility) == ("silence_running", "side")
    keyboard_to(page, "Break the silence")
    expect(page.locator("#lines")).to_contain_text("Somebody of your side broke the silence.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_stands_in_anybodys_way(live: Scene, site: str, chromium: Browser, scheme: str) -> None:
    item = issue(live)
    page = phone(chromium, site, seat_of(live, 0))
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{site}/room/interests/{item}/")
    write(page, "interest", "Bread that people can pay for", "prosperity")
    entry = SideEntry.objects.get().id
    mediator = signed_in(chromium, site, live.facilitator.handle)
    staff = f"{site}/staff/{live.dialogue_id}/interests/"
    for reader, address in (
        (page, f"{site}/room/interests/"),
        (page, f"{site}/room/interests/{item}/"),
        (page, f"{site}/room/interests/{item}/line/{entry}/"),
        (mediator, staff),
        (mediator, f"{staff}{item}/"),
    ):
        reader.goto(address)
        found = Axe().run(reader).response["violations"]
        assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == [], address
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not reader.evaluate(wider), f"{address} is wider than its screen"
        assert not reader.evaluate(
            "[...document.querySelectorAll('main .btn')].some(b => b.offsetHeight && b.offsetHeight < 44)"
        )
