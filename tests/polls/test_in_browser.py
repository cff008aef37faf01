"""A poll on clauses in a real Chromium: prepared at the desk, answered on a phone, read as bars and as a table."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from dialogues.ballots.models import Measure
from dialogues.ballots.operations import cast_ballot
from dialogues.proposals.criticisms.queries import criticisms_of
from tests import cast as actors
from tests.ballots.scenes import Papers, closed, opened, papers_for, sealed_choice, tabled
from tests.cast import Scene
from tests.interests.test_in_browser import chromium, phone, press, signed_in, site

__all__ = ["chromium", "site"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOR = [[5, None], [5, None], [4, None]]
AGAINST = [[1, None], [1, None], [2, None]]


@pytest.fixture
def twelve(transactional_db: None) -> Scene:
    """Twelve people a side: counts can be shown."""
    return actors.live(12)


def nothing_serious(page: Page) -> None:
    """Axe finds nothing serious or critical, and nothing is wider than a phone."""
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


def others_answer(scene: Scene, measure: Measure, papers: Papers) -> None:
    """Everybody but the one with the phone casts."""
    for side in scene.sides:
        for place, seat in enumerate(scene.seats[side.id]):
            if seat.id in papers:
                choice = {"answers": FOR if place < 8 else AGAINST}
                sealed = sealed_choice(measure, side.id, papers[seat.id], choice)
                cast_ballot(measure_id=measure.id, token=papers[seat.id], ciphertext=sealed)


def test_clauses_are_asked_about_on_a_phone_and_the_result_is_drawn(
    twelve: Scene, chromium: Browser, site: str, settings: Settings
) -> None:
    settings.CAST_WAIT_SECONDS = 0
    version = tabled(twelve)
    desk = signed_in(chromium, site, twelve.facilitator.handle)
    desk.goto(f"{site}/staff/{twelve.dialogue_id}/measures/poll/{version.id}/")
    desk.get_by_label("Tolerable").check()
    desk.get_by_label("1. The hotline is answered at every hour.").check()
    desk.get_by_label("2. Both posts test it weekly.").check()
    desk.get_by_label("Let voters say").check()
    nothing_serious(desk)
    press(desk, "Announce the straw poll")
    measure = Measure.objects.get(dialogue_id=twelve.dialogue_id)

    someone, *rest = twelve.all_seats()
    small = phone(chromium, site, someone)
    small.goto(f"{site}/room/ballots/{measure.id}/")
    expect(small.get_by_text("Your ballot paper is in this tab")).to_be_visible()
    papers = papers_for(twelve, measure, rest)
    opened(twelve, measure)
    small.reload()
    whole, first, second = (small.locator("fieldset.scale").nth(place) for place in range(3))
    whole.locator("input[value='4']").check()
    whole.get_by_label("Which clause?").select_option("2")
    whole.get_by_role("textbox").fill("Yes, if the test is each day.")
    first.locator("input[value='5']").check()
    second.locator("input[value='0']").check()  # names its clause by itself
    assert small.evaluate("document.documentElement.scrollWidth") <= 360
    nothing_serious(small)
    press(small, "Cast my ballot")
    expect(small.get_by_text("Your ballot is in.")).to_be_visible()

    others_answer(twelve, measure, papers)
    closed(measure)
    small.goto(f"{site}/room/ballots/{measure.id}/")
    expect(small.locator("figure.readout svg").first).to_be_visible()
    expect(small.locator("main, body").first).to_contain_text("From the widest agreement across the sides")
    assert small.evaluate("document.documentElement.scrollWidth") <= 360
    nothing_serious(small)
    assert [(one.clause, one.text) for one in criticisms_of(version.id)] == [(2, "Yes, if the test is each day.")]
