"""A text lived with in a real Chromium: criticised on a phone, answered and drafted anew by the facilitator."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from dialogues.proposals.models import ProposalVersion
from tests.cast import Scene
from tests.interests.test_in_browser import chromium, phone, press, signed_in, site
from tests.proposals.scenes import criticised

__all__ = ["chromium", "site"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_criticism_from_a_phone_becomes_version_two(live: Scene, chromium: Browser, site: str) -> None:
    version = criticised(live)
    small = phone(chromium, site, live.all_seats()[0], scripts=False)
    small.goto(f"{site}/room/text/")
    small.get_by_role("link", name="Criticise clause 2").click()
    expect(small.get_by_label("About", exact=True)).to_have_value("2")
    small.get_by_label("What it is").select_option("wording")
    small.get_by_label("The words that you propose").fill("Water is released each April.")
    press(small, "Send the criticism")
    expect(small.get_by_role("heading", name="Your criticism stands beside its clause")).to_be_visible()
    assert small.evaluate("document.documentElement.scrollWidth") <= 360

    pen = signed_in(chromium, site, live.facilitator.handle)
    pen.goto(f"{site}/staff/{live.dialogue_id}/text/{version.proposal_id}/")
    expect(pen.locator("aside.live")).to_contain_text("Water is released each April.")
    pen.get_by_label("Why; everybody reads it").fill("A month can be checked.")
    press(pen, "Answer the criticism")
    expect(pen.locator("aside.live")).to_contain_text("Accepted.")
    press(pen, "Close the criticism")
    pen.get_by_label("Clauses (en)").fill(
        "The border posts talk by telephone every day.\n\nWater is released each April."
    )
    pen.get_by_label("What changed, and why").fill("A month instead of a season.")
    press(pen, "Keep the draft")
    press(pen, "Put it on the table")
    expect(pen.locator("aside.live")).to_contain_text("On the table: version 2")
    found = Axe().run(pen).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []

    small.goto(f"{site}/room/text/")
    expect(small.locator(".story")).to_contain_text("A month instead of a season.")
    small.get_by_role("link", name="What changed, word by word").click()
    expect(small.locator("ins").first).to_be_visible()
    assert small.evaluate("document.documentElement.scrollWidth") <= 360
    assert ProposalVersion.objects.filter(state="superseded", id=version.id).exists()
