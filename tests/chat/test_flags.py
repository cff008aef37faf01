"""Pointing a message out: the facilitators see the message and the reason, and nothing anywhere says who it was."""

import pytest
import redis
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.audit.models import AuditEntry
from accounts.models import StaffMember
from dialogues.admission.operations.moderating import mute_seat
from dialogues.chat.asking import invite_facilitators
from dialogues.chat.flags import answer_flags, flag_message, flagged_for
from dialogues.chat.models import Flag
from dialogues.chat.operations import hide_message, withdraw_message
from dialogues.chat.refusals import TalkRefused
from dialogues.chat.rooms import NoSuchRoom
from dialogues.events import doorbell
from dialogues.events.models import Event, Room
from tests.cast import Scene, draft_dialogue
from tests.chat.test_conduct import form_of, phone, say, seat_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def message(live: Scene) -> Event:
    """What somebody of the first side said."""
    say(live.plenary, seat_of(live, 0), "You were born on the **bridge**, were you not?")
    return Event.objects.get(kind="message.posted")


def desk(scene: Scene) -> Client:
    """A facilitator's browser."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=scene.facilitator.id))
    return client


def test_a_flag_shows_the_message_and_the_reason_once_however_many_raise_it(live: Scene, message: Event) -> None:
    for place in range(3):
        flag_message(seat=seat_of(live, 1, place), event_id=message.id, kind="identifying")
    flag_message(seat=seat_of(live, 0, 2), event_id=message.id, kind="abuse")
    (found,) = flagged_for(live.facilitator)
    assert (found.number, found.mask) == (message.seq, seat_of(live, 0).mask)
    assert found.reasons == ["It attacks a person.", "It could tell who somebody is."]
    assert Flag.objects.count() == 2


def test_no_row_event_or_record_tells_who_flagged_or_when(live: Scene, message: Event) -> None:
    flagger = seat_of(live, 1, 3)
    before = Event.objects.count()
    flag_message(seat=flagger, event_id=message.id, kind="threat")
    answer_flags(staff=live.facilitator, event_id=message.id, acted=False)
    assert Event.objects.count() == before
    assert {field.attname for field in Flag._meta.concrete_fields} == {"id", "dialogue_id", "event", "kind"}
    assert AuditEntry.objects.get(action="flag.set_aside").subject == "message:flagged"
    names = str(doorbell.connection().keys("*flag*"))
    assert "flag" in names
    assert flagger.id.hex not in names
    assert str(flagger.id) not in names


def test_a_flag_writes_to_its_own_table_alone(live: Scene, message: Event) -> None:
    def state() -> dict[str, list[object]]:
        rows: dict[str, list[object]] = {}
        for model in apps.get_app_config("dialogues").get_models():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT xmin::text, xmax::text, ctid::text FROM {model._meta.db_table}")
                rows[model.__name__] = sorted(cursor.fetchall())
        return rows

    before = state()
    flag_message(seat=seat_of(live, 1), event_id=message.id, kind="abuse")
    changed = {name for name, rows in state().items() if rows != before[name]}
    assert changed == {"Flag"}


def test_five_a_day_and_not_while_nobody_counts(live: Scene, message: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("abuse", "threat", "abuse", "threat", "identifying"):
        flag_message(seat=seat_of(live, 1), event_id=message.id, kind=kind)
    with pytest.raises(TalkRefused, match="as much as one mask may in a day"):
        flag_message(seat=seat_of(live, 1), event_id=message.id, kind="abuse")
    flag_message(seat=seat_of(live, 1, 1), event_id=message.id, kind="abuse")

    def away() -> None:
        raise redis.exceptions.ConnectionError

    monkeypatch.setattr("dialogues.events.daily.connection", away)
    with pytest.raises(TalkRefused, match="Try again in a moment"):
        flag_message(seat=seat_of(live, 1, 2), event_id=message.id, kind="abuse")


def test_what_is_refused_is_not_counted(live: Scene, message: Event, settings: Settings) -> None:
    settings.SEAT_FLAGS_A_DAY = 1
    with pytest.raises(TalkRefused, match="Choose why"):
        flag_message(seat=seat_of(live, 1), event_id=message.id, kind="because")
    with pytest.raises(TalkRefused, match="your own"):
        flag_message(seat=seat_of(live, 0), event_id=message.id, kind="abuse")
    mute_seat(staff=live.facilitator, seat_id=seat_of(live, 1).id, hours=1)
    flag_message(
        seat=seat_of(live, 1), event_id=message.id, kind="abuse"
    )  # whoever listens may still point something out


def test_a_message_of_another_room_or_dialogue_or_none_is_not_there(live: Scene, message: Event) -> None:
    caucus = Room.objects.get(session=live.session, kind="caucus", side=live.sides[0].id)
    say(caucus, seat_of(live, 0), "Among us")
    aside = Event.objects.get(room=caucus, kind="message.posted")
    for seat, event in ((seat_of(live, 1), aside.id), (seat_of(live, 0), live.plenary.id)):
        with pytest.raises(NoSuchRoom):
            flag_message(seat=seat, event_id=event, kind="abuse")
    with pytest.raises(TalkRefused, match="Facilitators do not read this caucus"):
        flag_message(seat=seat_of(live, 0, 1), event_id=aside.id, kind="abuse")
    invite_facilitators(seat=seat_of(live, 0), invited=True)
    flag_message(seat=seat_of(live, 0, 1), event_id=aside.id, kind="abuse")
    assert [flag.text for flag in flagged_for(live.facilitator)] == ["Among us"]
    invite_facilitators(seat=seat_of(live, 0), invited=False)
    assert flagged_for(live.facilitator) == []
    assert flagged_for(draft_dialogue().facilitator) == []


def test_a_message_that_is_hidden_or_withdrawn_waits_no_more(live: Scene, message: Event) -> None:
    flag_message(seat=seat_of(live, 1), event_id=message.id, kind="abuse")
    hide_message(staff=live.facilitator, event_id=message.id, reason="It told who somebody is.")
    assert not Flag.objects.exists()
    with pytest.raises(NoSuchRoom):
        flag_message(seat=seat_of(live, 1), event_id=message.id, kind="abuse")
    say(live.plenary, seat_of(live, 0, 1), "Once more")
    other = Event.objects.get(kind="message.posted", state="posted")
    flag_message(seat=seat_of(live, 1), event_id=other.id, kind="abuse")
    withdraw_message(seat=seat_of(live, 0, 1), event_id=other.id)
    assert not Flag.objects.exists()


def test_flagging_and_answering_on_the_pages(live: Scene, message: Event) -> None:
    client, address = phone(live, seat_of(live, 1)), f"/room/messages/{message.id}/flag/"
    assert address in client.get("/room/").content.decode()
    assert address not in phone(live, seat_of(live, 0)).get("/room/").content.decode()
    fields = form_of(client.get(address).content.decode())
    refused = client.post(address, fields)
    assert (refused.status_code, "Choose why" in refused.content.decode()) == (409, True)
    assert "The facilitators are told" in client.post(address, {**fields, "kind": "identifying"}).content.decode()
    staff, room = desk(live), f"/staff/{live.dialogue_id}/room/"
    page = staff.get(room).content.decode()
    assert "It could tell who somebody is." in page
    assert "<strong>bridge</strong>" in page
    assert "Flagged messages: 1" in staff.get(f"/staff/{live.dialogue_id}/desk/").content.decode()
    answer = f"{room}messages/{message.id}/flag/"
    assert "It could tell who somebody is." in staff.get(f"{room}messages/{message.id}/").content.decode()
    assert "The flag is gone" in staff.post(answer, {"acted": "yes"}, follow=True).content.decode()
    assert "Nothing waits at this message" in staff.post(answer, {"aside": "yes"}, follow=True).content.decode()


def test_reading_the_queue_takes_the_same_queries_for_one_and_for_many(live: Scene, message: Event) -> None:
    flag_message(seat=seat_of(live, 1), event_id=message.id, kind="abuse")
    with CaptureQueriesContext(connection) as one:
        flagged_for(live.facilitator)
    for place in range(5):
        say(live.plenary, seat_of(live, 0, place), f"Words {place}")
    for place, event in enumerate(Event.objects.filter(kind="message.posted").exclude(id=message.id)):
        flag_message(seat=seat_of(live, 1, place % 5), event_id=event.id, kind="threat")
    with CaptureQueriesContext(connection) as many:
        assert len(flagged_for(live.facilitator)) == 6
    assert len(many) == len(one)
