"""Steps in a real Chromium: proposed and rated on a phone, matched, adopted, one verified and one disputed, read by all."""

from collections.abc import Sequence
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from dialogues.ballots.models import Ballot, Measure
from dialogues.ballots.operations import cast_ballot
from dialogues.steps.computing import compute_plans
from dialogues.steps.models import ReciprocalPlan, Step
from tests.ballots.scenes import Papers, closed, opened, papers_for, sealed_choice
from tests.ballots.test_ballot_in_browser import seated_page
from tests.cast import Scene
from tests.ripeness.test_in_browser import sideways, staff_page, watch
from tests.steps.scenes import PARTS, announced, in_days, polled, silence_ends

pytestmark = pytest.mark.browser
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PHONE: ViewportSize = {"width": 360, "height": 740}


def propose(page: Page, site: str, words: str) -> None:
    """A participant proposes a step of the own side, from the room."""
    page.goto(site + reverse("room:home") + "#table")
    page.get_by_role("link", name="Reciprocal steps", exact=True).click()
    page.locator("summary", has_text="Propose a step of your side").click()
    page.get_by_label("What could be done").fill(words)
    page.get_by_label("How it is verified").fill("The Red Cross counts.")
    page.get_by_label("What it is about").select_option("humanitarian")
    page.get_by_role("button", name="Put it to our side").click()
    expect(page.locator("main")).to_contain_text("Your side is asked whether it accepts this step")
    assert sideways(page) == 0


def rate(page: Page, first: str) -> None:
    """A participant rates both steps on the phone; half a rating is refused."""
    expect(page.locator("fieldset.rate").nth(0)).to_contain_text(first)
    for place in (0, 1):
        for name, value in (("worth", 2), ("risk", 2), ("seen", 4)):
            page.locator(f"input[name={name}-{place}][value='{value}']").check()
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.locator("#ballot-error")).to_contain_text("all four scales")
    for place in (0, 1):
        page.locator(f"input[name=back-{place}][value='4']").check()
    page.get_by_role("button", name="Cast my ballot").click()
    expect(page.locator("#ballot-status")).to_contain_text("Your ballot is in", timeout=8000)


def rated_by_others(scene: Scene, measure: Measure, papers: Papers) -> None:
    """Everybody who holds a paper here rates both steps alike."""
    for seat in scene.all_seats():
        if seat.id in papers:
            sealed = sealed_choice(measure, seat.side_id, papers[seat.id], {"answers": [[2, 2, 4, 4]] * 2})
            cast_ballot(measure_id=measure.id, token=papers[seat.id], ciphertext=sealed)


def word(page: Page, site: str, step: Step) -> None:
    """The facilitator words an announcement."""
    page.goto(site + reverse("steps:step", args=[step.dialogue_id, step.id]))
    for part in PARTS:
        page.locator(f"#announcement_{part}").fill(PARTS[part])
    page.get_by_role("button", name="Put the announcement to its side").click()
    expect(page.locator("main")).to_contain_text("asked whether it lets this announcement stand")


def record(page: Page, site: str, step: Step, button: str, words: str) -> None:
    """The facilitator records a statement."""
    page.goto(site + reverse("steps:step", args=[step.dialogue_id, step.id]))
    form = page.locator("form", has=page.get_by_role("button", name=button))
    form.locator("textarea").fill(words)
    form.get_by_role("button", name=button).click()
    expect(page.locator("main")).to_contain_text(words)


def set_day(page: Page, site: str, step: Step) -> None:
    """The facilitator gives a step its day."""
    page.goto(site + reverse("steps:step", args=[step.dialogue_id, step.id]))
    page.locator("summary", has_text="Its terms").click()
    page.get_by_label("Done by").fill(in_days(10).isoformat())
    page.get_by_role("button", name="Keep the terms").click()


def both_propose(phones: Sequence[Page], site: str, scene: Scene) -> None:
    """Each side proposes a step; the other reads nothing of it before the side has accepted it."""
    for page, words in zip(phones, ("Publish the list", "Answer the list"), strict=True):
        page.set_viewport_size(PHONE)
        propose(page, site, words)
    phones[1].reload()
    expect(phones[1].locator("main")).not_to_contain_text("Publish the list")
    silence_ends(scene)


