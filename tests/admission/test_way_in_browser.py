"""The way in, in a real Chromium: the secret is never in a request line, and a lost line at any step loses nothing."""

import re
from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import BrowserContext, Page, Request, Route, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from dialogues.admission import codes
from dialogues.admission.links import fragment, read_link
from dialogues.admission.models import SeatAuth, SeatLogin
from tests import cast
from tests.cast import Scene

pytestmark = pytest.mark.browser
CHROMIUM = "/usr/bin/chromium"
READ, KEPT = "I have read this", "I have written it down: take my seat"


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """The address of a running house, with static files as they lie in the folders."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.ORIGIN = live_server.url
    settings.ALLOWED_HOSTS = ["localhost"]
    return str(live_server.url)


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    """A phone with a fresh browser profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_context(viewport={"width": 360, "height": 740})
        browser.close()
        connections.close_all()  # playwright's event loop gives this thread a second set of connections


@pytest.fixture
def invited(site: str) -> Scene:
    """Entry is open and nobody has come yet."""
    return cast.open_entry(cast.draft_dialogue())


def link_of(scene: Scene, site: str, number: int = 0) -> str:
    """An invitation of the first side."""
    return f"{site}/join/i#{fragment(read_link(scene.links[scene.sides[0].id][number]))}"


def opened(context: BrowserContext, address: str) -> tuple[Page, list[Request], list[str]]:
    """A tab at an address, what it asked for, and what went wrong in it."""
    page = context.new_page()
    asked, faults = list[Request](), list[str]()
    page.on("request", lambda request: asked.append(request))
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda line: faults.append(line.text) if "Security Policy" in line.text else None)
    page.goto(address)
    return page, asked, faults


def shown_code(page: Page) -> str:
    """The seat code on the page."""
    return codes.read_code(page.locator("[data-code]").inner_text())


def test_three_steps_lead_to_a_mask_and_the_secret_leaves_the_tab_once(
    invited: Scene, site: str, context: BrowserContext
) -> None:
    link = link_of(invited, site)
    secret = link.split(".")[2]
    page, asked, faults = opened(context, link)
    expect(page.get_by_role("heading", name="Before you speak")).to_be_focused()
    assert page.url == f"{site}/join/i"
    expect(page.locator("[data-text]")).to_contain_text("Quick entry: the server could link you")
    page.get_by_role("button", name=READ).click()
    code = shown_code(page)
    page.get_by_role("button", name=KEPT).click()
    page.wait_for_url("**/room/welcome/")
    expect(page.locator(".mask-name")).to_have_text(re.compile(r"^[A-Z][a-z]+$"))
    assert not any(secret in request.url or code in request.url for request in asked)
    assert [request.url for request in asked if secret in (request.post_data or "")] == [f"{site}/join/quick"]
    assert not any(code in (request.post_data or "") for request in asked)
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0
    assert faults == []
    assert bytes(SeatAuth.objects.get().seat_auth) == codes.seat_auth(codes.seat_secret(code))


@pytest.mark.parametrize("lost", ["/join/quick", "/room/redeem", "/room/login"])
def test_a_line_lost_before_or_after_each_call_loses_nothing(
    invited: Scene, site: str, context: BrowserContext, lost: str
) -> None:
    page, _, _ = opened(context, link_of(invited, site))
    page.get_by_role("button", name=READ).click()
    code = shown_code(page)

    def lose_answer(route: Route) -> None:
        route.fetch()  # the server hears it, the browser never gets the answer
        route.abort()

    for way in (lambda route: route.abort(), lose_answer):
        page.route(f"**{lost}", way)
        page.get_by_role("button", name=KEPT).click()
        expect(page.get_by_role("alert")).to_contain_text("The line was lost.")
        page.unroute(f"**{lost}")
    page.reload()  # the link is no longer in the address: the tab remembers it
    page.get_by_role("button", name=READ).click()
    assert shown_code(page) == code
    page.get_by_role("button", name=KEPT).click()
    page.wait_for_url("**/room/welcome/")
    assert SeatAuth.objects.count() == 1


def test_a_used_cut_or_replaced_invitation_is_told_in_words(invited: Scene, site: str, context: BrowserContext) -> None:
    page, _, _ = opened(context, link_of(invited, site))
    page.get_by_role("button", name=READ).click()
    page.get_by_role("button", name=KEPT).click()
    page.wait_for_url("**/room/welcome/")
    second, _, _ = opened(context, link_of(invited, site))
    second.get_by_role("button", name=READ).click()
    second.get_by_role("button", name=KEPT).click()
    expect(second.get_by_role("alert")).to_contain_text("already used")
    cut, asked, _ = opened(context, link_of(invited, site, 1)[:-3])
    expect(cut.get_by_role("alert")).to_contain_text("cut off or mistyped")
    assert not any("/card/" in request.url for request in asked)
    bare, _, _ = opened(context, f"{site}/join/i")
    expect(bare.get_by_role("alert")).to_contain_text("Open this page with the link of your invitation")


def test_the_code_enters_again_in_another_browser_and_leaving_ends_the_login(
    invited: Scene, site: str, context: BrowserContext
) -> None:
    page, _, _ = opened(context, link_of(invited, site))
    page.get_by_role("button", name=READ).click()
    code = shown_code(page)
    page.get_by_role("button", name=KEPT).click()
    page.wait_for_url("**/room/welcome/")
    mask = page.locator(".mask-name").inner_text()
    context.clear_cookies()
    page.goto(f"{site}/room/enter/")
    page.get_by_label("Code").fill(codes.grouped(code).lower())
    page.get_by_role("button", name="Enter the room").click()
    page.wait_for_url("**/room/welcome/")
    assert page.locator(".mask-name").inner_text() == mask
    before = SeatLogin.objects.count()
    page.get_by_role("button", name="Leave quickly").click()
    page.wait_for_url("about:blank")
    for _moment in range(100):  # the page goes at once; the word that ends the login travels behind it
        if SeatLogin.objects.count() == before - 1:
            break
        page.wait_for_timeout(100)
    page.goto(f"{site}/room/welcome/")
    assert page.url == f"{site}/room/enter/"
    assert SeatLogin.objects.count() == before - 1


def test_without_scripts_the_pages_lead_in_too(invited: Scene, site: str, context: BrowserContext) -> None:
    plain = context.browser
    assert plain is not None
    page = plain.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/join/i")
    page.get_by_role("link", name="Paste my invitation").click()
    page.get_by_label("The whole link").fill(link_of(invited, site))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name=READ).click()
    code = codes.read_code(page.locator(".keep").inner_text())
    page.get_by_role("button", name=KEPT).click()
    page.wait_for_url("**/room/welcome/")
    assert bytes(SeatAuth.objects.get().seat_auth) == codes.seat_auth(codes.seat_secret(code))
