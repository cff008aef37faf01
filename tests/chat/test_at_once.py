"""What two do at the same moment, and what comes twice: the order of the room decides, and nobody speaks with words they have not read."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.models import StaffMember
from dialogues.admission.access import NotSeated
from dialogues.admission.operations.moderating import suspend_seat
from dialogues.chat.asking import invite_facilitators
from dialogues.chat.drafts import Draft, Held, Kept, Outcome
from dialogues.chat.holding import accept_rephrase, held_of, offer_rephrase, publish_held
from dialogues.chat.limits import count_messages
from dialogues.chat.models import HeldMessage
from dialogues.chat.operations import withdraw_message
from dialogues.chat.posting import post_batch
from dialogues.chat.refusals import NotYourTurn, RoomIsCooling, RoomNotLive, Slowly, TalkRefused
from dialogues.chat.rounds import end_round, next_turn, set_conduct, start_round
from dialogues.dialogue.models import Dialogue, Session
from dialogues.events.models import Event, Room
from dialogues.events.queries import entries_after
from dialogues.room.meeting import operations as meeting
from dialogues.room.meeting.operations import MeetingRefused
from tests.cast import Scene
from tests.chat.test_conduct import phone, say, seat_of

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def meanwhile(deed: Callable[[], object]) -> Iterator[None]:
    """Let a deed begin in another transaction while this one holds its locks; it has ended when the block has."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            deed()
        except BaseException as error:  # noqa: BLE001  shown below
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        yield
        thread.start()
        thread.join(0.4)  # it waits for us, or is done
    thread.join(10)
    assert failed == []


def holding(scene: Scene, room: Room, *, hold: bool = True) -> None:
    """Let a room hold first, or no more."""
    set_conduct(staff=scene.facilitator, room_id=room.id, hold_first=hold, slow_seconds=0)


def caucus(scene: Scene) -> Room:
    """The first side's caucus."""
    return Room.objects.get(session=scene.session, kind="caucus", side=scene.sides[0].id)


def words_in(room: Room) -> list[object]:
    """What was said in a room."""
    return [entry.body["text"] for entry in entries_after(room.id, 0) if entry.kind == "message.posted"]


def session_of(scene: Scene) -> Session:
    """The session."""
    assert scene.session is not None
    return scene.session


def test_a_message_that_waited_for_a_pause_to_be_written_is_not_said_in_it(live: Scene) -> None:
    outcomes: list[Outcome] = []
    room, seat = live.plenary, seat_of(live, 0)
    with meanwhile(lambda: outcomes.append(say(room, seat))):
        meeting.start_cooling(staff=live.facilitator, session_id=session_of(live).id, reason="A rest.")
    assert isinstance(outcomes[0], RoomIsCooling)
    assert words_in(room) == []


def test_what_is_held_while_the_session_closes_goes_with_it(live: Scene) -> None:
    invite_facilitators(seat=seat_of(live, 0), invited=True)
    room = caucus(live)
    holding(live, room)
    meeting.start_closing(staff=live.facilitator, session_id=session_of(live).id)
    close = lambda: meeting.close_session(staff=live.facilitator, session_id=session_of(live).id)  # noqa: E731
    with meanwhile(close):
        assert say(room, seat_of(live, 0)) == Held()
    assert HeldMessage.objects.count() == 0
    assert isinstance(say(room, seat_of(live, 0)), RoomNotLive)


def test_words_that_the_author_has_not_read_are_never_the_authors(live: Scene) -> None:
    holding(live, live.plenary)
    seat = seat_of(live, 0)
    say(live.plenary, seat, "You lie.")
    row = HeldMessage.objects.get()
    offer_rephrase(staff=live.facilitator, held_id=row.id, text="I doubt that.")
    (read,) = held_of(seat, live.plenary.id)
    offer_rephrase(staff=live.facilitator, held_id=row.id, text="I agree to everything.")
    with pytest.raises(TalkRefused, match="other words meanwhile"):
        accept_rephrase(seat=seat, held_id=row.id, seen=read.seen)
    assert words_in(live.plenary) == []
    (again,) = held_of(seat, live.plenary.id)
    accept_rephrase(seat=seat, held_id=row.id, seen=again.seen)
    assert words_in(live.plenary) == ["I agree to everything."]


