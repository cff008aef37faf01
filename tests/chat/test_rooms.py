"""Rooms beside the plenary: a side's caucus is its own, a private line is one mask's, and nobody else finds either."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.access import Staff
from accounts.models import Role, StaffMember
from dialogues.admission import tickets
from dialogues.admission.access import Seat
from dialogues.admission.operations.entering import enter
from dialogues.chat.asking import invite_facilitators
from dialogues.chat.operations import Draft, hide_message, post_messages
from dialogues.chat.refusals import AskedOut, NotYours, RoomIsCooling, RoomNotLive
from dialogues.chat.rooms import NoSuchRoom, may_enter, open_private_line, room_for, rooms_for
from dialogues.events.models import Event, Room
from dialogues.events.queries import entries_after
from dialogues.room.guests import Guest, Knock, NoEntry, let_in_all
from dialogues.room.meeting import operations as meeting
from dialogues.room.watch import look_at_all
from facilitation.digests.sources import plenary_talk
from tests.cast import Scene, draft_dialogue, person
from tests.cast import key as key_of

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "We could live with April"


def caucus(scene: Scene, number: int = 0) -> Room:
    """The caucus of one side."""
    return Room.objects.get(session=scene.session, kind="caucus", side=scene.sides[number].id)


def seat_of(scene: Scene, number: int, place: int = 0) -> Seat:
    """A seat of one side."""
    return scene.seats[scene.sides[number].id][place]


def say(room: Room, seat: Seat, words: str = WORDS) -> int:
    """Say something in a room."""
    return post_messages(room_id=room.id, drafts=[Draft(seat.id, uuid4(), words, seat.id)])[0]


def phone(scene: Scene, seat: Seat) -> Client:
    """A participant's browser."""
    client = Client(headers={"origin": "http://localhost:8000"})
    client.cookies["seat"] = enter(seat_secret=scene.secrets[seat.id])
    return client


def desk(scene: Scene) -> Client:
    """The facilitator's browser."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=scene.facilitator.id))
    return client


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a participant's forms."""
    return {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("token", "page", "text_version")}


def test_each_finds_the_rooms_that_are_theirs_and_no_others(live: Scene) -> None:
    own, other = caucus(live), caucus(live, 1)
    line = open_private_line(seat=seat_of(live, 0))
    openers = {
        "the side": (seat_of(live, 0, 1), {live.plenary.id, own.id}),
        "whoever has a private line": (seat_of(live, 0), {live.plenary.id, own.id, line.id}),
        "the other side": (seat_of(live, 1), {live.plenary.id, other.id}),
    }
    for name, (key, rooms) in openers.items():
        assert {room.id for room in rooms_for(key, live.session)} == rooms, name
    staff = {room.kind for room in rooms_for(live.facilitator, live.session)}
    assert staff == {"plenary", "facilitators", "private_line"}


def test_may_enter_is_a_table_that_someone_can_read(live: Scene) -> None:
    here, there = seat_of(live, 0), seat_of(live, 1)
    stranger = draft_dialogue().facilitator
    line = open_private_line(seat=here)
    invited = caucus(live, 1)
    invited.facilitators_invited = True
    facilitators = Room.objects.get(session=live.session, kind="facilitators")
    table: list[tuple[Room, Seat | Staff, bool]] = [
        (live.plenary, here, True), (live.plenary, there, True), (live.plenary, live.facilitator, True),
        (caucus(live), here, True), (caucus(live), there, False), (caucus(live), live.facilitator, False),
        (invited, there, True), (invited, here, False), (invited, live.facilitator, True),
        (line, here, True), (line, seat_of(live, 0, 1), False), (line, there, False), (line, live.facilitator, True),
        (facilitators, here, False), (facilitators, live.facilitator, True),
        (live.plenary, stranger, False), (facilitators, stranger, False), (invited, stranger, False),
    ]  # fmt: skip
    assert [may_enter(room, key) for room, key, _ in table] == [expected for _, _, expected in table]


def test_a_room_that_is_not_yours_looks_like_none(live: Scene) -> None:
    own, other = caucus(live), phone(live, seat_of(live, 1))
    say(own, seat_of(live, 0))
    missing = other.get(f"/room/in/{uuid4()}/")
    forbidden = other.get(f"/room/in/{own.id}/")
    assert (missing.status_code, forbidden.status_code) == (404, 404)
    assert WORDS not in other.get("/room/").content.decode()
    assert desk(live).get(f"/staff/{live.dialogue_id}/room/in/{own.id}/").status_code == 404
    assert WORDS in phone(live, seat_of(live, 0, 1)).get(f"/room/in/{own.id}/").content.decode()


def test_a_caucus_counts_for_itself_and_feeds_no_digest(live: Scene) -> None:
    own = caucus(live)
    assert [say(own, seat_of(live, 0)), say(own, seat_of(live, 0, 1))] == [1, 2]
    live.plenary.refresh_from_db()
    assert [said.text for said in plenary_talk(live.dialogue_id)] == []
    assert not any(WORDS in str(entry.body) for entry in entries_after(live.plenary.id, 0))


def test_facilitators_read_a_caucus_while_they_are_asked_in(live: Scene) -> None:
    own, browser = caucus(live), desk(live)
    say(own, seat_of(live, 0))
    address = f"/staff/{live.dialogue_id}/room/in/{own.id}/"
    invite_facilitators(seat=seat_of(live, 0), invited=True)
    assert WORDS in browser.get(address).content.decode()
    browser.post(address, {"text": "May I ask something?"})
    invite_facilitators(seat=seat_of(live, 0, 2), invited=False)
    assert browser.get(address).status_code == 404
    kinds = [entry.kind for entry in entries_after(own.id, 0)]
    assert kinds == ["message.posted", "caucus.asked_in", "message.posted", "caucus.asked_out"]
    with pytest.raises(AskedOut):
        post_messages(room_id=own.id, drafts=[Draft(live.facilitator.id, uuid4(), "too late", None)])


