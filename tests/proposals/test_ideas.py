"""Unofficial proposals: suggested without an owner, screened, taken up or set aside, withdrawn without trace."""

from itertools import product
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts.models import StaffMember
from dialogues.admission.access import Muted
from dialogues.admission.operations.entering import enter
from dialogues.admission.operations.moderating import mute_seat
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.events.queries import entries_after
from dialogues.proposals.ideas.operations import absorb_idea, set_idea_aside, submit_idea, table_idea, withdraw_idea
from dialogues.proposals.ideas.queries import ideas_for_all, ideas_to_screen
from dialogues.proposals.models import Idea
from dialogues.proposals.operations import TextRefused
from dialogues.proposals.queries import NoSuchText
from tests.cast import Scene, draft_dialogue
from tests.proposals.scenes import text

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Open the crossing on market days"


def submitted(scene: Scene, words: str = WORDS) -> tuple[Idea, str]:
    """An idea that waits for a facilitator, and its code."""
    code = submit_idea(seat=scene.all_seats()[0], text=words, note="The ministries have not spoken of it")
    return Idea.objects.get(dialogue_id=scene.dialogue_id), code


def test_facilitators_read_it_first_and_everybody_once_it_is_on_the_table(live: Scene) -> None:
    idea, _code = submitted(live)
    assert [view.text for view in ideas_to_screen(live.dialogue_id)] == [WORDS]
    assert ideas_for_all(live.dialogue_id) == []
    table_idea(staff=live.facilitator, idea_id=idea.id)
    assert [(view.text, view.state_words) for view in ideas_for_all(live.dialogue_id)] == [(WORDS, "On the table")]
    assert [entry.kind for entry in entries_after(live.plenary.id, 0)][-1] == "idea.tabled"


def test_nothing_stored_says_who_wrote_it_or_which_side(live: Scene) -> None:
    submitted(live)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(i)::text FROM dialogues_idea i")
        row = str(cursor.fetchall())
    assert str(live.all_seats()[0].id) not in row
    assert str(live.all_seats()[0].side_id) not in row
    assert WORDS not in row


def test_withdrawn_at_any_time_it_leaves_no_trace(live: Scene) -> None:
    idea, code = submitted(live)
    table_idea(staff=live.facilitator, idea_id=idea.id)
    absorb_idea(staff=live.facilitator, idea_id=idea.id, proposal_id=text(live).id)
    for wrong in ("no code", "0" * 25):
        with pytest.raises(TextRefused):
            withdraw_idea(dialogue_id=live.dialogue_id, code=wrong)
    withdraw_idea(dialogue_id=live.dialogue_id, code=code)
    assert Idea.objects.count() == 0


def test_it_is_set_aside_with_a_reason_and_can_come_back(live: Scene) -> None:
    idea, _code = submitted(live)
    with pytest.raises(TextRefused, match="Say why"):
        set_idea_aside(staff=live.facilitator, idea_id=idea.id, reason=" ")
    set_idea_aside(staff=live.facilitator, idea_id=idea.id, reason="It names a person.")
    (view,) = ideas_for_all(live.dialogue_id)
    assert view.reason == "It names a person."
    table_idea(staff=live.facilitator, idea_id=idea.id)
    (view,) = ideas_for_all(live.dialogue_id)
    assert view.reason == ""


def test_a_text_of_the_same_dialogue_takes_it_up(live: Scene) -> None:
    idea, _code = submitted(live)
    table_idea(staff=live.facilitator, idea_id=idea.id)
    with pytest.raises(NoSuchText):
        absorb_idea(staff=live.facilitator, idea_id=idea.id, proposal_id=uuid4())
    with pytest.raises(Idea.DoesNotExist):
        table_idea(staff=draft_dialogue().facilitator, idea_id=idea.id)
    absorb_idea(staff=live.facilitator, idea_id=idea.id, proposal_id=text(live).id)
    (view,) = ideas_for_all(live.dialogue_id)
    assert (view.state_words, view.taken_up_by) == ("Taken up", "Living with the river")


def test_three_a_day_and_none_from_a_muted_mask(live: Scene) -> None:
    seat = live.all_seats()[0]
    for number in range(3):
        submit_idea(seat=seat, text=f"Idea {number}")
    with pytest.raises(TextRefused, match="enough for one day"):
        submit_idea(seat=seat, text="One more")
    other = live.all_seats()[1]
    mute_seat(staff=live.facilitator, seat_id=other.id, hours=1)
    with pytest.raises(Muted):
        submit_idea(seat=other, text="Muted")


def test_the_pages_keep_what_was_typed_and_show_the_code_once(live: Scene) -> None:
    client = Client(headers={"origin": "http://localhost:8000"})
    client.cookies["seat"] = enter(seat_secret=live.secrets[live.all_seats()[0].id])
    page = client.get("/room/ideas/").content.decode()
    fields = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("token", "page")}
    refused = client.post("/room/ideas/", {**fields, "text": "", "note": "kept words"})
    assert refused.status_code == 409
    assert "kept words" in refused.content.decode()
    answer = client.post("/room/ideas/", {**fields, "text": WORDS}).content.decode()
    code = answer.split('class="keep" dir="ltr">')[1].split("<")[0]
    desk = Client()
    desk.force_login(StaffMember.objects.get(id=live.facilitator.id))
    path = f"/staff/{live.dialogue_id}/ideas/"
    assert WORDS in desk.get(path).content.decode()
    desk.post(f"{path}{Idea.objects.get().id}/", {"deed": "table"})
    assert WORDS in client.get("/room/ideas/").content.decode()
    assert "Nothing of it is left" in client.post("/room/ideas/take-back/", {**fields, "code": code}).content.decode()
    assert WORDS not in desk.get(path).content.decode()


@pytest.mark.parametrize(("before", "after"), list(product(Idea.State.values, repeat=2)))
def test_an_idea_refuses_every_move_that_is_not_drawn(before: str, after: str) -> None:
    row = Idea(state=before)
    if after in Idea.MOVES[Idea.State(before)]:
        move(row, after)
    else:
        with pytest.raises(UndeclaredMove):
            move(row, after)