def test_nothing_held_is_said_in_the_plenary_while_it_pauses(live: Scene) -> None:
    holding(live, live.plenary)
    seat = seat_of(live, 0)
    say(live.plenary, seat)
    row = HeldMessage.objects.get()
    offer_rephrase(staff=live.facilitator, held_id=row.id, text="Other words")
    (own,) = held_of(seat, live.plenary.id)
    meeting.start_cooling(staff=live.facilitator, session_id=session_of(live).id, reason="A rest.")
    with pytest.raises(TalkRefused, match="cooling off"):
        publish_held(staff=live.facilitator, held_id=row.id)
    with pytest.raises(TalkRefused, match="cooling off"):
        accept_rephrase(seat=seat, held_id=row.id, seen=own.seen)
    meeting.end_cooling(staff=live.facilitator, session_id=session_of(live).id)
    publish_held(staff=live.facilitator, held_id=row.id)
    assert words_in(live.plenary) == ["Words"]


def test_taking_other_words_waits_for_ones_turn_in_a_round(live: Scene) -> None:
    holding(live, live.plenary)
    seat = seat_of(live, 1)
    say(live.plenary, seat)
    row = HeldMessage.objects.get()
    offer_rephrase(staff=live.facilitator, held_id=row.id, text="Other words")
    (own,) = held_of(seat, live.plenary.id)
    start_round(staff=live.facilitator, room_id=live.plenary.id, turns=1)
    with pytest.raises(NotYourTurn):
        accept_rephrase(seat=seat, held_id=row.id, seen=own.seen)
    next_turn(staff=live.facilitator, room_id=live.plenary.id, left=1)
    accept_rephrase(seat=seat, held_id=row.id, seen=own.seen)
    assert words_in(live.plenary) == ["Other words"]


def test_a_held_message_sent_again_waits_still_whatever_was_set_meanwhile(live: Scene) -> None:
    holding(live, live.plenary)
    seat = seat_of(live, 1)
    draft = Draft(seat.id, uuid4(), "Words", seat.id)

    def again() -> list[Outcome]:
        return post_batch(room_id=live.plenary.id, drafts=[draft])

    assert again() == [Held()]
    start_round(staff=live.facilitator, room_id=live.plenary.id, turns=1)
    assert again() == [Held()]
    end_round(staff=live.facilitator, room_id=live.plenary.id)
    holding(live, live.plenary, hold=False)
    assert again() == [Held()]
    number = publish_held(staff=live.facilitator, held_id=HeldMessage.objects.get().id)
    assert again() == [Kept(number)]
    assert words_in(live.plenary) == ["Words"]


def test_a_caucus_that_asks_the_facilitators_out_is_held_no_more(live: Scene) -> None:
    invite_facilitators(seat=seat_of(live, 0), invited=True)
    room = caucus(live)
    set_conduct(staff=live.facilitator, room_id=room.id, hold_first=True, slow_seconds=60)
    assert say(room, seat_of(live, 0), "What waited") == Held()
    invite_facilitators(seat=seat_of(live, 0), invited=False)
    assert words_in(room) == ["What waited"]
    assert HeldMessage.objects.count() == 0
    assert isinstance(say(room, seat_of(live, 0), "First"), Kept)
    assert isinstance(say(room, seat_of(live, 0), "Second"), Kept)


def test_what_a_caucus_holds_before_the_talk_begins_can_be_published(live: Scene) -> None:
    invite_facilitators(seat=seat_of(live, 0), invited=True)
    holding(live, caucus(live))
    Session.objects.filter(id=session_of(live).id).update(state="open_for_rules")
    assert say(caucus(live), seat_of(live, 0), "Early") == Held()
    publish_held(staff=live.facilitator, held_id=HeldMessage.objects.get().id)
    assert words_in(caucus(live)) == ["Early"]


def test_two_facilitators_who_give_the_floor_on_at_once_take_no_sides_turn(live: Scene) -> None:
    room = live.plenary.id
    start_round(staff=live.facilitator, room_id=room, turns=2)
    next_turn(staff=live.facilitators[0], room_id=room, left=3)
    with pytest.raises(TalkRefused, match="has moved on"):
        next_turn(staff=live.facilitators[1], room_id=room, left=3)
    assert Room.objects.get(id=room).turn == live.sides[1].id


