"""The desk names what waits for a decision on the agenda, and says nothing about persons."""

from datetime import date, timedelta

import pytest

from dialogues.agenda import operations
from dialogues.agenda.models import AgendaItem
from dialogues.agenda.wording import object_to_wording, put_wording
from dialogues.dialogue.clock import now
from facilitation.desk.needs import needs_of
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)


def titles(scene: Scene) -> list[str]:
    """What the desk asks for."""
    return [need.title for need in needs_of(scene.facilitator)]


def test_a_wording_that_met_an_objection_waits_for_other_words(live: Scene) -> None:
    item = operations.add_item(staff=live.facilitator, title="The weir", sphere="economic")
    put_wording(staff=live.facilitator, item_id=item.id, title="The weir")
    assert "A wording met an objection: The weir" not in titles(live)
    object_to_wording(seat=live.all_seats()[0], item_id=item.id, words="")
    assert "A wording met an objection: The weir" in titles(live)
    put_wording(staff=live.facilitator, item_id=item.id, title="Water of the river")
    assert not [title for title in titles(live) if "objection" in title]


def test_a_parked_item_comes_back_on_its_day_and_not_before(live: Scene) -> None:
    item = operations.add_item(staff=live.facilitator, title="The town", sphere="political")
    AgendaItem.objects.filter(id=item.id).update(state="discussing")
    today: date = now().date()
    operations.park_item(staff=live.facilitator, item_id=item.id, review_date=today + timedelta(days=9), today=today)
    assert "To be looked at again: The town" not in titles(live)
    AgendaItem.objects.filter(id=item.id).update(review_date=today)
    assert "To be looked at again: The town" in titles(live)
