"""Unlinkable entry in a real Chromium: twelve words, a pause, a seat; on another phone; with a line lost at any step."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from dialogues.admission.links import fragment, read_link
from dialogues.admission.models import CredentialBoard, Invitation, SeatAuth
from tests import cast
from tests.cast import Scene

pytestmark = pytest.mark.browser
CHROMIUM = "/usr/bin/chromium"
READ, WRITTEN, COLLECT = "I have read this", "I have written them down", "Collect my pass"
TAKE = "I have read this: take my seat"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """The address of a running house, with static files as they lie in the folders."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.ORIGIN = live_server.url
    settings.ALLOWED_HOSTS = ["localhost"]
    return str(live_server.url)


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser in which each context is a device of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
        connections.close_all()  # playwright's event loop gives this thread a second set of connections


@pytest.fixture
def phone(browser: Browser) -> BrowserContext:
    """A phone with a fresh profile."""
    return browser.new_context(viewport=PHONE)  # type: ignore[arg-type]


@pytest.fixture
def invited(site: str) -> Scene:
    """The issue window is open and nobody has come yet."""
    return cast.unlinkable(heads=1)


def link_of(scene: Scene, site: str) -> str:
    """The first side's invitation."""
    return f"{site}/join/i#{fragment(read_link(scene.links[scene.sides[0].id][0]))}"


def opened(device: BrowserContext, address: str) -> tuple[Page, list[Request], list[str]]:
    """A tab at an address, what it asked for, and what went wrong in it."""
    page = device.new_page()
    asked, faults = list[Request](), list[str]()
    page.on("request", lambda request: asked.append(request))
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda line: faults.append(line.text) if "Security Policy" in line.text else None)
    page.goto(address)
    return page, asked, faults


def to_words(page: Page) -> tuple[list[str], str]:
    """Go on to the words and return them with the eight letters."""
    page.get_by_role("button", name=READ).click()
    expect(page.get_by_role("heading", name="Write down your 12 words")).to_be_focused()
    words = page.locator("[data-list] li").all_inner_texts()
    return words, page.locator("[data-dialogue-code]").inner_text()


def collect(page: Page, words: list[str]) -> None:
    """Say two words and collect the pass."""
    page.get_by_role("button", name=WRITTEN).click()
    for place, box in (("one", "#word-one"), ("two", "#word-two")):
        number = int(page.locator(f"[data-place-{place}]").inner_text())
        page.fill(box, words[number - 1])
    page.get_by_role("button", name=COLLECT).click()


def come_back(page: Page, words: str, code: str) -> None:
    """Type words and letters."""
    page.fill("#dialogue-code", code)
    page.fill("#typed-words", words)
    page.get_by_role("button", name="Go on").click()


def others_collect(scene: Scene) -> None:
    """Everybody of the other side has a pass."""
    scene.links = {scene.sides[1].id: scene.links[scene.sides[1].id]}
    cast.collect_passes(scene)


