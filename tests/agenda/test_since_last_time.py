"""What changed on the agenda since the last session closed, in words for everybody."""

import pytest
from django.test import Client

from accounts.models import StaffMember
from dialogues.agenda import operations, queries
from dialogues.room.meeting import operations as meeting
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)
TITLES = ("A hotline", "Water releases", "Flight corridors")


def worded(scene: Scene, title: str) -> None:
    """Put an item on the agenda."""
    item = operations.add_item(staff=scene.facilitator, title=title, sphere="security")
    operations.word_item(staff=scene.facilitator, item_id=item.id, title=title)


@pytest.fixture
def met(live: Scene) -> Scene:
    """Three items stood on the agenda when the session closed."""
    for title in TITLES:
        worded(live, title)
    operations.adopt_order(staff=live.facilitator)
    assert live.session is not None
    meeting.start_closing(staff=live.facilitator, session_id=live.session.id)
    meeting.close_session(staff=live.facilitator, session_id=live.session.id)
    return live


def changes(scene: Scene) -> dict[str, str]:
    """What the board says of each item."""
    return {item.title: item.changed for item in queries.board(scene.dialogue_id)}


def test_nothing_is_said_before_a_session_has_closed(live: Scene) -> None:
    worded(live, TITLES[0])
    assert changes(live) == {TITLES[0]: ""}


def test_nothing_is_said_of_what_stayed(met: Scene) -> None:
    assert set(changes(met).values()) == {""}


def test_new_moved_and_settled_items_are_named(met: Scene) -> None:
    first, _, third = queries.board(met.dialogue_id)
    operations.pin_item(
        staff=met.facilitator, item_id=third.id, position=1, reason="The airlines need an answer this month"
    )
    operations.start_item(staff=met.facilitator, item_id=first.id)
    worded(met, "Detainee lists")
    assert changes(met) == {
        TITLES[2]: "At place 3 in the last session",
        TITLES[0]: "Since the last session: Under discussion",
        TITLES[1]: "At place 2 in the last session",
        "Detainee lists": "New since the last session",
    }


def test_the_board_says_it(met: Scene) -> None:
    worded(met, "Detainee lists")
    desk = Client()
    desk.force_login(StaffMember.objects.get(id=met.facilitator.id))
    assert "New since the last session." in desk.get(f"/staff/{met.dialogue_id}/agenda/").content.decode()
