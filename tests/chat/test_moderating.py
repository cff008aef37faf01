"""What facilitators do where they read a message: hide it, mute or send out its mask, ask for the end of its seat."""

import pytest
from django.test import Client

from accounts.approvals.operations import confirm, waiting
from accounts.models import StaffMember
from dialogues.admission.models import Seat
from dialogues.chat.authors import author_of, written
from dialogues.chat.drafts import Draft, Held
from dialogues.chat.models import HeldMessage
from dialogues.chat.rooms import NoSuchRoom
from dialogues.chat.rounds import set_conduct
from dialogues.dialogue.queries import current_session
from dialogues.events.models import Event, Room
from dialogues.room.balance import balance_of
from dialogues.room.meeting.pausing import PauseRefused, decline_pause
from tests.cast import Scene, draft_dialogue
from tests.chat.test_conduct import phone, say, seat_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def message(live: Scene) -> Event:
    """What somebody of the first side said."""
    say(live.plenary, seat_of(live, 0), "Words that hurt")
    return Event.objects.get(kind="message.posted")


def desk(scene: Scene, place: int = 0) -> Client:
    """A facilitator's browser."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=scene.facilitators[place].id))
    return client


def at(scene: Scene, message_id: object, deed: str = "") -> str:
    """The address of a message."""
    return f"/staff/{scene.dialogue_id}/room/messages/{message_id}/{deed}"


def test_every_deed_begins_at_the_message_and_ends_in_its_room(live: Scene, message: Event) -> None:
    client, seat = desk(live), seat_of(live, 0).id
    assert at(live, message.id) in client.get(f"/staff/{live.dialogue_id}/room/").content.decode()
    back = f"/staff/{live.dialogue_id}/room/in/{live.plenary.id}/#n{message.seq}"
    for form, state in (
        ({"deed": "mute", "hours": "2", "reason": "flooding"}, "muted"),
        ({"deed": "restore"}, "active"),
        ({"deed": "suspend", "hours": "2", "reason": "abuse"}, "suspended"),
        ({"deed": "suspend", "hours": "99", "reason": "abuse"}, "suspended"),
        ({"deed": "suspend", "hours": "२", "reason": "abuse"}, "suspended"),
        ({"deed": "revoke"}, "suspended"),
    ):
        answer = client.post(at(live, message.id, "mask/"), form)
        assert (answer.status_code, answer["Location"]) == (302, back)
        assert Seat.objects.get(id=seat).state == state
    page = client.get(at(live, message.id)).content.decode()
    assert "asked to stay out" in page
    assert "Let back in" in page
    assert client.post(at(live, message.id, "mask/"), {"deed": "unmask"}).status_code == 404
    (approval,) = waiting(live.dialogue_id)
    assert (
        "Somebody asks you to confirm a step" in desk(live, 1).get(f"/staff/{live.dialogue_id}/room/").content.decode()
    )
    assert "Somebody asks you to confirm" not in client.get(f"/staff/{live.dialogue_id}/room/").content.decode()
    confirm(staff=live.facilitators[1], approval_id=approval.id, subject_hash=approval.subject_hash)
    assert Seat.objects.get(id=seat).state == "revoked"
    assert "mask/" not in client.get(at(live, message.id)).content.decode()


def test_hiding_needs_a_short_reason_in_letters_and_goes_back_to_the_room_it_was_in(
    live: Scene, message: Event
) -> None:
    client = desk(live)
    for reason in ("", "\u200b", "x" * 301):
        client.post(at(live, message.id, "hide/"), {"reason": reason})
        message.refresh_from_db()
        assert message.state == "posted"
    client.post(at(live, message.id, "hide/"), {"reason": "It told who somebody is."})
    message.refresh_from_db()
    assert message.state == "hidden"
    page = client.get(at(live, message.id)).content.decode()
    assert "Words that hurt" not in page
    assert "hide/" not in page


def test_a_message_that_waits_leads_to_its_mask_too(live: Scene) -> None:
    set_conduct(staff=live.facilitator, room_id=live.plenary.id, hold_first=True, slow_seconds=0)
    assert isinstance(say(live.plenary, seat_of(live, 0)), Held)
    held = HeldMessage.objects.get()
    client = desk(live)
    assert "hide/" not in client.get(at(live, held.id)).content.decode()
    client.post(at(live, held.id, "mask/"), {"deed": "mute", "hours": "1", "reason": "abuse"})
    assert Seat.objects.get(id=seat_of(live, 0).id).state == "muted"


def test_a_message_that_cannot_be_read_is_not_there(live: Scene, message: Event) -> None:
    caucus = Room.objects.get(session=live.session, kind="caucus", side=live.sides[0].id)
    say(caucus, seat_of(live, 0), "Among us")
    aside = Event.objects.get(room=caucus, kind="message.posted")
    other = draft_dialogue().facilitator
    for staff, event in ((live.facilitator, aside.id), (other, message.id), (live.facilitator, live.plenary.id)):
        with pytest.raises(NoSuchRoom):
            written(staff, event)
    say(live.plenary, None, author=live.facilitator.id)
    own = Event.objects.get(role="facilitator", kind="message.posted")
    with pytest.raises(NoSuchRoom):
        author_of(live.facilitator, own.id)
    client = desk(live)
    assert "mask/" not in client.get(at(live, own.id)).content.decode()
    assert client.post(at(live, own.id, "mask/"), {"deed": "mute"}).status_code == 404


def one_side_talks(live: Scene, times: int) -> None:
    """The first side writes so many messages in a row."""
    from uuid import uuid4

    from dialogues.chat.posting import post_batch

    seat = seat_of(live, 0).id
    post_batch(room_id=live.plenary.id, drafts=[Draft(seat, uuid4(), "More", seat) for _ in range(times)])


def suggested(live: Scene) -> list[str]:
    """Why a pause is suggested now."""
    from dialogues.dialogue.queries import sides_of

    balance = balance_of(Room.objects.get(id=live.plenary.id), sides_of(live.dialogue_id))
    return balance.suggested if balance else []


def test_a_pause_that_was_declined_comes_back_only_for_what_is_said_since(live: Scene) -> None:
    one_side_talks(live, 40)
    assert suggested(live) == ["imbalance"]
    client, room = desk(live), f"/staff/{live.dialogue_id}/room/"
    assert "A pause is suggested" in client.get(room).content.decode()
    client.post(f"{room}pause/declined/")
    assert "A pause is suggested" not in client.get(room).content.decode()
    one_side_talks(live, 39)
    assert suggested(live) == []
    one_side_talks(live, 1)
    assert suggested(live) == ["imbalance"]


def test_a_pause_is_begun_where_it_is_suggested_and_suggests_no_other_when_it_ends(live: Scene) -> None:
    one_side_talks(live, 40)
    client, room = desk(live), f"/staff/{live.dialogue_id}/room/"
    assert live.session is not None
    pause = f"/staff/{live.dialogue_id}/sessions/{live.session.id}/pause/"
    answer = client.post(pause, {"room": "yes", "minutes": "5", "reason": "\u200b"}, follow=True)
    assert "give a reason" in answer.content.decode()
    assert client.post(pause, {"room": "yes", "minutes": "5", "reason": "A breath."})["Location"] == room
    session = current_session(live.dialogue_id)
    assert session is not None
    assert session.state == "cooling_off"
    assert suggested(live) == []
    with pytest.raises(PauseRefused, match="not live"):
        decline_pause(staff=live.facilitator)


def test_each_message_says_its_language_and_only_one_that_the_dialogue_is_held_in(live: Scene) -> None:
    from dialogues.chat.languages import _known
    from dialogues.dialogue.models import Dialogue

    Dialogue.objects.filter(id=live.dialogue_id).update(languages="en,ar")
    _known.cache_clear()
    client = phone(live, seat_of(live, 0))
    page = client.get("/room/").content.decode()
    assert '<option value="ar" lang="ar">العربيّة</option>' in page
    fields = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("token", "page", "text_version")}
    client.post("/room/", {**fields, "text": "> السلام\n**عليكم**", "lang": "ar"})
    client.post("/room/", {**fields, "text": "Peace", "lang": "tlh"})
    page = client.get("/room/").content.decode()
    assert (
        '<div class="said" lang="ar"><blockquote dir="rtl">السلام</blockquote><p dir="rtl"><strong>عليكم</strong></p></div>'
        in page
    )
    assert '<div class="said" lang="en"><p dir="ltr">Peace</p></div>' in page
    assert '<option value="en" lang="en" selected>' in page  # what this mask wrote in last
    staff = desk(live)
    staff.post(f"/staff/{live.dialogue_id}/room/", {"text": "مرحبا", "lang": "ar"})
    assert '<option value="ar" lang="ar" selected>' in staff.get(f"/staff/{live.dialogue_id}/room/").content.decode()


def test_what_a_facilitator_typed_stays_when_it_is_refused(live: Scene) -> None:
    client, address = desk(live), f"/staff/{live.dialogue_id}/room/"
    answer = client.post(address, {"text": "x" * 2001})
    assert answer.status_code == 409
    assert "x" * 2001 in answer.content.decode()
