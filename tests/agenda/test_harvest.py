"""Early harvest: every side lets an item take effect before the rest, or one objection keeps it with the rest."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts.models import StaffMember
from dialogues.admission.operations.entering import enter
from dialogues.agenda import operations
from dialogues.agenda.harvest import advance_harvests, object_to_harvest, put_harvest
from dialogues.agenda.models import AgendaItem
from dialogues.agenda.refusals import ItemRefused
from dialogues.dialogue.clock import now
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def closed(live: Scene) -> AgendaItem:
    """An item that is closed for now."""
    item = operations.add_item(staff=live.facilitator, title="A hotline", sphere="security")
    AgendaItem.objects.filter(id=item.id).update(state="provisionally_agreed")
    return item


def silence_passes() -> int:
    """Nobody objects in time."""
    AgendaItem.objects.filter(harvest_until__isnull=False).update(harvest_until=now() - timedelta(seconds=1))
    return advance_harvests()


def state(item: AgendaItem) -> str:
    """Where it stands."""
    item.refresh_from_db()
    return item.state


def test_it_takes_effect_when_the_silence_was_kept_and_not_before(live: Scene, closed: AgendaItem) -> None:
    put_harvest(staff=live.facilitator, item_id=closed.id)
    assert advance_harvests() == 0
    assert silence_passes() == 1
    assert state(closed) == "early_harvest"


def test_one_objection_keeps_it_with_the_rest_and_leaves_no_trace(live: Scene, closed: AgendaItem) -> None:
    put_harvest(staff=live.facilitator, item_id=closed.id)
    seat = live.all_seats()[8]
    object_to_harvest(seat=seat, item_id=closed.id)
    assert silence_passes() == 0
    assert state(closed) == "provisionally_agreed"
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(i)::text FROM dialogues_agendaitem i")
        rows = str(cursor.fetchall())
    assert str(seat.id) not in rows
    assert str(seat.side_id) not in rows
    with pytest.raises(ItemRefused, match="not before the sides"):
        object_to_harvest(seat=seat, item_id=closed.id)


def test_only_an_item_closed_for_now_is_put_and_a_reopened_one_is_not_harvested(
    live: Scene, closed: AgendaItem
) -> None:
    put_harvest(staff=live.facilitator, item_id=closed.id)
    operations.reopen_item(staff=live.facilitator, item_id=closed.id)
    assert silence_passes() == 0
    assert state(closed) == "discussing"
    with pytest.raises(ItemRefused, match="closed for now"):
        put_harvest(staff=live.facilitator, item_id=closed.id)


def test_board_and_agenda_carry_it(live: Scene, closed: AgendaItem) -> None:
    desk = Client()
    desk.force_login(StaffMember.objects.get(id=live.facilitator.id))
    path = f"/staff/{live.dialogue_id}/agenda/"
    desk.post(f"{path}{closed.id}/do/", {"deed": "harvest"})
    assert "Early harvest is before the sides" in desk.get(path).content.decode()
    client = Client(headers={"origin": "http://localhost:8000"})
    client.cookies["seat"] = enter(seat_secret=live.secrets[live.all_seats()[0].id])
    page = client.get("/room/agenda/").content.decode()
    assert "May it take effect before the rest?" in page
    fields = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("token", "page")}
    assert client.post(f"/room/agenda/{closed.id}/keep/", fields).status_code == 302
    assert client.post(f"/room/agenda/{closed.id}/keep/", fields).status_code == 422
