"""The wording of an item: put to every side, standing by silence, opened again by one objection that nobody can trace."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts.audit.models import AuditEntry
from accounts.models import StaffMember
from dialogues.admission.operations.entering import enter
from dialogues.admission.operations.moderating import mute_seat
from dialogues.agenda import operations, queries
from dialogues.agenda.models import AgendaItem
from dialogues.agenda.refusals import ItemRefused
from dialogues.agenda.suggesting import suggest_item
from dialogues.agenda.wording import (
    MOST_OBJECTIONS,
    OBJECTION_LENGTH,
    advance_wordings,
    object_to_wording,
    put_wording,
)
from dialogues.dialogue.clock import now
from dialogues.events.queries import entries_after
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)
ORIGIN = "http://localhost:8000"


@pytest.fixture
def put(live: Scene) -> AgendaItem:
    """An item whose wording is before the sides."""
    item = operations.add_item(staff=live.facilitator, title="The weir", sphere="economic")
    return put_wording(staff=live.facilitator, item_id=item.id, title="Water at the weir")


def silence_passes() -> int:
    """The silence comes to its end, and the sweep looks."""
    AgendaItem.objects.filter(silence_until__isnull=False).update(silence_until=now() - timedelta(seconds=1))
    return advance_wordings()


def view(scene: Scene) -> queries.ItemView:
    """The only item."""
    (found,) = queries.board(scene.dialogue_id)
    return found


def phone(scene: Scene) -> Client:
    """A participant's browser."""
    client = Client(headers={"origin": ORIGIN})
    client.cookies["seat"] = enter(seat_secret=scene.secrets[scene.all_seats()[0].id])
    return client


def test_a_wording_stands_when_its_silence_was_kept_and_not_before(live: Scene, put: AgendaItem) -> None:
    assert advance_wordings() == 0
    assert view(live).state == "proposed"
    assert queries.open_items(live.dialogue_id) == []
    assert silence_passes() == 1
    assert (view(live).state, view(live).silence_until) == ("worded", None)
    assert [item.title for item in queries.open_items(live.dialogue_id)] == ["Water at the weir"]
    kinds = [entry.kind for entry in entries_after(live.plenary.id, 0)]
    assert kinds[-2:] == ["agenda.wording_put", "agenda.worded"]


def test_one_objection_opens_it_again_and_the_facilitators_read_why(live: Scene, put: AgendaItem) -> None:
    object_to_wording(seat=live.all_seats()[7], item_id=put.id, words="“Weir” is the other side’s word")
    assert silence_passes() == 0
    assert view(live).state_words == "Its wording met an objection"
    assert queries.objections_to(live.dialogue_id, put.id) == ["“Weir” is the other side’s word"]
    put_wording(staff=live.facilitator, item_id=put.id, title="Water of the river")
    assert silence_passes() == 1
    assert view(live).title == "Water of the river"
    assert queries.objections_to(live.dialogue_id, put.id) == []


def test_an_objection_leaves_no_trace_of_mask_or_side(live: Scene, put: AgendaItem) -> None:
    seat = live.all_seats()[3]
    object_to_wording(seat=seat, item_id=put.id, words="not neutral")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(i)::text FROM dialogues_agendaitem i")
        rows = str(cursor.fetchall())
        cursor.execute("SELECT row_to_json(e)::text FROM dialogues_event e WHERE kind = 'agenda.wording_open'")
        rows += str(cursor.fetchall())
    assert str(seat.id) not in rows
    assert str(seat.side_id) not in rows
    assert "not neutral" not in rows


def test_what_the_sides_accepted_in_the_room_stands_at_once_and_is_noted(live: Scene, put: AgendaItem) -> None:
    operations.word_item(staff=live.facilitator, item_id=put.id, title="Water at the weir")
    assert view(live).state == "worded"
    assert AuditEntry.objects.filter(action="agenda.worded_in_room").count() == 1
    with pytest.raises(ItemRefused, match="not before the sides any more"):
        object_to_wording(seat=live.all_seats()[0], item_id=put.id, words="")