def test_a_facilitator_cannot_hide_what_they_may_not_read(live: Scene) -> None:
    say(caucus(live), seat_of(live, 0))
    event = Event.objects.get(kind="message.posted")
    with pytest.raises(NotYours):
        hide_message(staff=live.facilitator, event_id=event.id, reason="because")


def test_the_side_asks_facilitators_in_on_the_page_and_the_other_side_cannot(live: Scene) -> None:
    own = caucus(live)
    client = phone(live, seat_of(live, 0))
    page = client.get(f"/room/in/{own.id}/").content.decode()
    assert "Only your side reads this." in page
    client.post(f"/room/in/{own.id}/facilitators/", {**fields(page), "in": "yes"})
    own.refresh_from_db()
    assert own.facilitators_invited
    other = phone(live, seat_of(live, 1))
    token = fields(other.get("/room/").content.decode())
    assert other.post(f"/room/in/{own.id}/facilitators/", {**token, "out": "yes"}).status_code == 404
    own.refresh_from_db()
    assert own.facilitators_invited


def test_a_private_line_is_opened_by_its_mask_and_read_by_the_facilitators(live: Scene) -> None:
    seat = seat_of(live, 0)
    client = phone(live, seat)
    token = fields(client.get("/room/").content.decode())
    address = client.post("/room/private-line/", token)["Location"]
    assert client.post("/room/private-line/", token)["Location"] == address
    page = client.get(address).content.decode()
    client.post(address, {**fields(page), "text": "Somebody is shouting at us."})
    staff = desk(live).get(f"/staff/{live.dialogue_id}/room/").content.decode()
    assert f"Private line of {seat.mask}" in staff
    room = Room.objects.get(kind="private_line")
    inside = desk(live).get(f"/staff/{live.dialogue_id}/room/in/{room.id}/").content.decode()
    assert "Somebody is shouting at us." in inside
    assert phone(live, seat_of(live, 0, 1)).get(address).status_code == 404


def test_a_pause_freezes_the_plenary_alone(live: Scene) -> None:
    assert live.session is not None
    meeting.start_cooling(staff=live.facilitator, session_id=live.session.id, reason="Let us breathe")
    with pytest.raises(RoomIsCooling):
        say(live.plenary, seat_of(live, 0))
    assert say(caucus(live), seat_of(live, 0)) == 1
    meeting.end_cooling(staff=live.facilitator, session_id=live.session.id)
    meeting.start_closing(staff=live.facilitator, session_id=live.session.id)
    meeting.close_session(staff=live.facilitator, session_id=live.session.id)
    with pytest.raises(RoomNotLive):
        say(caucus(live), seat_of(live, 0))
    with pytest.raises(NoSuchRoom):
        open_private_line(seat=seat_of(live, 0))


def knock(scene: Scene, room: Room, key: Seat | None) -> Guest | Exception:
    """Come to a room's line as a seat, or as the facilitator."""
    if key is None:
        holder = {"staff": str(scene.facilitator.id), "dialogue": str(scene.dialogue_id)}
        return let_in_all([Knock(tickets.issue(holder), room.id, "", "a line")])[0]
    cookie = enter(seat_secret=scene.secrets[key.id])
    return let_in_all([Knock(tickets.issue({"seat": str(key.id)}), room.id, cookie, "a line")])[0]


def test_a_line_to_a_room_opens_for_those_it_belongs_to(live: Scene) -> None:
    own = caucus(live)
    assert isinstance(knock(live, own, seat_of(live, 0)), Guest)
    assert isinstance(knock(live, own, seat_of(live, 1)), NoEntry)
    assert isinstance(knock(live, own, None), NoEntry)
    invite_facilitators(seat=seat_of(live, 0), invited=True)
    guest = knock(live, own, None)
    assert isinstance(guest, Guest)
    assert look_at_all([guest]) == {}
    invite_facilitators(seat=seat_of(live, 0), invited=False)
    assert look_at_all([guest]) == {guest: 4403}


def test_looking_at_many_facilitators_costs_what_looking_at_one_does(live: Scene) -> None:
    first = Guest(live.plenary.id, "one", live.facilitators[0])
    second = Guest(live.plenary.id, "two", live.facilitators[1])
    away = Guest(live.plenary.id, "three", key_of(person("Nobody Here"), live.dialogue_id, Role.FACILITATOR))
    with CaptureQueriesContext(connection) as alone:
        assert look_at_all([first]) == {}
    with CaptureQueriesContext(connection) as together:
        assert look_at_all([first, second, away]) == {away: 4401}
    assert len(together) == len(alone)


def test_the_list_of_rooms_costs_the_same_with_more_private_lines(
    live: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    open_private_line(seat=seat_of(live, 0))
    rooms_for(live.facilitator, live.session)
    with django_assert_num_queries(3):
        rooms_for(live.facilitator, live.session)
    for place in range(1, 5):
        open_private_line(seat=seat_of(live, 0, place))
    with django_assert_num_queries(3):
        assert len(rooms_for(live.facilitator, live.session)) == 7


def test_a_room_of_an_earlier_session_is_closed_to_everybody(live: Scene) -> None:
    own = caucus(live)
    assert live.session is not None
    meeting.start_closing(staff=live.facilitator, session_id=live.session.id)
    meeting.close_session(staff=live.facilitator, session_id=live.session.id)
    meeting.plan_session(staff=live.facilitator, planned_at=None)
    with pytest.raises(NoSuchRoom):
        room_for(seat_of(live, 0), own.id)
