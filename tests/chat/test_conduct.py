"""How the talk is conducted: turns for every side, slow mode, answers to a message, pauses asked for by two sides, search."""

from collections import Counter
from uuid import uuid4

import pytest
import redis
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import StaffMember
from dialogues.admission.access import Seat
from dialogues.admission.operations.entering import enter
from dialogues.chat.asking import invite_facilitators
from dialogues.chat.drafts import Draft, Kept, Outcome
from dialogues.chat.operations import withdraw_message
from dialogues.chat.posting import post_batch
from dialogues.chat.refusals import NotYourTurn, Slowly, TalkRefused
from dialogues.chat.rooms import NoSuchRoom
from dialogues.chat.rounds import end_round, next_turn, set_conduct, start_round
from dialogues.chat.rules import turn_order
from dialogues.chat.search import search
from dialogues.dialogue.queries import current_session
from dialogues.events import doorbell
from dialogues.events.models import Event, Room
from dialogues.events.queries import entries_after
from dialogues.room.meeting.pausing import PauseRefused, request_pause
from tests.cast import Scene, draft_dialogue

pytestmark = pytest.mark.django_db(transaction=True)
OPENING = 2  # entries of the room that tell how the session opened


def seat_of(scene: Scene, number: int, place: int = 0) -> Seat:
    """A seat of one side."""
    return scene.seats[scene.sides[number].id][place]


def say(room: Room, seat: Seat | None, words: str = "Words", re: int = 0, author: object = None) -> Outcome:
    """Say something; the outcome."""
    who = seat.id if seat else author
    (outcome,) = post_batch(room_id=room.id, drafts=[Draft(who, uuid4(), words, seat.id if seat else None, re)])  # type: ignore[arg-type]
    return outcome


@given(st.integers(2, 6), st.integers(1, 5))
def test_every_side_has_the_same_number_of_turns_and_each_pass_begins_with_another(sides: int, turns: int) -> None:
    names = [str(number) for number in range(sides)]
    order = turn_order(names, turns)
    assert Counter(order) == dict.fromkeys(names, turns)
    passes = [order[start : start + sides] for start in range(0, len(order), sides)]
    assert all(sorted(one) == names for one in passes)
    assert [one[0] for one in passes] == [names[number % sides] for number in range(turns)]


def test_in_a_round_one_side_speaks_after_the_other_and_facilitators_at_any_time(live: Scene) -> None:
    room, staff = live.plenary, live.facilitator
    start_round(staff=staff, room_id=room.id, turns=1)
    assert isinstance(say(room, seat_of(live, 0)), Kept)
    assert isinstance(say(room, seat_of(live, 1)), NotYourTurn)
    assert isinstance(say(room, None, author=staff.id), Kept)
    next_turn(staff=staff, room_id=room.id, left=1)
    assert isinstance(say(room, seat_of(live, 0)), NotYourTurn)
    assert isinstance(say(room, seat_of(live, 1)), Kept)
    next_turn(staff=staff, room_id=room.id, left=0)
    assert isinstance(say(room, seat_of(live, 0)), Kept)
    told = [entry.kind for entry in entries_after(room.id, 0) if entry.kind.startswith("round")]
    assert told == ["round.turn", "round.turn", "round.ended"]


def test_a_round_can_be_ended_early_and_is_for_the_plenary_alone(live: Scene) -> None:
    staff = live.facilitator
    start_round(staff=staff, room_id=live.plenary.id, turns=5)
    end_round(staff=staff, room_id=live.plenary.id)
    assert isinstance(say(live.plenary, seat_of(live, 1)), Kept)
    facilitators = Room.objects.get(session=live.session, kind="facilitators")
    with pytest.raises(TalkRefused, match="every side sits"):
        start_round(staff=staff, room_id=facilitators.id, turns=1)
    with pytest.raises(TalkRefused, match="1 to 5 turns"):
        start_round(staff=staff, room_id=live.plenary.id, turns=9)
    with pytest.raises(NoSuchRoom):
        start_round(staff=draft_dialogue().facilitator, room_id=live.plenary.id, turns=1)


def test_in_slow_mode_a_mask_rests_and_the_others_do_not_wait_for_it(live: Scene) -> None:
    set_conduct(staff=live.facilitator, room_id=live.plenary.id, hold_first=False, slow_seconds=60)
    first, second = seat_of(live, 0), seat_of(live, 1)
    assert isinstance(say(live.plenary, first), Kept)
    assert isinstance(say(live.plenary, first), Slowly)
    assert isinstance(say(live.plenary, second), Kept)
    assert isinstance(say(live.plenary, None, author=live.facilitator.id), Kept)
    with pytest.raises(TalkRefused, match="0, which is off, to 600"):
        set_conduct(staff=live.facilitator, room_id=live.plenary.id, hold_first=False, slow_seconds=601)


def test_a_message_can_answer_another(live: Scene) -> None:
    say(live.plenary, seat_of(live, 0))
    say(live.plenary, seat_of(live, 1), "Indeed", re=3)
    assert [entry.body for entry in entries_after(live.plenary.id, OPENING)] == [
        {"text": "Words"},
        {"text": "Indeed", "re": 3},
    ]
    assert "In answer to 3" in phone(live, seat_of(live, 0)).get("/room/").content.decode()


def phone(scene: Scene, seat: Seat) -> Client:
    """A participant's browser."""
    client = Client(headers={"origin": "http://localhost:8000"})
    client.cookies["seat"] = enter(seat_secret=scene.secrets[seat.id])
    return client