def test_other_words_for_a_worded_item_are_put_to_the_sides_again(live: Scene, put: AgendaItem) -> None:
    silence_passes()
    with pytest.raises(ItemRefused, match="stand already"):
        put_wording(staff=live.facilitator, item_id=put.id, title="Water at the weir")
    put_wording(staff=live.facilitator, item_id=put.id, title="Water of the Issal")
    assert view(live).state == "proposed"


@pytest.mark.parametrize("state", ["rated", "scheduled", "discussing", "provisionally_agreed"])
def test_a_rated_item_keeps_its_words(live: Scene, put: AgendaItem, state: str) -> None:
    AgendaItem.objects.update(state=state, silence_until=None)
    with pytest.raises(ItemRefused, match="has been rated"):
        put_wording(staff=live.facilitator, item_id=put.id, title="Other words")


def test_objections_are_short_and_enough_of_them_are_kept(live: Scene, put: AgendaItem) -> None:
    with pytest.raises(ItemRefused, match="at most 300"):
        object_to_wording(seat=live.all_seats()[0], item_id=put.id, words="a" * (OBJECTION_LENGTH + 1))
    assert view(live).silence_until is not None
    for number in range(MOST_OBJECTIONS + 2):
        object_to_wording(seat=live.all_seats()[0], item_id=put.id, words=f"reason {number}")
        put_wording(staff=live.facilitator, item_id=put.id, title=f"Wording {number}")
    assert len(queries.objections_to(live.dialogue_id, put.id)) == MOST_OBJECTIONS


def test_a_muted_mask_may_object_because_that_is_not_speech(live: Scene, put: AgendaItem) -> None:
    seat = live.all_seats()[0]
    mute_seat(staff=live.facilitator, seat_id=seat.id, hours=1)
    object_to_wording(seat=seat, item_id=put.id, words="")
    assert view(live).broken == 1


def test_a_suggested_issue_leaves_the_queue_when_its_wording_is_put(live: Scene) -> None:
    suggest_item(seat=live.all_seats()[0], title="They steal our fish", sphere="economic")
    (found,) = queries.suggestions(live.dialogue_id)
    put_wording(staff=live.facilitator, item_id=found.id, title="Fishing at the weir")
    assert queries.suggestions(live.dialogue_id) == []
    object_to_wording(seat=live.all_seats()[0], item_id=found.id, words="")
    assert queries.suggestions(live.dialogue_id) == []
    assert view(live).title == "Fishing at the weir"


def test_a_participant_objects_on_the_page_and_another_dialogue_has_nothing_there(live: Scene, put: AgendaItem) -> None:
    client = phone(live)
    page = client.get("/room/agenda/").content.decode()
    assert "Are these words neutral?" in page
    fields = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("token", "page")}
    refused = client.post(f"/room/agenda/{live.dialogue_id}/object/", {**fields, "words": "kept words"})
    assert refused.status_code == 422
    long = client.post(f"/room/agenda/{put.id}/object/", {**fields, "words": "b" * 301})
    assert "b" * 301 in long.content.decode()
    assert client.post(f"/room/agenda/{put.id}/object/", {**fields, "words": "Say river"}).status_code == 302
    assert "Are these words neutral?" not in client.get("/room/agenda/").content.decode()
    desk = Client()
    desk.force_login(StaffMember.objects.get(id=live.facilitator.id))
    assert "Say river" in desk.get(f"/staff/{live.dialogue_id}/agenda/{put.id}/").content.decode()


def test_the_facilitators_choose_silence_unless_they_say_that_all_accepted(live: Scene) -> None:
    desk = Client()
    desk.force_login(StaffMember.objects.get(id=live.facilitator.id))
    path = f"/staff/{live.dialogue_id}/agenda/"
    desk.post(f"{path}add/", {"title": "A hotline", "sphere": "security"})
    assert view(live).silence_until is not None
    desk.post(f"{path}{view(live).id}/", {"deed": "word", "title": "A border hotline", "accepted": "on"})
    assert (view(live).title, view(live).state) == ("A border hotline", "worded")
