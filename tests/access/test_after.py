"""The same walk where the words are gone, where the dialogue is closed, and where it is destroyed."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.approvals.operations import confirm
from dialogues.chat.drafts import Draft
from dialogues.chat.operations import post_messages
from dialogues.dialogue.clock import now
from dialogues.dialogue.models import Dialogue, Session
from dialogues.room.meeting import operations as meeting
from facilitation.ending.archiving import archive
from facilitation.ending.closing import ask_to_close
from facilitation.ending.shredding import end_due
from tests.access import matrix
from tests.access.test_matrix import MAY_MISS, House, _plain, _routes, nowhere
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)
LEAVING = {"account_logout", "admission:logout", "admission:leave_for_good"}
SAID = "The ford is open before the thaw."
WORDS = ("A hotline", "One line.", "A line that is answered", "Ours", SAID)  # what the house holds
REMAINS = {"staff:approvals", "ending:ending", "ending:certificate", "ending:act", "staff:audit", "staff:audit-chain"}


@pytest.fixture
def house(live: Scene) -> House:
    """The house with everybody in it, and one thing said."""
    house = House(live)
    seat = live.all_seats()[0]
    post_messages(room_id=live.plenary.id, drafts=[Draft(seat.id, uuid4(), SAID, seat.id)])
    return house


def close(scene: Scene) -> None:
    """Two people close it."""
    approval = ask_to_close(staff=scene.facilitator)
    confirm(staff=scene.organizer, approval_id=approval.id, subject_hash=approval.subject_hash)


def answers(house: House) -> Iterator[tuple[str, str, str, Client, int, bytes]]:
    """(address, method, letter, browser, status, page): staff's addresses for every role, the others for seat, staff, nobody."""
    routes = dict(_routes())
    others = {"P": house.seat, "F": house.browsers["F"], "O": Client()}
    calls = {name for name in matrix.CALLS if not name.startswith("api:")}  # tokens have tests of their own
    public = {name for name in matrix.PUBLIC if not name.startswith("api:")} - {"readyz"}  # readyz tells of the house
    for name in (*matrix.STAFF, *matrix.TOUCHED, *matrix.SEAT, *calls, *matrix.OWN, *public):
        address = house.address(name, dialogue="dialogue_id" in routes[name])
        people = house.browsers if name in {*matrix.STAFF, *matrix.TOUCHED} else others
        for letter, browser in people.items():
            for method in ("get", "post"):
                if name in LEAVING and method == "post":
                    continue  # who leaves walks no further
                answer = getattr(browser, method)(address)
                page = b"".join(answer.streaming_content) if answer.streaming else answer.content
                yield name, method, letter, browser, answer.status_code, page


def test_where_the_words_of_a_session_are_gone_nobody_reads_them_on_any_page(house: House) -> None:
    session = Session.objects.get(id=house.rows["session_id"])
    for turn in (meeting.start_closing, meeting.close_session):
        turn(staff=house.scene.facilitator, session_id=session.id)
    assert SAID in house.seat.get("/room/").content.decode()
    Session.objects.filter(id=session.id).update(closed_on=(now() - timedelta(days=31)).date())
    archive(session.id)
    wrong = [
        f"{name} {method} {letter}: {status}"
        for name, method, letter, _browser, status, page in answers(house)
        if status >= 500 or SAID.encode() in page
    ]
    assert wrong == [], "\n".join(wrong)


def test_a_closed_dialogue_opens_for_the_same_roles_and_no_other_and_breaks_nowhere(house: House) -> None:
    close(house.scene)
    wrong = []
    for name, method, letter, browser, status, page in answers(house):
        refused = status == 404 and _plain(page) == nowhere(browser)
        may = letter in matrix.STAFF.get(name, "")
        outside = name in matrix.STAFF and letter in "FGCTUZ" and not may
        shut = name in matrix.STAFF and may and method == "get" and status == 404 and name not in MAY_MISS
        if status >= 500 or (outside and not refused) or shut:
            wrong.append(f"{name} {method} {letter}: {status}")
    assert wrong == [], "\n".join(wrong)


def test_of_a_destroyed_dialogue_nothing_is_read_anywhere_and_it_looks_like_none(house: House) -> None:
    close(house.scene)
    Dialogue.objects.filter(id=house.scene.dialogue_id).update(destroy_at=now() - timedelta(seconds=1))
    assert end_due() == 1
    wrong = []
    for name, method, letter, browser, status, page in answers(house):
        refused = status in {302, 404, 405} and (status != 404 or _plain(page) == nowhere(browser))
        told = [word for word in WORDS if word.encode() in page]
        open_still = name in matrix.STAFF and name not in REMAINS and not refused
        outside = name in matrix.STAFF and letter not in matrix.STAFF[name] and status != 404
        if status >= 500 or told or open_still or outside:
            wrong.append(f"{name} {method} {letter}: {status} {told}")
    assert wrong == [], "\n".join(wrong)
