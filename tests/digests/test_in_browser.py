"""A digest on its way in a real Chromium: a finding at its sentence, names looked for in the tab alone, the sides sign."""

from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from accounts.access import Staff
from accounts.approvals.operations import ask, confirm
from dialogues.admission.queries import text_version
from dialogues.chat.operations import draft_of_seat, post_messages
from facilitation.digests.deeds import TO_COMMENT
from facilitation.digests.models import Digest
from facilitation.digests.operations import compile_digest, start_digest
from tests.cast import Scene
from tests.interests.test_in_browser import chromium, signed_in, site

__all__ = ["chromium", "site"]
pytestmark = pytest.mark.browser
SAID = "The ferry could run on market days and on feast days alike."
REPEATED = "Somebody held that the ferry could run on market days."


@pytest.fixture
def digest(live: Scene) -> Digest:
    """A mask said something, and a digest was compiled."""
    seat = live.all_seats()[0]
    version = text_version(live.dialogue_id)
    post_messages(
        room_id=live.plenary.id, drafts=[draft_of_seat(seat=seat, cmid=uuid4(), text=SAID, text_version=version)]
    )
    made = start_digest(staff=live.facilitator)
    compile_digest(made.id)
    return made


def opened(chromium: Browser, site: str, staff: Staff, digest: Digest) -> Page:
    """The digest as this person sees it."""
    page = signed_in(chromium, site, staff.handle)
    page.goto(f"{site}/staff/{staff.dialogue_id}/digest/{digest.id}/")
    return page


def no_barrier(page: Page) -> None:
    """Axe finds nothing serious."""
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


def test_a_finding_stands_at_its_sentence_until_it_is_reworded_and_every_side_signs(
    live: Scene, chromium: Browser, site: str, digest: Digest
) -> None:
    page = opened(chromium, site, live.facilitator, digest)
    bottom = page.get_by_label("Bottom line")
    bottom.fill(REPEATED)
    page.get_by_role("button", name="Keep the text", exact=True).last.click()
    section = page.locator("#section-bottom_line")
    expect(section.locator("mark")).to_have_text("the ferry could run on market days")
    expect(page.get_by_role("button", name="Approve for comment")).to_be_disabled()
    no_barrier(page)
    section.get_by_role("button", name="Keep the text and ask the mask that said it").click()
    expect(section).to_contain_text("Leave was asked for")
    bottom.fill("A ferry service was discussed.")
    page.get_by_role("button", name="Keep the text", exact=True).last.click()
    expect(section.locator("mark")).to_have_count(0)
    expect(page.get_by_role("button", name="Approve for comment")).to_be_enabled()
    digest.refresh_from_db()
    asked = ask(staff=live.facilitators[0], deed=TO_COMMENT, subject=digest.id, subject_hash=digest.text_hash)
    confirm(staff=live.facilitators[1], approval_id=asked.id, subject_hash=digest.text_hash)
    page.reload()
    page.get_by_role("button", name="Ask the sides to sign").click()
    expect(page.locator("[aria-current=step]")).to_contain_text(live.sides[0].label)
    page.get_by_role("button", name="Remind the sides").click()
    side = opened(chromium, site, live.coordinators[0], digest)
    expect(side.get_by_text("your side’s signature is awaited")).to_be_visible()
    no_barrier(side)


def test_pasted_names_are_looked_for_in_the_tab_and_never_sent(
    live: Scene, chromium: Browser, site: str, digest: Digest
) -> None:
    page = opened(chromium, site, live.facilitator, digest)
    page.get_by_label("Bottom line").fill("The Harbour Board of Issal answered; Issalian custom holds.")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    names = page.get_by_label("Names and institutions to look for")
    names.fill("harbour board\nIssalia")
    expect(page.locator("[data-found]")).to_have_text("In the text: harbour board (Bottom line)")
    expect(page.get_by_role("button", name="Approve for comment")).to_be_disabled()
    page.get_by_role("button", name="Keep the text", exact=True).last.click()
    expect(page.get_by_text("The text is kept.")).to_be_visible()
    assert sent
    assert not any("Issalia%0D" in body or "harbour+board" in body for body in sent)
    expect(names).to_have_value("")