def both_rate(phones: Sequence[Page], staff: Page, site: str, scene: Scene) -> None:
    """The facilitator asks; one of each side rates on the phone, the others in their own rooms."""
    staff.goto(site + reverse("steps:board", args=[scene.dialogue_id]))
    staff.get_by_role("button", name="Announce the rating").click()
    expect(staff.locator("main")).to_contain_text("A rating is under way")
    measure = Measure.objects.get(state=Measure.State.ANNOUNCED)
    others = [seat for seats in scene.seats.values() for seat in seats[1:]]
    papers = papers_for(scene, measure, others)
    for page in phones:
        page.goto(site + reverse("ballots:ballot", args=[measure.id]))
        expect(page.locator("#paper-status")).to_contain_text("Your ballot paper is in this tab", timeout=8000)
    opened(scene, measure)
    rated_by_others(scene, measure, papers)
    for page, first in zip(phones, ("Cost to your side", "Value to your side"), strict=True):
        page.reload()
        assert sideways(page) == 0
        rate(page, first)
    assert Ballot.objects.filter(measure=measure.id).count() == 10
    closed(measure)


def planned_and_adopted(staff: Page, site: str, scene: Scene) -> ReciprocalPlan:
    """The facilitator gives days, has the rounds computed, shows them; the straw poll reaches its mark."""
    for step in Step.objects.order_by("number"):
        set_day(staff, site, step)
    staff.goto(site + reverse("steps:board", args=[scene.dialogue_id]))
    staff.get_by_label("Name of the plan").fill("First steps on the river")
    staff.get_by_role("button", name="Compute a plan").click()
    compute_plans()
    staff.get_by_role("link", name="First steps on the river").click()
    expect(staff.locator("main")).to_contain_text("1 round is planned.")
    staff.get_by_role("button", name="Show the plan").click()
    expect(staff.get_by_role("link", name="Prepare a straw poll")).to_be_visible()
    return polled(scene, ReciprocalPlan.objects.get())


def test_a_round_of_steps_from_two_phones_to_a_verified_and_a_disputed_step(
    live: Scene, site: str, context: BrowserContext
) -> None:
    browser = context.browser
    assert browser is not None
    ours, theirs = (live.seats[side.id][0] for side in live.sides)
    phones = [seated_page(context, site, ours), seated_page(browser.new_context(), site, theirs)]
    staff = staff_page(browser.new_context(), site, live.facilitator)
    faults = [watch(page) for page in (*phones, staff)]
    both_propose(phones, site, live)
    both_rate(phones, staff, site, live)
    plan = planned_and_adopted(staff, site, live)
    first, second = Step.objects.order_by("number")
    for step in (first, second):
        word(staff, site, step)
    silence_ends(live)
    staff.goto(site + reverse("steps:plan", args=[live.dialogue_id, plan.id]))
    staff.get_by_role("button", name="Announce the round").click()
    for step in (first, second):
        record(staff, site, step, "Record it", "It was handed over.")
    record(staff, site, first, "Record it as verified", "The Red Cross has counted.")
    record(staff, site, second, "Record it as disputed", "Four names are missing.")
    for page in phones:
        page.goto(site + reverse("steps:read"))
        page.get_by_role("link", name="First steps on the river").click()
        told = "Round 1 of 1: Velmar’s step 1 is verified; Ostrany’s step 2 is disputed."
        expect(page.locator("figcaption")).to_have_text(told)
        expect(page.get_by_role("img", name="Round 1 of 1")).to_be_visible()
        page.locator("summary", has_text="Step 2").click()
        expect(page.locator("main")).to_contain_text("Four names are missing.")
        assert sideways(page) == 0
    assert faults == [[], [], []]


def test_axe_finds_nothing_serious_on_the_pages_of_steps(live: Scene, site: str, context: BrowserContext) -> None:
    step, _other = announced(live)
    plan = ReciprocalPlan.objects.get()
    staff, seat = staff_page(context, site, live.facilitator), seated_page(context, site, live.all_seats()[0])
    pages = [
        (staff, reverse("steps:board", args=[live.dialogue_id])),
        (staff, reverse("steps:step", args=[live.dialogue_id, step.id])),
        (staff, reverse("steps:plan", args=[live.dialogue_id, plan.id])),
        (seat, reverse("steps:read")),
        (seat, reverse("steps:read_plan", args=[plan.id])),
    ]
    for page, address in pages:
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.goto(site + address)
            found = Axe().run(page).response["violations"]
            assert [rule["id"] for rule in found if rule["impact"] in {"serious", "critical"}] == [], address