def test_twelve_words_lead_to_a_mask_on_another_phone_and_neither_they_nor_the_token_touch_the_invitation(
    invited: Scene, site: str, browser: Browser, phone: BrowserContext
) -> None:
    link = link_of(invited, site)
    page, asked, faults = opened(phone, link)
    expect(page.locator("[data-label]")).to_have_text("The server cannot link you, even while you join.")
    words, code = to_words(page)
    assert len(words) == 12
    collect(page, words)
    expect(page.get_by_role("heading", name="Your pass is ready")).to_be_focused()
    assert page.evaluate("() => sessionStorage.getItem('anteroom-join')") is None
    first_step = "".join(request.post_data or "" for request in asked)
    assert link.split(".")[2] in first_step
    addresses = [
        request.url for request in asked if "/static/" not in request.url
    ]  # a script may be called like a word
    assert not any(word in address for address in addresses for word in words if len(word) > 4)
    assert Invitation.objects.filter(issued=True).count() == 1

    others_collect(invited)
    other, _asked, more_faults = opened(browser.new_context(viewport=PHONE), f"{site}/room/e")  # type: ignore[arg-type]
    come_back(other, " ".join(words), code)
    expect(other.get_by_role("heading", name="The door is not open yet")).to_be_focused()
    cast.pass_time(cast.pass_time(invited))
    assert CredentialBoard.objects.count() == 2

    third, asked, still_more = opened(browser.new_context(viewport=PHONE), f"{site}/room/e")  # type: ignore[arg-type]
    come_back(third, " ".join(word[:4] for word in words), code.lower())
    expect(third.get_by_role("heading", name="Take your seat")).to_be_focused()
    third.get_by_role("button", name=TAKE).click()
    third.wait_for_url(f"{site}/room/welcome/")
    mask = third.locator(".mask-name").inner_text()
    second_step = "".join(request.post_data or "" for request in asked)
    assert link.split(".")[2] not in second_step
    taken = next(request for request in asked if request.url.endswith("/room/redeem"))
    assert (taken.post_data_json or {})["msg"] not in first_step
    assert "cookie" not in taken.headers
    assert SeatAuth.objects.count() == 1
    assert faults + more_faults + still_more == []

    cast.redeem_passes(invited)
    cast.pass_time(invited)
    fourth, _asked, faults = opened(browser.new_context(viewport=PHONE), f"{site}/room/e")  # type: ignore[arg-type]
    come_back(fourth, " ".join(words), code)
    fourth.wait_for_url(f"{site}/room/welcome/")
    assert (fourth.locator(".mask-name").inner_text(), faults) == (mask, [])
    expect(fourth.locator("body")).to_contain_text("Your 12 words, or your card, prove which mask was yours")


def test_the_pass_as_a_link_needs_no_typing(invited: Scene, site: str, phone: BrowserContext) -> None:
    page, _asked, _faults = opened(phone, link_of(invited, site))
    words, _code = to_words(page)
    way_back = page.locator("[data-pass]").text_content() or ""
    collect(page, words)
    expect(page.get_by_role("heading", name="Your pass is ready")).to_be_visible()
    others_collect(invited)
    cast.pass_time(cast.pass_time(invited))
    phone.clear_cookies()
    page, asked, _faults = opened(phone, way_back)
    page.get_by_role("button", name=TAKE).click()
    page.wait_for_url(f"{site}/room/welcome/")
    seed = way_back.split(".")[-2]
    assert not any(seed in request.url.split("#")[0] or seed in (request.post_data or "") for request in asked)


def test_a_lost_answer_is_fetched_again_with_the_same_words(invited: Scene, site: str, phone: BrowserContext) -> None:
    page, _asked, _faults = opened(phone, link_of(invited, site))
    words, _code = to_words(page)

    def reach_and_drop(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/join/issue", reach_and_drop)
    collect(page, words)
    expect(page.locator("[data-trouble]")).to_contain_text("The line was lost")
    assert Invitation.objects.filter(issued=True).count() == 1
    page.unroute("**/join/issue")
    page.reload()
    again, _code = to_words(page)
    assert again == words
    collect(page, words)
    expect(page.get_by_role("heading", name="Your pass is ready")).to_be_visible()


def test_an_invitation_used_by_somebody_else_says_so(invited: Scene, site: str, phone: BrowserContext) -> None:
    cast.collect_passes(invited)
    page, _asked, _faults = opened(phone, link_of(invited, site))
    words, _code = to_words(page)
    collect(page, words)
    expect(page.locator("[data-trouble]")).to_contain_text("used already")


def test_a_signature_that_is_none_is_thrown_away_and_never_sent_on(
    invited: Scene, site: str, phone: BrowserContext
) -> None:
    page, asked, _faults = opened(phone, link_of(invited, site))
    words, _code = to_words(page)

    def garble(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        route.fulfill(response=answer, json={**body, "blind_sig": body["blind_sig"][::-1]})

    page.route("**/join/issue", garble)
    collect(page, words)
    expect(page.locator("[data-trouble]")).to_contain_text("not valid here")
    assert not any("redeem" in request.url for request in asked)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("one two three", "not 12 words"),
        ("abandon " * 11 + "xyzzy", "as number: 12"),
        ("abandon " * 12, "do not belong together"),
        ("abandon " * 11 + "about", "No dialogue is known"),
    ],
)
def test_what_is_typed_wrong_is_named_and_kept(site: str, phone: BrowserContext, typed: str, told: str) -> None:
    page, _asked, _faults = opened(phone, f"{site}/room/e")
    come_back(page, typed, "ABCD EF12")
    expect(page.locator("[data-trouble]")).to_contain_text(told)
    assert page.input_value("#typed-words") == typed