def form_of(page: str) -> dict[str, str]:
    """The hidden fields of a participant's form."""
    return {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("token", "page")}


def test_an_own_message_is_withdrawn_on_the_page_and_nobody_elses(live: Scene) -> None:
    say(live.plenary, seat_of(live, 0))
    event = Event.objects.get(kind="message.posted")
    address = f"/room/messages/{event.id}/withdraw/"
    other = phone(live, seat_of(live, 1))
    assert address not in other.get("/room/").content.decode()
    client = phone(live, seat_of(live, 0))
    page = client.get("/room/").content.decode()
    assert address in page
    fields = form_of(page)
    client.post(address, fields)
    assert "Withdrawn by its author." in client.get("/room/").content.decode()
    with pytest.raises(TalkRefused):
        withdraw_message(seat=seat_of(live, 1), event_id=event.id)


def test_one_side_alone_pauses_nothing_and_nobody_is_shown_that_it_asked(live: Scene) -> None:
    assert request_pause(seat=seat_of(live, 0)) is False
    assert request_pause(seat=seat_of(live, 0, 3)) is False
    session = current_session(live.dialogue_id)
    assert session is not None
    assert session.state == "live"
    assert entries_after(live.plenary.id, OPENING) == []
    names = str(doorbell.connection().keys("anteroom:{pause}:*"))
    assert "pause" in names
    assert str(seat_of(live, 0).side_id) not in names
    assert str(seat_of(live, 0).id) not in names


def test_somebody_of_each_of_two_sides_pauses_the_room_at_once(live: Scene) -> None:
    request_pause(seat=seat_of(live, 0))
    assert request_pause(seat=seat_of(live, 1)) is True
    session = current_session(live.dialogue_id)
    assert session is not None
    assert session.state == "cooling_off"
    (told,) = entries_after(live.plenary.id, OPENING)
    assert told.body["reason"] == "Asked for from two sides."
    assert told.seat is None
    with pytest.raises(PauseRefused, match="nothing to pause"):
        request_pause(seat=seat_of(live, 0))


def test_without_valkey_the_request_is_refused_and_nothing_breaks(live: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object) -> None:
        raise redis.exceptions.ConnectionError

    monkeypatch.setattr("dialogues.room.meeting.pausing.connection", away)
    with pytest.raises(PauseRefused, match="could not be kept"):
        request_pause(seat=seat_of(live, 0))


def test_search_finds_words_in_the_rooms_that_are_ones_own_and_in_no_others(live: Scene) -> None:
    own = Room.objects.get(session=live.session, kind="caucus", side=live.sides[0].id)
    say(live.plenary, seat_of(live, 0), "Water is released in April")
    say(own, seat_of(live, 0), "For us the WATER can wait")
    here, there = (search(seat_of(live, number), "water", live.session) for number in (0, 1))
    assert {found.text for found in here} == {"Water is released in April", "For us the WATER can wait"}
    assert [found.text for found in there] == ["Water is released in April"]
    assert [found.text for found in search(live.facilitator, "water", live.session)] == ["Water is released in April"]
    invite_facilitators(seat=seat_of(live, 0), invited=True)
    assert len(search(live.facilitator, "water", live.session)) == 2
    assert search(draft_dialogue().facilitator, "water", None) == []
    assert search(seat_of(live, 0), "w", live.session) == []


def test_a_hidden_or_withdrawn_message_is_not_found(live: Scene) -> None:
    say(live.plenary, seat_of(live, 0), "Water is released in April")
    withdraw_message(seat=seat_of(live, 0), event_id=Event.objects.get(kind="message.posted").id)
    assert search(seat_of(live, 0), "water", live.session) == []


def test_words_to_look_for_stand_in_no_address(live: Scene) -> None:
    say(live.plenary, seat_of(live, 0), "Water is released in April")
    client, desk = phone(live, seat_of(live, 1)), Client()
    desk.force_login(StaffMember.objects.get(id=live.facilitator.id))
    for browser, address in ((client, "/room/search/"), (desk, f"/staff/{live.dialogue_id}/room/search/")):
        page = browser.get(f"{address}?words=april").content.decode()
        assert 'method="post"' in page
        assert "Water is released" not in page
    assert client.post("/room/search/", {"words": "april"}).status_code == 403  # not from our page


def test_the_pages_of_search_conduct_and_pause(live: Scene) -> None:
    say(live.plenary, seat_of(live, 0), "Water is released in April")
    client = phone(live, seat_of(live, 1))
    look = form_of(client.get("/room/search/").content.decode())
    assert "Water is released in April" in client.post("/room/search/", {**look, "words": "april"}).content.decode()
    assert "Nothing was found" in client.post("/room/search/", {**look, "words": "snow"}).content.decode()
    page = client.get("/room/").content.decode()
    fields = form_of(page)
    assert "kept for ten minutes" in client.post("/room/pause/", fields).content.decode()
    desk = Client()
    desk.force_login(StaffMember.objects.get(id=live.facilitator.id))
    path = f"/staff/{live.dialogue_id}/room/"
    assert "Water is released" in desk.post(f"{path}search/", {"words": "water"}).content.decode()
    desk.post(f"{path}in/{live.plenary.id}/conduct/", {"hold_first": "on", "slow_seconds": "0"})
    assert "Facilitators read messages here before they appear." in client.get("/room/").content.decode()
    desk.post(f"{path}in/{live.plenary.id}/turn/", {"turn": "start", "turns": "1"})
    assert "has the floor in this round" in client.get("/room/").content.decode()
