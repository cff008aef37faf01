"""Held before publishing: nobody reads a message before a facilitator let it stand, and only its author takes other words."""

from itertools import product
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from accounts.models import StaffMember
from dialogues.admission.access import Seat
from dialogues.admission.operations.entering import enter
from dialogues.chat.drafts import Draft, Held, Kept
from dialogues.chat.holding import (
    NotHeld,
    accept_rephrase,
    decline_held,
    held_in,
    held_of,
    offer_rephrase,
    publish_held,
    take_back_held,
    waiting_in,
)
from dialogues.chat.models import HeldMessage
from dialogues.chat.posting import post_batch
from dialogues.chat.refusals import TalkRefused
from dialogues.chat.rounds import set_conduct
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.events.models import Room
from dialogues.events.queries import entries_after
from dialogues.room.meeting import operations as meeting
from tests.cast import Scene, draft_dialogue

pytestmark = pytest.mark.django_db(transaction=True)
HOT = "You always lie about the water."
COOL = "We do not trust the figures about the water."


@pytest.fixture
def holding(live: Scene) -> Scene:
    """The plenary holds first."""
    set_conduct(staff=live.facilitator, room_id=live.plenary.id, hold_first=True, slow_seconds=0)
    return live


def say(scene: Scene, seat: Seat, words: str = HOT) -> Draft:
    """Say something; it waits."""
    draft = Draft(seat.id, uuid4(), words, seat.id)
    assert post_batch(room_id=scene.plenary.id, drafts=[draft]) == [Held()]
    return draft


def spoken(scene: Scene) -> list[tuple[str, object]]:
    """What stands in the plenary: words and whose."""
    return [
        (entry.body["text"], entry.seat)
        for entry in entries_after(scene.plenary.id, 0)
        if entry.kind == "message.posted"
    ]


def the_held(scene: Scene) -> HeldMessage:
    """The one that waits."""
    return HeldMessage.objects.get(dialogue_id=scene.dialogue_id)


def test_a_held_message_stands_nowhere_and_is_kept_once_however_often_it_is_sent(holding: Scene) -> None:
    seat = holding.all_seats()[0]
    draft = say(holding, seat)
    assert post_batch(room_id=holding.plenary.id, drafts=[draft, draft]) == [Held(), Held()]
    assert HeldMessage.objects.count() == 1
    assert spoken(holding) == []
    assert waiting_in(holding.dialogue_id) == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(h)::text FROM dialogues_heldmessage h")
        assert HOT not in str(cursor.fetchall())


def test_published_it_stands_under_its_mask_and_the_same_again_is_the_same_message(holding: Scene) -> None:
    seat = holding.all_seats()[0]
    draft = say(holding, seat)
    number = publish_held(staff=holding.facilitator, held_id=the_held(holding).id)
    assert spoken(holding) == [(HOT, seat.id)]
    assert post_batch(room_id=holding.plenary.id, drafts=[draft]) == [Kept(number)]
    assert HeldMessage.objects.count() == 0


def test_other_words_stand_only_if_the_author_takes_them(holding: Scene) -> None:
    seat, other = holding.all_seats()[:2]
    say(holding, seat)
    held = the_held(holding)
    with pytest.raises(NotHeld):
        accept_rephrase(seat=seat, held_id=held.id, seen=held_of(seat, holding.plenary.id)[0].seen)
    offer_rephrase(staff=holding.facilitator, held_id=held.id, text=COOL)
    (own,) = held_of(seat, holding.plenary.id)
    assert (own.text, own.offered) == (HOT, COOL)
    assert held_of(other, holding.plenary.id) == []
    with pytest.raises(NotHeld):
        accept_rephrase(seat=other, held_id=held.id, seen=own.seen)
    accept_rephrase(seat=seat, held_id=held.id, seen=own.seen)
    assert spoken(holding) == [(COOL, seat.id)]


