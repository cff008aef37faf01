"""The plain room in a real Chromium, with the keyboard and as a screen reader hears it."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from dialogues.chat.drafts import Draft
from dialogues.chat.holding import publish_held
from dialogues.chat.models import HeldMessage
from dialogues.chat.operations import hide_message
from dialogues.chat.posting import post_batch
from dialogues.chat.rounds import set_conduct
from dialogues.events.models import Event
from tests.cast import Scene
from tests.chat.test_conduct import seat_of
from tests.interests.test_in_browser import chromium, phone
from tests.room.site import a_site

__all__ = ["chromium"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOCUS = "document.activeElement.className || document.activeElement.tagName"


@pytest.fixture
def site(live: Scene, settings: Settings) -> Iterator[str]:
    """A house with live lines."""
    with a_site(settings) as origin:
        yield origin


def inside(chromium: Browser, site: str, scene: Scene) -> Page:
    """A participant in the room, whose line is up."""
    page = phone(chromium, site, seat_of(scene, 0))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/room/")
    expect(page.locator("[data-connection]")).not_to_be_empty()
    return page


def test_what_was_held_stands_once_when_it_is_published(live: Scene, site: str, chromium: Browser) -> None:
    set_conduct(staff=live.facilitator, room_id=live.plenary.id, hold_first=True, slow_seconds=0)
    page = inside(chromium, site, live)
    page.locator("textarea#w").press_sequentially("The water first")
    page.keyboard.press("Enter")
    mine = page.locator("[data-entries] li", has_text="The water first")
    expect(mine.locator(".state")).to_contain_text("facilitator")
    publish_held(staff=live.facilitator, held_id=HeldMessage.objects.get().id)
    expect(page.locator("[data-entries] li[data-id]", has_text="The water first")).to_have_count(1)
    expect(mine).to_have_count(1)


def test_focus_stays_in_the_talk_when_the_message_under_it_is_hidden(live: Scene, site: str, chromium: Browser) -> None:
    page = inside(chromium, site, live)
    page.locator("textarea#w").press_sequentially("A hasty word")
    page.keyboard.press("Enter")
    button = page.locator("[data-withdraw]")
    button.focus()
    hide_message(staff=live.facilitator, event_id=Event.objects.get(kind="message.posted").id, reason="It was hasty.")
    expect(button).to_have_count(0)
    assert page.evaluate(FOCUS) == "log"


def test_what_was_missed_is_not_read_out_one_by_one(live: Scene, site: str, chromium: Browser) -> None:
    page = inside(chromium, site, live)
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    author = seat_of(live, 1).id
    page.evaluate(
        """() => new MutationObserver((all) => { window.hushed ||= all.some((one) => one.target.ariaLive === "off"); })
             .observe(document.querySelector(".log"), { attributeFilter: ["aria-live"] })"""
    )
    drafts = [Draft(author, uuid4(), f"Word {number}", author) for number in range(30)]
    post_batch(room_id=live.plenary.id, drafts=drafts)
    expect(page.locator("[data-entries] li[data-id]")).to_have_count(30)
    assert page.evaluate("window.hushed")
    expect(log).to_have_attribute("aria-live", "polite")


def test_the_keyboard_goes_from_where_we_are_to_the_talk_to_the_table(
    live: Scene, site: str, chromium: Browser
) -> None:
    page = inside(chromium, site, live)
    order: list[str] = []
    where = "document.activeElement.closest('#agenda, #talk, #table, .skip')?.id ?? ''"
    skip = "document.activeElement.classList.contains('skip')"
    page.keyboard.press("Tab")
    assert page.evaluate(skip)  # the way past the header comes first
    while len(order) < 60:
        page.keyboard.press("Tab")
        if page.evaluate(f"{skip} || document.activeElement === document.body"):
            break
        order.append(page.evaluate(where))
    places = [place for place in order if place]
    assert places == sorted(places, key=["agenda", "talk", "table"].index)
    assert {"talk", "table"} <= set(places)
