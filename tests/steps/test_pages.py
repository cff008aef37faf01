"""The pages of steps: who reads what, what was typed is kept, no figure, and no more queries however many there are."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from dialogues.steps import carrying, planning
from dialogues.steps.models import ReciprocalPlan, Step
from dialogues.steps.queries import plan_in
from dialogues.steps.timeline import WIDTH, timeline
from facilitation.digests.sections.steps import steps as steps_section
from facilitation.digests.sources import facts_of
from tests.cast import Scene
from tests.pages.test_pages import browser_of, queries, staff_browser
from tests.steps.scenes import (
    PARTS,
    accepted,
    adopted,
    announced,
    computed,
    planned,
    proposed,
    rated,
    reread,
    shown,
    silence_ends,
)

pytestmark = pytest.mark.django_db(transaction=True)
OURS = {"HTTP_ORIGIN": settings.ORIGIN}


def text(client: Client, address: str) -> str:
    """What a page says, without its tags."""
    answer = client.get(address)
    assert answer.status_code == 200
    return _plain(answer.content)


def _plain(page: bytes) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.decode())))


def staff_address(scene: Scene, name: str, *more: object) -> str:
    """An address of the planner."""
    return reverse(f"steps:{name}", args=[scene.dialogue_id, *more])


def token(page: str) -> dict[str, str]:
    """The form's token."""
    return dict(re.findall(r'name="(token|page)" value="([^"]*)"', page))


def send(client: Client, address: str, **fields: str) -> object:
    """Send a participant's form as the page gives it."""
    page = client.get(reverse("steps:read")).content.decode()
    return client.post(address, {**token(page), **fields}, **OURS)  # type: ignore[arg-type]


def test_a_participant_proposes_and_objects_and_another_side_reads_nothing_before_it_is_accepted(live: Scene) -> None:
    ours, fellow, other = browser_of(live), browser_of(live, 1), browser_of(live, 5)
    read = reverse("steps:read")
    answer = send(ours, read, text="Publish the list", verifier="", sphere="humanitarian")
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "Publish the list" in answer.content.decode()  # type: ignore[attr-defined]
    send(ours, read, text="Publish the list", verifier="The Red Cross counts.", sphere="humanitarian")
    step = Step.objects.get()
    assert "Your side is asked whether it accepts this step" in text(fellow, read)
    assert "Publish the list" not in text(other, read)
    turn = reverse("steps:turn", args=[step.id])
    assert send(other, turn, deed="break").status_code == 404  # type: ignore[attr-defined]
    send(fellow, turn, deed="break")
    assert "Somebody of your side objected" in text(ours, read)
    refused = send(ours, turn, deed="break")
    assert refused.status_code == 409  # type: ignore[attr-defined]
    assert "changed meanwhile" in refused.content.decode()  # type: ignore[attr-defined]
    send(ours, turn, deed="accept")
    silence_ends(live)
    assert "Publish the list" in text(other, read)


def test_a_facilitator_plans_from_one_page_and_what_is_refused_stays_typed(live: Scene) -> None:
    staff, board = staff_browser(live.facilitator), staff_address(live, "board")
    assert "No plan yet" in text(staff, board)
    fields = {
        "deed": "propose",
        "side": str(live.sides[0].id),
        "text": "Open it",
        "verifier": "All",
        "sphere": "security",
    }
    assert staff.post(board, fields).status_code == 302
    again = staff.post(board, fields)
    assert again.status_code == 409
    assert "This step is there already" in again.content.decode()
    assert ">\nOpen it</textarea>" in again.content.decode()
    page = text(staff, board)
    assert "Before its own side" in page
    assert "No step waits to be rated" in page
    silence_ends(live)
    assert "1 step waits" in text(staff, board)
    assert staff.post(board, {"deed": "rate", "minutes": "0"}).status_code == 409
    assert staff.post(board, {"deed": "rate", "minutes": "30"}).status_code == 302
    assert "A rating is under way" in text(staff, board)


def test_a_steps_page_offers_what_can_be_done_with_it_and_nothing_else(live: Scene) -> None:
    step = proposed(live, live.sides[0])
    staff, address = staff_browser(live.facilitator), staff_address(live, "step", step.id)
    page = text(staff, address)
    assert "Put these words to its side" in page
    assert "Record it" not in page
    assert staff.post(address, {"deed": "claim", "words": ""}).status_code == 409
    assert reread(step).state == "proposed"
    silence_ends(live)
    wrong = staff.post(address, {"deed": "announcement", **PARTS, "reserve": ""})
    assert "An announcement has five parts" in wrong.content.decode()
    assert PARTS["intent"] in wrong.content.decode()
    assert staff.post(address, {"deed": "announcement", **PARTS}).status_code == 302
    assert PARTS["intent"] in text(browser_of(live), reverse("steps:read"))
    assert PARTS["intent"] not in text(browser_of(live, 5), reverse("steps:read"))