def test_taken_back_nothing_of_it_is_left(holding: Scene) -> None:
    seat, other = holding.all_seats()[:2]
    say(holding, seat)
    with pytest.raises(NotHeld):
        take_back_held(seat=other, held_id=the_held(holding).id)
    take_back_held(seat=seat, held_id=the_held(holding).id)
    assert HeldMessage.objects.count() == 0
    assert held_in(holding.plenary.id, holding.epoch_id) == []


def test_declined_its_words_are_destroyed_and_its_author_alone_reads_why(holding: Scene) -> None:
    seat = holding.all_seats()[0]
    say(holding, seat)
    with pytest.raises(TalkRefused, match="Give the reason"):
        decline_held(staff=holding.facilitator, held_id=the_held(holding).id, reason=" ")
    decline_held(staff=holding.facilitator, held_id=the_held(holding).id, reason="It names a person.")
    (own,) = held_of(seat, holding.plenary.id)
    assert (own.text, own.reason) == ("", "It names a person.")
    assert held_in(holding.plenary.id, holding.epoch_id) == []
    with pytest.raises(NotHeld):
        publish_held(staff=holding.facilitator, held_id=the_held(holding).id)


def test_facilitators_are_told_that_something_waits_and_their_own_words_are_not_held(holding: Scene) -> None:
    say(holding, holding.all_seats()[0])
    room = Room.objects.get(session=holding.session, kind="facilitators")
    (told,) = entries_after(room.id, 0)
    assert (told.kind, told.body) == ("message.waits", {})
    (outcome,) = post_batch(room_id=holding.plenary.id, drafts=[Draft(holding.facilitator.id, uuid4(), "A word", None)])
    assert isinstance(outcome, Kept)


def test_another_dialogues_facilitator_finds_nothing_held(holding: Scene) -> None:
    say(holding, holding.all_seats()[0])
    with pytest.raises(NotHeld):
        publish_held(staff=draft_dialogue().facilitator, held_id=the_held(holding).id)


def test_what_still_waits_goes_with_the_session(holding: Scene) -> None:
    say(holding, holding.all_seats()[0])
    assert holding.session is not None
    meeting.start_closing(staff=holding.facilitator, session_id=holding.session.id)
    meeting.close_session(staff=holding.facilitator, session_id=holding.session.id)
    assert HeldMessage.objects.count() == 0


def test_facilitator_and_author_agree_on_other_words_on_their_pages(holding: Scene) -> None:
    seat = holding.all_seats()[0]
    author = Client(headers={"origin": "http://localhost:8000"})
    author.cookies["seat"] = enter(seat_secret=holding.secrets[seat.id])
    page = author.get("/room/").content.decode()
    names = ("token", "page", "text_version")
    fields = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in names}
    author.post("/room/", {**fields, "text": HOT})
    assert "A facilitator reads it first." in author.get("/room/").content.decode()
    desk = Client()
    desk.force_login(StaffMember.objects.get(id=holding.facilitator.id))
    path = f"/staff/{holding.dialogue_id}/room/"
    assert HOT in desk.get(path).content.decode()
    assert "Messages wait for you: 1" in desk.get(f"/staff/{holding.dialogue_id}/desk/").content.decode()
    address = f"{path}in/{holding.plenary.id}/held/{the_held(holding).id}/"
    desk.post(address, {"deed": "offer", "text": COOL})
    assert COOL in author.get("/room/").content.decode()
    (taken,) = held_of(seat, holding.plenary.id)
    author.post(f"/room/in/{holding.plenary.id}/held/{the_held(holding).id}/", {**fields, "accept": taken.seen})
    assert spoken(holding) == [(COOL, seat.id)]


@pytest.mark.parametrize(("before", "after"), list(product(HeldMessage.State.values, repeat=2)))
def test_a_held_message_refuses_every_move_that_is_not_drawn(before: str, after: str) -> None:
    row = HeldMessage(state=before)
    if after in HeldMessage.MOVES[HeldMessage.State(before)]:
        move(row, after)
    else:
        with pytest.raises(UndeclaredMove):
            move(row, after)
