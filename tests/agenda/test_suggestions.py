"""Issues that participants suggest: nobody knows whose they are, a facilitator looks first, three a day."""

import pytest
from django.db import connection
from django.test import Client

from accounts.models import StaffMember
from dialogues.admission.access import Muted
from dialogues.admission.operations.entering import enter
from dialogues.admission.operations.moderating import mute_seat
from dialogues.agenda import operations, queries
from dialogues.agenda.models import AgendaItem
from dialogues.agenda.refusals import ItemRefused
from dialogues.agenda.suggesting import A_DAY, set_suggestion_aside, suggest_item
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)
ORIGIN = "http://localhost:8000"


def staff_browser(scene: Scene) -> Client:
    """The facilitator's browser."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=scene.facilitator.id))
    return client


def seat_browser(scene: Scene) -> Client:
    """A participant's browser."""
    client = Client(headers={"origin": ORIGIN})
    client.cookies["seat"] = enter(seat_secret=scene.secrets[scene.all_seats()[0].id])
    return client


def test_a_suggestion_waits_in_the_queue_and_stands_on_no_agenda(live: Scene) -> None:
    suggest_item(seat=live.all_seats()[0], title="Fishing rights at the weir", sphere="economic")
    assert [view.title for view in queries.suggestions(live.dialogue_id)] == ["Fishing rights at the weir"]
    assert queries.board(live.dialogue_id) == []
    assert queries.open_items(live.dialogue_id) == []
    operations.add_item(staff=live.facilitator, title="A hotline", sphere="security")
    assert [view.title for view in queries.board(live.dialogue_id)] == ["A hotline"]


def test_worded_by_a_facilitator_it_is_an_issue_like_any_other(live: Scene) -> None:
    suggest_item(seat=live.all_seats()[0], title="They steal our fish", sphere="economic")
    (found,) = queries.suggestions(live.dialogue_id)
    operations.word_item(staff=live.facilitator, item_id=found.id, title="Fishing at the weir")
    assert queries.suggestions(live.dialogue_id) == []
    assert [view.title for view in queries.open_items(live.dialogue_id)] == ["Fishing at the weir"]


def test_set_aside_it_is_gone(live: Scene) -> None:
    suggest_item(seat=live.all_seats()[0], title="Fishing at the weir", sphere="economic")
    (found,) = queries.suggestions(live.dialogue_id)
    set_suggestion_aside(staff=live.facilitator, item_id=found.id)
    assert (queries.suggestions(live.dialogue_id), queries.board(live.dialogue_id)) == ([], [])


def test_the_row_says_nothing_of_seat_or_side(live: Scene) -> None:
    for seat in live.all_seats()[:6:5]:
        suggest_item(seat=seat, title="Fishing at the weir", sphere="economic")
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM dialogues_agendaitem t")
        kept = " ".join(row[0] for row in cursor.fetchall())
    for seat in live.all_seats():
        assert str(seat.id) not in kept
        assert str(seat.side_id) not in kept


def test_a_fourth_one_on_a_day_is_refused_and_another_mask_may_still_suggest(live: Scene) -> None:
    first, second = live.all_seats()[:2]
    for number in range(A_DAY):
        suggest_item(seat=first, title=f"Issue {number}", sphere="economic")
    with pytest.raises(ItemRefused, match="3 issues today"):
        suggest_item(seat=first, title="One more", sphere="economic")
    suggest_item(seat=second, title="Another", sphere="economic")
    assert AgendaItem.objects.count() == A_DAY + 1


@pytest.mark.parametrize(
    ("title", "sphere"), [("", "economic"), ("\u200b", "economic"), ("x" * 161, "economic"), ("Fish", "sport")]
)
def test_what_is_no_issue_is_refused_and_not_counted(live: Scene, title: str, sphere: str) -> None:
    seat = live.all_seats()[0]
    with pytest.raises(ItemRefused):
        suggest_item(seat=seat, title=title, sphere=sphere)
    for number in range(A_DAY):
        suggest_item(seat=seat, title=f"Issue {number}", sphere="economic")


def test_a_muted_mask_cannot_suggest(live: Scene) -> None:
    seat = live.all_seats()[0]
    mute_seat(staff=live.facilitator, seat_id=seat.id, hours=1)
    with pytest.raises(Muted):
        suggest_item(seat=seat, title="Fishing", sphere="economic")


def test_the_pages_lead_from_a_phone_to_the_board(live: Scene) -> None:
    phone, desk = seat_browser(live), staff_browser(live)
    page = phone.get("/room/agenda/suggest/").content.decode()
    assert "Nobody, the facilitators included, sees which mask" in page
    token = page.split('name="token" value="')[1].split('"')[0]
    refused = phone.post("/room/agenda/suggest/", {"token": token, "title": "Fishing", "sphere": ""})
    assert refused.status_code == 422
    assert "Fishing" in refused.content.decode()
    phone.post("/room/agenda/suggest/", {"token": token, "title": "Fishing", "sphere": "economic"})
    board = f"/staff/{live.dialogue_id}/agenda/"
    assert "Suggested by participants" in desk.get(board).content.decode()
    (found,) = queries.suggestions(live.dialogue_id)
    address = f"{board}{found.id}/screen/"
    assert "neutral wording first" in desk.post(address, {"title": ""}, follow=True).content.decode()
    assert "on the agenda" in desk.post(address, {"title": "Fishing at the weir"}, follow=True).content.decode()
    assert desk.post(address, {"aside": "yes"}).status_code == 404
    assert "Fishing at the weir" in phone.get("/room/agenda/").content.decode()
