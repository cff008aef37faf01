"""The edge of the room, through the whole application: who is let in, how much, how long, and how soon somebody is out."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError

from accounts.approvals.models import Approval
from accounts.approvals.operations import confirm
from accounts.models import StaffRole
from dialogues.admission import tickets
from dialogues.admission.logins import close_login, open_login
from dialogues.admission.operations.moderating import mute_seat, revoke_seat, suspend_seat
from dialogues.admission.operations.revoking import ask_to_revoke
from dialogues.chat.authors import author_of
from dialogues.chat.drafts import Draft, Said
from dialogues.chat.flags import flag_message
from dialogues.chat.operations import post_messages
from dialogues.chat.posting import say_all
from dialogues.events import doorbell
from dialogues.events.models import Event, Room
from dialogues.room import hub, line, sockets, watch, writer
from dialogues.room.feed import Feed
from dialogues.room.threads import in_thread
from tests.cast import Scene
from tests.room.lines import Browser, browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
async def the_hub_of_this_test() -> AsyncIterator[None]:
    """Each test has a hub of its own, and gives back what it took."""
    doorbell.connection().flushdb()
    doorbell.forget_key()
    yield
    hub.hub().stop()


def elsewhere(scene: Scene, words: str) -> int:
    """Another process stores a message: nothing is handed to the hub of this one."""
    return post_messages(room_id=scene.plenary.id, drafts=[Draft(scene.facilitator.id, uuid4(), words, None)])[0]


async def test_a_message_is_acknowledged_with_its_number_and_everybody_sees_it(live: Scene) -> None:
    one, other = await browser(live, 0), await browser(live, 1)
    answer = await one.answer(await one.post("We could begin with the water."))
    await other.hear_until(lambda: answer["n"] in other.seen)
    assert other.seen == list(range(1, answer["n"] + 1))


async def test_a_retry_is_harmless_also_over_another_line(live: Scene) -> None:
    one, other = await browser(live, 0), await browser(live, 0)
    cmid = await one.post("Once only.")
    first = await one.answer(cmid)
    await other.post("Once only.", cmid)
    assert (await other.answer(cmid))["n"] == first["n"]
    assert await in_thread(Event.objects.filter(kind="message.posted").count) == 1


async def test_what_another_process_stored_comes_by_the_doorbell_and_without_it_by_comparing(
    live: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "COMPARE_SECONDS", 0.3)
    one = await browser(live)
    rung = await in_thread(elsewhere, live, "Heard by the bell")
    await one.hear_until(lambda: rung in one.seen)
    monkeypatch.setattr(doorbell, "ring", lambda *_: None)
    silent = await in_thread(elsewhere, live, "The last ring was lost, and nothing follows")
    await one.hear_until(lambda: silent in one.seen)
    assert one.seen == list(range(1, silent + 1))


async def test_the_doorbell_may_be_sharded(live: Scene, settings: Any) -> None:
    settings.DOORBELL_SHARDED = True
    one = await browser(live)
    await asyncio.sleep(0.3)
    rung = await in_thread(elsewhere, live, "Through the room's own channel")
    async with asyncio.timeout(2):  # sooner than the comparison would find it
        await one.hear_until(lambda: rung in one.seen)


async def test_an_emptied_valkey_changes_the_names_and_nothing_is_missed(
    live: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "COMPARE_SECONDS", 0.3)
    one = await browser(live)
    await in_thread(doorbell.connection().flushdb)
    number = await in_thread(elsewhere, live, "After the flush")
    await one.hear_until(lambda: number in one.seen)
    assert (await one.answer(await one.post("Still here")))["n"] == number + 1


async def test_joining_while_others_speak_leaves_no_gap(live: Scene) -> None:
    speaker = await browser(live, 0)
    late = []
    for turn in range(4):
        await speaker.post(f"Turn {turn}")
        late.append(await browser(live, turn + 1))
    last = (await speaker.answer(await speaker.post("The last word")))["n"]
    for one in late:
        await one.hear_until(lambda one=one: last in one.seen)
        assert one.seen == list(range(1, last + 1))


async def test_who_comes_while_the_last_other_leaves_hears_what_follows(
    live: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await browser(live, 0)
    begin = Feed.begin

    async def slow_begin(feed: Feed) -> None:
        await asyncio.sleep(0.3)
        await begin(feed)

    monkeypatch.setattr(Feed, "begin", slow_begin)
    coming = asyncio.create_task(browser(live, 1))
    await asyncio.sleep(0.2)
    await first.socket.disconnect()
    second = await coming
    number = await in_thread(elsewhere, live, "Is anybody there?")
    async with asyncio.timeout(2):
        await second.hear_until(lambda: number in second.seen)


async def test_a_database_that_is_away_sends_lines_back_to_ask_again(
    live: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await browser(live, 0)

    def away(*_: object) -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    monkeypatch.setattr(hub.hub().door, "_answer", away)
    other = Browser(live, live.all_seats()[1], "")
    await other.socket.connect()
    await other.say({"a": "hello", "ticket": "any", "room": str(uuid4())})
    assert await other.until_closed() == 1013
    assert not one.closed


async def test_a_suspended_or_revoked_mask_is_out_within_a_second(live: Scene) -> None:
    sent_out, ended = await browser(live, 0), await browser(live, 1)
    await in_thread(lambda: suspend_seat(staff=live.facilitator, seat_id=sent_out.seat.id, hours=1))
    await in_thread(lambda: revoke_seat(dialogue_id=live.dialogue_id, seat_id=ended.seat.id, by=live.facilitator))
    async with asyncio.timeout(1):
        assert await sent_out.until_closed() == 4403
        assert await ended.until_closed() == 4403


async def test_a_mask_whose_end_two_facilitators_ask_for_at_its_message_is_out_within_a_second(live: Scene) -> None:
    one = await browser(live, 0)
    await one.answer(await one.post("Words that hurt"))

    def ask() -> Approval:
        message = Event.objects.get(kind="message.posted")
        seat = author_of(live.facilitators[0], message.id)
        return ask_to_revoke(staff=live.facilitators[0], seat_id=seat)

    approval = await in_thread(ask)
    assert not one.closed
    agree = partial(confirm, staff=live.facilitators[1], approval_id=approval.id, subject_hash=approval.subject_hash)
    await in_thread(agree)
    async with asyncio.timeout(1):
        assert await one.until_closed() == 4403


async def facilitator_at(scene: Scene, kind: str) -> Browser:
    """A facilitator's line to a room of the session."""
    one = Browser(scene, scene.all_seats()[0], "")
    await one.socket.connect()
    ticket = await in_thread(tickets.staff_ticket, scene.facilitator)
    room = await in_thread(lambda: str(Room.objects.get(session=scene.session, kind=kind).id))
    await one.say({"a": "hello", "ticket": ticket, "room": room})
    await one.hear_until(lambda: bool(one.words))
    return one


