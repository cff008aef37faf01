"""The talk: every message once, in one order, and refused in words when it cannot be taken."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import connections

from dialogues.admission.access import Muted
from dialogues.admission.operations.moderating import mute_seat, suspend_seat
from dialogues.admission.queries import text_version
from dialogues.chat.operations import (
    Draft,
    draft_of_seat,
    draft_of_staff,
    hide_message,
    post_messages,
    withdraw_message,
)
from dialogues.chat.refusals import (
    NothingSaid,
    NotYours,
    OldPage,
    RoomIsCooling,
    RoomNotLive,
    TalkRefused,
    TooFast,
    TooLong,
)
from dialogues.events.models import Event
from dialogues.events.queries import entries_after
from dialogues.room.meeting import operations as meeting
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)


def draft(scene: Scene, words: str, *, place: int = 0, cmid: UUID | None = None) -> Draft:
    """What a seat wants to say."""
    seat = scene.all_seats()[place]
    version = text_version(scene.dialogue_id)
    return draft_of_seat(seat=seat, cmid=cmid or uuid4(), text=words, text_version=version)


def say(scene: Scene, words: str, *, place: int = 0) -> int:
    """A seat says something."""
    return post_messages(room_id=scene.plenary.id, drafts=[draft(scene, words, place=place)])[0]


def said(scene: Scene) -> list[str]:
    """What readers get, in order."""
    return [
        entry.body["text"]
        for entry in entries_after(scene.plenary.id, 0)
        if entry.kind == "message.posted" and entry.body
    ]


def test_eight_writers_at_once_leave_no_gap_and_no_double(live: Scene) -> None:
    before = live.plenary.last

    def write(writer: int) -> None:
        try:
            for number in range(10):
                words = Draft(live.facilitator.id, uuid4(), f"{writer}.{number}", None)
                post_messages(room_id=live.plenary.id, drafts=[words])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    numbers = list(
        Event.objects.filter(room_id=live.plenary.id, seq__gt=before).order_by("seq").values_list("seq", flat=True)
    )
    assert numbers == list(range(before + 1, before + 81))
    for writer in range(8):
        own = [words for words in said(live) if words.startswith(f"{writer}.")]
        assert own == [f"{writer}.{number}" for number in range(10)]


def test_a_retry_with_the_same_id_gets_the_number_it_had_and_doubles_nothing(live: Scene) -> None:
    one = draft(live, "Once only.")
    first = post_messages(room_id=live.plenary.id, drafts=[one])
    again = post_messages(room_id=live.plenary.id, drafts=[one, one])
    assert again == [first[0], first[0]]
    assert said(live).count("Once only.") == 1


def test_the_database_holds_no_word_of_a_message(live: Scene) -> None:
    say(live, "Zanzibarium")
    bodies = b"".join(bytes(body) for body in Event.objects.values_list("body", flat=True))
    assert b"Zanzibarium" not in bodies


def test_blanks_and_too_many_characters_are_refused_in_words(live: Scene) -> None:
    with pytest.raises(NothingSaid):
        draft(live, " \u200b\n ")
    with pytest.raises(TooLong, match="2,000"):
        draft(live, "a" * 2001, place=1)


def test_a_muted_mask_cannot_speak_and_a_suspended_one_is_out(live: Scene) -> None:
    seat = live.all_seats()[0]
    mute_seat(staff=live.facilitator, seat_id=seat.id, hours=1)
    with pytest.raises(Muted, match="listen"):
        draft(live, "May I?")
    from dialogues.admission.access import Suspended

    other = live.all_seats()[1]
    suspend_seat(staff=live.facilitator, seat_id=other.id, hours=1)
    with pytest.raises(Suspended):
        draft(live, "May I?", place=1)


def test_nothing_is_said_while_the_room_cools_off_or_after_it_closed(live: Scene) -> None:
    assert live.session is not None
    meeting.start_cooling(staff=live.facilitator, session_id=live.session.id, reason="A breath.")
    with pytest.raises(RoomIsCooling, match="kept"):
        say(live, "But I must say")
    meeting.end_cooling(staff=live.facilitator, session_id=live.session.id)
    say(live, "Calmer now.")
    meeting.start_closing(staff=live.facilitator, session_id=live.session.id)
    with pytest.raises(RoomNotLive):
        say(live, "One more thing", place=1)


def test_a_page_older_than_the_promise_is_asked_to_reload(live: Scene) -> None:
    with pytest.raises(OldPage, match="Reload"):
        draft_of_seat(seat=live.all_seats()[0], cmid=uuid4(), text="Hello", text_version="0")


def test_the_sixth_message_within_five_seconds_is_asked_to_wait(live: Scene) -> None:
    for number in range(5):
        draft(live, f"Quick {number}")
    with pytest.raises(TooFast, match="Wait"):
        draft(live, "Quick 6")


def test_a_withdrawn_message_keeps_its_number_and_loses_its_words(live: Scene) -> None:
    number = say(live, "I should not have said this.")
    event = Event.objects.get(room_id=live.plenary.id, seq=number)
    with pytest.raises(NotYours):
        withdraw_message(seat=live.all_seats()[1], event_id=event.id)
    withdraw_message(seat=live.all_seats()[0], event_id=event.id)
    entry = next(entry for entry in entries_after(live.plenary.id, number - 1) if entry.seq == number)
    assert entry.state == "withdrawn"
    assert entry.body == {}
    event.refresh_from_db()
    assert bytes(event.body) == b""


def test_a_hidden_message_is_gone_for_readers_and_everyone_reads_why(live: Scene) -> None:
    number = say(live, "The name of somebody outside.")
    event = Event.objects.get(room_id=live.plenary.id, seq=number)
    with pytest.raises(TalkRefused, match="reason"):
        hide_message(staff=live.facilitator, event_id=event.id, reason=" ")
    hide_message(staff=live.facilitator, event_id=event.id, reason="It names a person outside the room.")
    entries = {entry.seq: entry for entry in entries_after(live.plenary.id, number - 1)}
    assert entries[number].body == {}
    assert entries[number + 1].body == {"n": number, "reason": "It names a person outside the room."}


def test_a_facilitator_speaks_without_a_mask(live: Scene) -> None:
    words = draft_of_staff(staff=live.facilitator, cmid=uuid4(), text="Please speak to clause 3.")
    (number,) = post_messages(room_id=live.plenary.id, drafts=[words])
    entry = entries_after(live.plenary.id, number - 1)[0]
    assert entry.role == "facilitator"
    assert entry.seat is None
