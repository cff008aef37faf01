"""A survey in a real Chromium: asked by the facilitator, answered with the keyboard alone, read by both."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from accounts.access import Staff
from dialogues.ballots.models import Ballot, Measure
from dialogues.ripeness.operations import open_survey
from tests.ballots.scenes import closed, opened, papers_for
from tests.ballots.test_ballot_in_browser import seated_page
from tests.cast import Scene
from tests.pages.test_pages import staff_browser
from tests.ripeness.scenes import DOUBT, GOOD, HALF, answer, days_ago, everyone, surveyed

pytestmark = pytest.mark.browser
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def staff_page(context: BrowserContext, site: str, staff: Staff) -> Page:
    """A tab in which this staff member is signed in."""
    cookie = staff_browser(staff).cookies[configured.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": configured.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    return context.new_page()


def watch(page: Page) -> list[str]:
    """What goes wrong in a page's scripts, style or files."""
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda message: faults.append(message.text) if "Security Policy" in message.text else None)
    page.on(
        "response",
        lambda told: faults.append(told.url) if told.status >= 400 and "favicon" not in told.url else None,
    )
    return faults


def answer_by_keyboard(page: Page, presses: list[int]) -> None:
    """Answer each statement with Tab and the arrow keys: from “cannot say”, the last stop, one press leads to 1."""
    page.locator("input[name=agree-0]").last.focus()
    for place, count in enumerate(presses):
        expect(page.locator(f"input[name=agree-{place}]:focus")).to_have_count(1)
        for _ in range(count):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")


def sideways(page: Page) -> int:
    """By how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def both_read_the_result(page: Page, staff: Page, site: str, scene: Scene) -> None:
    """The participant reads the own side's values on the phone, the facilitator the trend and the charts."""
    page.goto(site + reverse("room:home") + "#table")
    page.get_by_role("link", name="Ripeness", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A ripe window. Every side holds all three beliefs.")
    expect(page.get_by_role("row", name="Together beats acting alone")).to_contain_text("0.750")
    assert sideways(page) == 0
    staff.goto(site + reverse("ripeness:rounds", args=[scene.dialogue_id]))
    expect(staff.locator("main")).to_contain_text("Trend since")
    expect(staff.get_by_role("img", name="Cannot prevail alone")).to_be_visible()
    expect(staff.locator("figure svg circle.p1")).to_have_count(6)  # two rounds of the first side in three charts
    staff.set_viewport_size({"width": 360, "height": 740})
    assert sideways(staff) == 0
    widths = [box["width"] for chart in staff.locator("figure svg").all() if (box := chart.bounding_box())]
    assert min(widths) > 300


def test_a_survey_is_asked_answered_by_keyboard_and_read(live: Scene, site: str, context: BrowserContext) -> None:
    days_ago(surveyed(live, everyone(live, HALF)), 20)
    staff = staff_page(context, site, live.facilitator)
    faults = watch(staff)
    staff.goto(site + reverse("desk:desk", args=[live.dialogue_id]))
    staff.get_by_role("link", name="Agenda", exact=True).first.click()
    staff.get_by_role("link", name="Ripeness", exact=True).first.click()
    expect(staff.get_by_role("heading", level=1)).to_contain_text("Ripening.")
    staff.get_by_label("Open for (minutes)").fill("30")
    staff.get_by_role("button", name="Announce the survey").click()
    expect(staff.locator("main")).to_contain_text("The result is one joint word")
    measure = Measure.objects.get(state=Measure.State.ANNOUNCED)

    first, *others = live.all_seats()
    papers = papers_for(live, measure, others)
    page = seated_page(context, site, first)
    faults_of_seat = watch(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site + reverse("ballots:ballot", args=[measure.id]))
    expect(page.locator("#paper-status")).to_contain_text("Your ballot paper is in this tab", timeout=8000)
    opened(live, measure)
    for seat in others:
        answer(measure, seat, papers, GOOD)
    page.reload()
    expect(page.locator("main")).to_contain_text("Say what you believe those who decide now think")
    assert sideways(page) == 0
    answer_by_keyboard(page, [4, 4, 2, 4, 4, 2, 4, 4, 0])
    page.get_by_role("button", name="Cast my ballot").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ballot-status")).to_contain_text("Your ballot is in", timeout=8000)
    assert Ballot.objects.filter(measure=measure.id).count() == 10
    closed(measure)
    both_read_the_result(page, staff, site, live)
    assert faults == faults_of_seat == []


def test_axe_finds_nothing_serious_on_the_pages_of_ripeness(live: Scene, site: str, context: BrowserContext) -> None:
    days_ago(surveyed(live, everyone(live, HALF, DOUBT)), 20)
    surveyed(live, everyone(live, GOOD, HALF))
    staff, seat = staff_page(context, site, live.facilitator), seated_page(context, site, live.all_seats()[0])
    measure = open_survey(staff=live.facilitator, minutes=30)
    papers_for(live, measure)
    opened(live, measure)
    pages = [
        (staff, reverse("ripeness:rounds", args=[live.dialogue_id])),
        (seat, reverse("ripeness:moment")),
        (seat, reverse("ballots:ballot", args=[measure.id])),
    ]
    for page, address in pages:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.goto(site + address)
            found = Axe().run(page).response["violations"]
            assert [rule["id"] for rule in found if rule["impact"] in {"serious", "critical"}] == []