def test_a_plan_is_read_by_everybody_once_it_is_shown_and_never_with_a_figure(live: Scene) -> None:
    plan = planned(live)
    staff, seat = staff_browser(live.facilitator), browser_of(live)
    read = reverse("steps:read_plan", args=[plan.id])
    assert seat.get(read).status_code == 404
    address = staff_address(live, "plan", plan.id)
    assert "2 rounds are planned." in text(staff, address)
    staff.post(address, {"deed": "order", "order-1": "sequenced", "order-2": "simultaneous", "first": ""})
    assert "By lot," in text(staff, address)
    staff.post(address, {"deed": "show"})
    told = text(seat, read)
    for words in (
        "2 rounds are planned.",
        "One after the other, beginning with",
        "Every side finds these steps verifiable",
    ):
        assert words in told, words
    for page in (text(staff, address), told):
        assert not re.search(r"\d\.\d", page.split("First steps", 1)[1])
    answer = staff.post(address, {"deed": "stop", "reason": ""})
    assert answer.status_code == 409
    staff.post(address, {"deed": "stop", "reason": "The river is in flood."})
    assert "The river is in flood." in text(seat, read)


def test_the_straw_poll_on_a_plan_leads_to_its_rounds(live: Scene) -> None:
    plan = shown(live, 1)
    staff, seat = staff_browser(live.facilitator), browser_of(live)
    assert "It binds nobody" in text(staff, reverse("polls:open_on", args=[live.dialogue_id, "plan", plan.id]))
    led = seat.get(reverse("polls:about", args=[plan.id]))
    assert led["Location"] == reverse("steps:read_plan", args=[plan.id])


def test_the_timeline_reads_itself_aloud_and_changes_sides_right_to_left(live: Scene) -> None:
    first, second = announced(live)
    carrying.claim_done(staff=live.facilitator, step_id=first.id, words="")
    view = plan_in(live.dialogue_id, ReciprocalPlan.objects.get().id, shown=True)
    assert view is not None
    picture = timeline(view)
    assert picture is not None
    assert picture.reading == "Round 1 of 2: Velmar’s step 1 is claimed; Ostrany’s step 2 is announced."
    assert [mark.look for mark in picture.marks] == ["said", "told", "open", "open"]
    with translation.override("ar"):
        mirrored = timeline(view)
    assert mirrored is not None
    assert [mark.x for mark in mirrored.marks] == [WIDTH - mark.x for mark in picture.marks]
    page = browser_of(live).get(reverse("steps:read_plan", args=[view.id])).content.decode()
    assert f'role="img" aria-label="{picture.reading}"' in page
    assert page.count("<table") == 2
    assert "Announced" in page
    assert second.due is not None


def test_the_desk_says_what_steps_need_and_suggests_a_pause_after_a_lapse(live: Scene) -> None:
    desk, staff = reverse("desk:desk", args=[live.dialogue_id]), staff_browser(live.facilitator)
    accepted(live, 1)
    assert "Steps wait to be rated: 2" in text(staff, desk)
    rated(live)
    plan = computed(live)
    assert "A plan of steps is computed" in text(staff, desk)
    planning.drop_plan(staff=live.facilitator, plan_id=plan.id)
    assert "A plan of steps is computed" not in text(staff, desk)
    step = Step.objects.order_by("number")[0]
    for state, words in (
        ("done_claimed", "Step 1 is said to be done"),
        ("disputed", "Step 1 is disputed"),
        ("unanswered", "Step 1 was not answered"),
    ):
        Step.objects.filter(id=step.id).update(state=state)
        assert words in text(staff, desk)
    Step.objects.filter(id=step.id).update(state="lapsed", since=step.due)
    assert "A pause to cool off is suggested" in text(staff, desk)


def test_a_digest_takes_the_steps_of_the_plan_before_everybody_and_no_others(live: Scene) -> None:
    plan = planned(live)
    assert steps_section(facts_of(live.dialogue_id)) == []
    planning.show_plan(staff=live.facilitator, plan_id=plan.id)
    lines = steps_section(facts_of(live.dialogue_id))
    assert len(lines) == 4
    assert lines[0].text.startswith(
        "Round 1, Velmar: Publish the list of detainees. Verified: The Red Cross counts. By "
    )
    assert "Every side holds that it can be verified and taken back." in lines[0].text
    assert lines[0].key.startswith("step ")
    planning.stop_plan(staff=live.facilitator, plan_id=plan.id, reason="Flood.")
    assert steps_section(facts_of(live.dialogue_id)) == []


def test_no_page_asks_more_often_when_there_are_more_steps(live: Scene) -> None:
    plan = adopted(live, 1)
    staff, seat = staff_browser(live.facilitator), browser_of(live)
    pages = [
        (staff, staff_address(live, "board")),
        (staff, staff_address(live, "step", Step.objects.all()[0].id)),
        (staff, staff_address(live, "plan", plan.id)),
        (seat, reverse("steps:read")),
        (seat, reverse("steps:read_plan", args=[plan.id])),
        (staff, reverse("desk:desk", args=[live.dialogue_id])),
    ]
    proposed(live, live.sides[0], "One more")
    for client, address in pages:
        client.get(address)
    before = [queries(client, address) for client, address in pages]
    for number in range(4):
        for side in live.sides:
            proposed(live, side, f"Yet another {number}")
    assert [queries(client, address) for client, address in pages] == before