def test_a_word_said_wrong_sends_nobody_away_without_a_pass_that_could_be_found_again(
    invited: Scene, site: str, phone: BrowserContext
) -> None:
    page, asked, _faults = opened(phone, link_of(invited, site))
    to_words(page)
    page.get_by_role("button", name=WRITTEN).click()
    page.fill("#word-one", "zoo")
    page.fill("#word-two", "zoo")
    page.get_by_role("button", name=COLLECT).click()
    expect(page.locator("[data-trouble]")).to_contain_text("That is not the word")
    assert not any("issue" in request.url for request in asked)
    page.get_by_role("button", name="Show the words again").click()
    expect(page.locator("[data-list] li")).to_have_count(12)


def test_axe_finds_nothing_serious_on_any_step(invited: Scene, site: str, phone: BrowserContext) -> None:
    page, _asked, _faults = opened(phone, link_of(invited, site))
    expect(page.get_by_role("heading", name="Before you speak")).to_be_visible()
    found = [serious(page)]
    words, _code = to_words(page)
    for summary in page.locator("summary").all():
        summary.click()
    found.append(serious(page))
    collect(page, words)
    expect(page.get_by_role("heading", name="Your pass is ready")).to_be_visible()
    found.append(serious(page))
    page.goto(f"{site}/room/e")
    expect(page.get_by_role("heading", name="Come back")).to_be_visible()
    found.append(serious(page))
    page.goto(f"{site}/room/enter/")
    found.append(serious(page))
    assert found == [[]] * 5


def serious(page: Page) -> list[str]:
    """What a machine finds wrong that would keep somebody out."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['help']}" for one in found if one["impact"] in {"serious", "critical"}]


def test_the_keyboard_alone_leads_from_the_link_to_the_pass_and_back(
    invited: Scene, site: str, phone: BrowserContext
) -> None:
    page, _asked, _faults = opened(phone, link_of(invited, site))
    expect(page.get_by_role("heading", name="Before you speak")).to_be_focused()
    press(page, READ)
    expect(page.get_by_role("heading", name="Write down your 12 words")).to_be_focused()
    words = page.locator("[data-list] li").all_inner_texts()
    code = page.locator("[data-dialogue-code]").inner_text()
    press(page, WRITTEN)
    for place in ("one", "two"):
        number = int(page.locator(f"[data-place-{place}]").inner_text())
        page.keyboard.type(words[number - 1])
        page.keyboard.press("Tab")
    press(page, COLLECT)
    expect(page.get_by_role("heading", name="Your pass is ready")).to_be_focused()
    page.goto(f"{site}/room/e")
    expect(page.get_by_role("heading", name="Come back with your 12 words")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type(code)
    page.keyboard.press("Tab")
    page.keyboard.type(" ".join(words))
    press(page, "Go on")
    expect(page.get_by_role("heading", name="The door is not open yet")).to_be_focused()


def press(page: Page, name: str) -> None:
    """Walk to a button with the tabulator and press it."""
    button = page.get_by_role("button", name=name)
    for _step in range(12):
        if button.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")


def test_whoever_comes_too_late_is_shown_the_other_door(invited: Scene, site: str, phone: BrowserContext) -> None:
    cast.pass_time(cast.collect_passes(invited))
    page, _asked, _faults = opened(phone, link_of(invited, site))
    expect(page.locator("[data-trouble]")).to_contain_text("Passes are not handed out any more")
    expect(page.get_by_role("link", name=re.compile("12 words"))).to_be_visible()
