"""Face-saving pairs in a real Chromium: drafted at the desk, written, heard and checked on a phone, sealed by two."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from accounts.approvals.models import Approval
from accounts.approvals.operations import confirm
from dialogues.ballots.models import Measure
from dialogues.ballots.operations import cast_ballot
from dialogues.facesaving.measure import open_hearing
from dialogues.facesaving.models import FaceSavingPair
from dialogues.facesaving.operations import lines
from tests.ballots.scenes import closed, opened, papers_for, sealed_choice
from tests.ballots.test_ballot_in_browser import seated_page
from tests.cast import Scene
from tests.facesaving.scenes import LINES, SECRET, WORDS, deposited, drafted, handed, silence_kept, standing, written
from tests.ripeness.test_in_browser import sideways, staff_page, watch

pytestmark = pytest.mark.browser
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def draft_and_hand_over(page: Page) -> None:
    """As the facilitator: the joint text, then what stays confidential and who keeps it, then over to the sides."""
    page.get_by_label("The commitment, in a sentence").fill(WORDS.commitment)
    page.get_by_label("Joint public text").fill(WORDS.joint)
    page.get_by_role("button", name="Keep the draft").click()
    page.locator("summary", has_text="Confidential text and custody").click()
    page.get_by_label("Confidential text", exact=True).fill(SECRET)
    page.get_by_role("button", name="Keep it in confidence").click()
    expect(page.locator("main")).to_contain_text("Say who keeps the confidential text")
    page.get_by_label("Who keeps it").fill("The church council of the lower valley.")
    page.get_by_role("button", name="Keep it in confidence").click()
    expect(page.locator(".confidential")).to_contain_text(SECRET)
    page.get_by_role("button", name="Hand it to the sides").click()
    expect(page.locator("main")).to_contain_text("Waiting for the line of every side")


def write_on_a_phone(page: Page, site: str) -> None:
    """As a participant: from the room to the pair, the own line, and before the side with it."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site + reverse("room:home") + "#table")
    page.get_by_role("link", name="Face-saving pairs").click()
    page.get_by_role("link", name="Pair 1", exact=True).click()
    page.get_by_label("What we can say we gained").fill(LINES[0])
    page.get_by_role("button", name="Keep these words").click()
    page.get_by_role("button", name="Put it to our side").click()
    expect(page.locator("main")).to_contain_text("It does if nobody breaks the silence")
    assert sideways(page) == 0


def answer_the_hearing(scene: Scene, page: Page, site: str) -> None:
    """Everybody says how the other side's line sounds: the first participant on the phone, the others beside."""
    measure = Measure.objects.get(kind="hearing")
    _first, *others = scene.all_seats()
    papers = papers_for(scene, measure, others)
    page.goto(site + reverse("ballots:ballot", args=[measure.id]))
    expect(page.locator("#paper-status")).to_contain_text("Your ballot paper is in this tab", timeout=8000)
    opened(scene, measure)
    order = [side.id for side in scene.sides]
    for seat in others:
        answers = [None if side == seat.side_id else 0 for side in order]
        sealed = sealed_choice(measure, seat.side_id, papers[seat.id], {"answers": answers})
        cast_ballot(measure_id=measure.id, token=papers[seat.id], ciphertext=sealed)
    page.reload()
    expect(page.locator(".hear").first).to_contain_text("Your own side’s line")
    page.locator("label", has_text="Can tolerate hearing").click()
    assert sideways(page) == 0
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.locator("#ballot-status")).to_contain_text("Your ballot is in", timeout=8000)
    assert closed(measure).state == "released"


def test_a_pair_from_the_first_draft_to_the_seal(live: Scene, site: str, context: BrowserContext) -> None:
    staff = staff_page(context, site, live.facilitator)
    faults = watch(staff)
    staff.goto(site + reverse("facesaving:board", args=[live.dialogue_id]))
    draft_and_hand_over(staff)
    pair = FaceSavingPair.objects.get()
    assert faults == [site + reverse("facesaving:pair", args=[live.dialogue_id, pair.id])]  # the refusal, and no other
    faults.clear()
    page = seated_page(context, site, live.all_seats()[0])
    faults_of_seat = watch(page)
    write_on_a_phone(page, site)
    other = live.sides[1].id
    written(live, pair, other, LINES[1])
    lines.put_line(seat=live.seats[other][0], pair_id=pair.id)
    silence_kept(pair)

    staff.reload()
    staff.get_by_role("button", name="Announce the hearing").click()
    answer_the_hearing(live, page, site)
    page.goto(site + reverse("facesaving:read_pair", args=[pair.id]))
    expect(page.locator("main")).to_contain_text("How it sounds to the other sides: fine.")
    page.locator("summary", has_text="Ask our side to confirm").click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Put these checks to our side").click()
    expect(page.locator(".notice").first).to_contain_text("embarrassing but not false")
    lines.put_checks(seat=live.seats[other][0], pair_id=pair.id, checks="abc")
    silence_kept(pair)

    staff.reload()
    staff.get_by_role("button", name="Ask for the seal").click()
    approval = Approval.objects.get()
    confirm(staff=live.facilitators[1], approval_id=approval.id, subject_hash=approval.subject_hash)
    staff.goto(site + reverse("facesaving:pair", args=[live.dialogue_id, pair.id]))
    page.reload()
    for shown in (staff, page):
        expect(shown.locator("main")).to_contain_text("Sealed. Nobody reads it, facilitators included.")
        expect(shown.locator("main")).not_to_contain_text(SECRET)
    expect(page.locator("main")).to_contain_text("neither yes nor no")
    assert sideways(page) == 0
    assert faults == faults_of_seat == []


def test_axe_finds_nothing_serious_on_the_pages_of_pairs(live: Scene, site: str, context: BrowserContext) -> None:
    draft, open_one = drafted(live), handed(live)
    sealed, asked = deposited(live), standing(live)
    measure = open_hearing(staff=live.facilitator, pair_id=asked.id, minutes=30)
    papers_for(live, measure)
    opened(live, measure)
    staff, seat = staff_page(context, site, live.facilitator), seated_page(context, site, live.all_seats()[0])
    pages = [(staff, reverse("facesaving:board", args=[live.dialogue_id])), (seat, reverse("facesaving:read"))]
    pages += [
        (staff, reverse("facesaving:pair", args=[live.dialogue_id, pair.id]))
        for pair in (draft, open_one, asked, sealed)
    ]
    pages += [(seat, reverse("facesaving:read_pair", args=[pair.id])) for pair in (open_one, asked, sealed)]
    pages += [(seat, reverse("ballots:ballot", args=[measure.id]))]
    for page, address in pages:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.goto(site + address)
            found = Axe().run(page).response["violations"]
            assert [rule["id"] for rule in found if rule["impact"] in {"serious", "critical"}] == [], address