async def test_a_flag_is_told_at_once_to_facilitators_and_to_nobody_else(live: Scene) -> None:
    one, other = await browser(live, 0), await browser(live, 9)
    await one.answer(await one.post("Words that hurt"))
    desks = [await facilitator_at(live, kind) for kind in ("plenary", "facilitators")]
    message = await in_thread(lambda: Event.objects.get(kind="message.posted").id)
    await in_thread(partial(flag_message, seat=other.seat, event_id=message, kind="abuse"))
    for desk in desks:
        await desk.hear_until(lambda desk=desk: {"look": True} in desk.words)
    await other.answer(await other.post("Still here"))
    await one.hear_until(lambda: len(one.seen) == 4)
    assert not any("look" in word for word in (*one.words, *other.words))
    assert one.seen == [1, 2, 3, 4]  # no entry came of it


async def test_a_closing_that_the_doorbell_missed_is_made_good_by_acting_or_by_the_sweep(
    live: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell, "shut_seat", lambda *_: None)
    monkeypatch.setattr(watch, "SWEEP_SECONDS", 0.5)
    acting, silent, gone = await browser(live, 0), await browser(live, 1), await browser(live, 2)
    for one in (acting, silent):
        await in_thread(partial(suspend_seat, staff=live.facilitator, seat_id=one.seat.id, hours=1))
    await in_thread(close_login, gone.cookie)
    await acting.say({"a": "after", "n": 0})
    assert await acting.until_closed() == 4403
    assert await silent.until_closed() == 4403
    assert await gone.until_closed() == 4401


async def test_a_muted_mask_reads_and_is_told_that_it_listens(live: Scene) -> None:
    one = await browser(live)
    await in_thread(lambda: mute_seat(staff=live.facilitator, seat_id=one.seat.id, hours=1))
    answer = await one.answer(await one.post("May I?"))
    assert "listen" in answer["words"]
    assert not one.closed


async def test_the_fourth_line_of_a_seat_closes_the_oldest_counted_over_processes(live: Scene) -> None:
    seat = live.all_seats()[0]
    cookie = await in_thread(open_login, seat.id)
    lines = [await browser(live, cookie=cookie) for _ in range(3)]
    told: list[str] = []
    await in_thread(sockets.take_places, [(seat.id, "a line in another process")])
    assert await lines[0].until_closed() == 4409
    await browser(live, cookie=cookie)
    assert await lines[1].until_closed() == 4409
    assert not lines[2].closed
    assert told == []