def test_a_round_is_neither_begun_twice_nor_ended_when_there_is_none(live: Scene) -> None:
    room, staff = live.plenary.id, live.facilitator
    with pytest.raises(TalkRefused, match="No round"):
        next_turn(staff=staff, room_id=room, left=0)
    start_round(staff=staff, room_id=room, turns=1)
    with pytest.raises(TalkRefused, match="round is running"):
        start_round(staff=staff, room_id=room, turns=1)
    assert [entry.kind for entry in entries_after(room, 2)] == ["round.turn"]


def test_no_turn_passes_while_the_room_pauses(live: Scene) -> None:
    room, staff = live.plenary.id, live.facilitator
    start_round(staff=staff, room_id=room, turns=1)
    meeting.start_cooling(staff=staff, session_id=session_of(live).id, reason="A rest.")
    with pytest.raises(TalkRefused, match="while the session is live"):
        next_turn(staff=staff, room_id=room, left=1)
    meeting.end_cooling(staff=staff, session_id=session_of(live).id)
    assert Room.objects.get(id=room).turn == live.sides[0].id
    meeting.start_closing(staff=staff, session_id=session_of(live).id)
    end_round(staff=staff, room_id=room)
    with pytest.raises(TalkRefused, match="while the session is live"):
        start_round(staff=staff, room_id=room, turns=1)


def test_only_a_pause_is_ended_never_the_reading_of_the_rules(live: Scene) -> None:
    Session.objects.filter(id=session_of(live).id).update(state="open_for_rules")
    with pytest.raises(MeetingRefused, match="no pause"):
        meeting.end_cooling(staff=live.facilitator, session_id=session_of(live).id)
    assert Session.objects.get(id=session_of(live).id).state == "open_for_rules"


def test_in_slow_mode_the_same_message_again_is_the_same_message(live: Scene) -> None:
    set_conduct(staff=live.facilitator, room_id=live.plenary.id, hold_first=False, slow_seconds=60)
    seat = seat_of(live, 0)
    draft = Draft(seat.id, uuid4(), "Words", seat.id)
    with transaction.atomic():
        post_batch(room_id=live.plenary.id, drafts=[draft])
        transaction.set_rollback(True)  # the database went away before it was durable
    (outcome,) = post_batch(room_id=live.plenary.id, drafts=[draft])
    assert isinstance(outcome, Kept)
    assert isinstance(say(live.plenary, seat), Slowly)


def test_where_only_hours_are_kept_a_message_can_still_be_withdrawn(live: Scene) -> None:
    Dialogue.objects.filter(id=live.dialogue_id).update(high_risk=True)
    seat = seat_of(live, 0)
    say(live.plenary, seat)
    event = Event.objects.get(kind="message.posted")
    Event.objects.filter(id=event.id).update(minute=event.minute.replace(minute=0))
    page = phone(live, seat).get("/room/").content.decode()
    assert f"/room/messages/{event.id}/withdraw/" in page
    withdraw_message(seat=seat, event_id=event.id)


def test_whoever_was_sent_out_takes_nothing_back(live: Scene) -> None:
    seat = seat_of(live, 0)
    say(live.plenary, seat)
    suspend_seat(staff=live.facilitator, seat_id=seat.id, hours=1)
    with pytest.raises(NotSeated):
        withdraw_message(seat=seat, event_id=Event.objects.get(kind="message.posted").id)


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "x"])
def test_a_number_that_is_none_breaks_no_page(live: Scene, number: str) -> None:
    client, desk = phone(live, seat_of(live, 0)), Client()
    desk.force_login(StaffMember.objects.get(id=live.facilitator.id))
    for browser, address in ((client, "/room/"), (desk, f"/staff/{live.dialogue_id}/room/")):
        assert browser.get(address, {"re": number, "before": number}).status_code == 200


def test_a_message_that_is_tried_again_is_counted_once(live: Scene) -> None:
    seat = seat_of(live, 0).id
    one = (seat, uuid4())
    assert [count_messages([one]) for _ in range(12)] == [set()] * 12
    others = [(seat, uuid4()) for _ in range(5)]
    assert count_messages(others) == {4}
    assert count_messages([one, others[4]]) == {1}  # what passed, passes; what was too fast is asked again
