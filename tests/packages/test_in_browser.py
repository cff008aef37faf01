"""Packages in a real Chromium: the facilitator adds options and asks, a participant weighs on a phone, both read what came of it."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from dialogues.ballots.models import Ballot, Measure
from dialogues.ballots.operations import cast_ballot
from dialogues.packages.models import Package
from dialogues.packages.operations import open_weighting
from dialogues.packages.searching import search_packages
from tests.ballots.scenes import closed, opened, papers_for, sealed_choice
from tests.ballots.test_ballot_in_browser import seated_page
from tests.cast import Scene
from tests.packages.scenes import FIRST, SECOND, choice_of, items_with_options, tabled, weighed
from tests.ripeness.test_in_browser import sideways, staff_page, watch

pytestmark = pytest.mark.browser
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def weigh(page: Page) -> None:
    """Fill the ballot in as somebody of the first side."""
    for place, points in enumerate((60, 30, 20)):
        page.fill(f"#points-{place}", str(points))
        for option, worth in enumerate(("Essential", "Acceptable", "Tolerable")):
            page.select_option(f"#value-{place}-{option}", label=worth)
    expect(page.locator("[data-points]")).to_have_text("Points left to spread: -10")
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.locator("#ballot-error")).to_contain_text("do not add up to 100")
    page.fill("#points-2", "10")
    expect(page.locator("[data-points]")).to_have_text("Points left to spread: 0")
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.locator("#ballot-status")).to_contain_text("Your ballot is in", timeout=8000)


def add_third_options(page: Page) -> None:
    """Give every item its third option."""
    for title in ("Water releases", "A hotline", "Flight corridors"):
        page.locator("summary", has_text=title).click()
        group = page.locator("details", has=page.locator("summary", has_text=title))
        group.get_by_label("Another option, as one sentence").fill(f"Way 3 of {title}")
        group.get_by_role("button", name="Add the option").click()


def test_packages_from_options_to_the_table(live: Scene, site: str, context: BrowserContext) -> None:
    items_with_options(live, options=2)
    staff = staff_page(context, site, live.facilitator)
    faults = watch(staff)
    staff.goto(site + reverse("packages:board", args=[live.dialogue_id]))
    add_third_options(staff)
    staff.get_by_role("button", name="Announce the weighting round").click()
    expect(staff.locator("main")).to_contain_text("A weighting round is under way")
    measure = Measure.objects.get(state=Measure.State.ANNOUNCED)

    first, *others = live.all_seats()
    papers = papers_for(live, measure, others)
    page = seated_page(context, site, first)
    faults_of_seat = watch(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site + reverse("ballots:ballot", args=[measure.id]))
    expect(page.locator("#paper-status")).to_contain_text("Your ballot paper is in this tab", timeout=8000)
    opened(live, measure)
    answers = dict(zip([side.id for side in live.sides], (FIRST, SECOND), strict=True))
    for seat in others:
        sealed = sealed_choice(measure, seat.side_id, papers[seat.id], choice_of(answers[seat.side_id]))
        cast_ballot(measure_id=measure.id, token=papers[seat.id], ciphertext=sealed)
    page.reload()
    assert sideways(page) == 0
    weigh(page)
    assert Ballot.objects.filter(measure=measure.id).count() == 10
    closed(measure)
    search_packages()

    staff.reload()
    expect(staff.locator("main")).to_contain_text("First by the rule")
    staff.get_by_role("link", name="Package 1", exact=True).click()
    staff.get_by_label("What Velmar would have to be able to say").fill("The towns have water in August.")
    staff.get_by_role("button", name="Put it on the table").click()
    expect(staff.get_by_role("link", name="Prepare a straw poll")).to_be_visible()
    page.goto(site + reverse("room:home") + "#table")
    page.get_by_role("link", name="Packages", exact=True).click()
    page.get_by_role("link", name="Package 1", exact=True).click()
    expect(page.locator("main")).to_contain_text("The towns have water in August.")
    expect(page.locator("main")).not_to_contain_text("First by the rule")
    assert sideways(page) == 0
    assert faults == faults_of_seat == []


def test_axe_finds_nothing_serious_on_the_pages_of_packages(live: Scene, site: str, context: BrowserContext) -> None:
    items_with_options(live)
    weighed(live, FIRST, SECOND)
    package = tabled(live, Package.objects.get(number=1))
    staff, seat = staff_page(context, site, live.facilitator), seated_page(context, site, live.all_seats()[0])
    items_with_options(live, titles=("The town", "Lists"))
    measure = open_weighting(staff=live.facilitator, minutes=30)
    papers_for(live, measure)
    opened(live, measure)
    pages = [
        (staff, reverse("packages:board", args=[live.dialogue_id])),
        (staff, reverse("packages:package", args=[live.dialogue_id, package.id])),
        (seat, reverse("packages:read")),
        (seat, reverse("packages:read_package", args=[package.id])),
        (seat, reverse("ballots:ballot", args=[measure.id])),
    ]
    for page, address in pages:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.goto(site + address)
            found = Axe().run(page).response["violations"]
            assert [rule["id"] for rule in found if rule["impact"] in {"serious", "critical"}] == []