async def test_a_place_that_is_not_renewed_is_given_up(live: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    seat = live.all_seats()[0].id
    over: list[str] = []
    monkeypatch.setattr(sockets, "shut_line", lambda _seat, name: over.append(name))
    monkeypatch.setattr(sockets, "LEASE_SECONDS", 1)
    await in_thread(sockets.take_places, [(seat, f"killed {number}") for number in range(3)])
    await asyncio.sleep(1.2)
    await in_thread(sockets.take_places, [(seat, f"new {number}") for number in range(3)])
    assert over == []
    await in_thread(sockets.take_places, [(seat, "one more")])
    assert over == ["new 0"]


async def test_more_frames_than_a_conversation_needs_close_the_line(
    live: Scene, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SEAT_FRAMES_A_MINUTE = 8  # over all lines of the seat
    one, other = await browser(live, 0), await browser(live, 0)
    for number in range(5):
        await one.say({"a": "after", "n": number})
        await other.say({"a": "after", "n": number})
    assert {await one.until_closed(), await other.until_closed()} == {4429}
    monkeypatch.setattr(line, "FRAMES_A_MINUTE", 3)  # and on one line at once
    third = await browser(live, 1)
    for number in range(3):
        await third.say({"a": "after", "n": number})
    assert await third.until_closed() == 4429


async def test_the_sixth_message_at_once_is_refused_alone(live: Scene) -> None:
    one = await browser(live)
    sent = [await one.post(f"Quick {number}") for number in range(6)]
    answers = [await one.answer(cmid) for cmid in sent]
    assert ["ack" in answer for answer in answers] == [True] * 5 + [False]
    assert answers[5]["refused"] == "too_fast"


async def test_another_room_and_a_foreign_cookie_are_refused_like_nothing(live: Scene) -> None:
    seat, other = live.all_seats()[:2]
    room = await in_thread(lambda: str(live.plenary.id))
    for of, where in ((seat, str(uuid4())), (other, room)):
        one = Browser(live, seat, await in_thread(open_login, seat.id))
        await one.socket.connect()
        ticket = await in_thread(tickets.seat_ticket, of.id)
        await one.say({"a": "hello", "ticket": ticket, "room": where})
        assert await one.until_closed() == 4401


async def test_a_facilitator_who_lost_the_role_is_out(live: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SWEEP_SECONDS", 0.3)
    one = Browser(live, live.all_seats()[0], "")
    await one.socket.connect()
    ticket = await in_thread(tickets.staff_ticket, live.facilitator)
    await one.say({"a": "hello", "ticket": ticket, "room": await in_thread(lambda: str(live.plenary.id))})
    await one.hear_until(lambda: bool(one.words))
    await in_thread(StaffRole.objects.filter(staff=live.facilitator.id).delete)
    assert await one.until_closed() == 4401


async def test_bytes_and_frames_too_large_close_the_line_and_a_post_without_hello_too(live: Scene) -> None:
    for frame, code in (({"text_data": "x" * 17_000}, 4413), ({"text_data": '{"a":"after","n":1}'}, 4401)):
        one = Browser(live, live.all_seats()[0], "")
        await one.socket.connect()
        await one.socket.send_to(**frame)
        assert await one.until_closed() == code


async def test_a_message_that_cannot_be_stored_takes_no_other_with_it(
    live: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poisoned(*, room_id: object, said: list[Said]) -> object:
        if any(one.text == "poison" for one in said):
            raise ValueError("cannot be stored")
        return say_all(room_id=room_id, said=said)  # type: ignore[arg-type]

    monkeypatch.setattr(writer, "say_all", poisoned)
    lines = [await browser(live, place) for place in range(4)]
    sent = [await one.post("poison" if place == 2 else f"Word {place}") for place, one in enumerate(lines)]
    answers = [await one.answer(cmid) for one, cmid in zip(lines, sent, strict=True)]
    assert ["ack" in answer for answer in answers] == [True, True, False, True]
    assert answers[2]["refused"] == "not_kept"


async def test_a_database_that_restarts_in_mid_batch_loses_and_doubles_nothing(
    live: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = iter(("before", "after", ""))

    def broken(*, room_id: object, said: list[Said]) -> object:
        when = next(tries)
        outcomes = say_all(room_id=room_id, said=said) if when != "before" else []  # type: ignore[arg-type]
        if when:
            raise OperationalError("the server closed the connection unexpectedly")
        return outcomes

    monkeypatch.setattr(writer, "say_all", broken)
    one, other = await browser(live, 0), await browser(live, 1)
    answer = await one.answer(await one.post("Committed, but the answer was lost"))
    assert await in_thread(Event.objects.filter(kind="message.posted").count) == 1
    await other.hear_until(lambda: answer["n"] in other.seen)
