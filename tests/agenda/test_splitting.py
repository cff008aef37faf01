"""Splitting a hard item: its parts take over, and nothing that waited is forgotten."""

import pytest
from django.test import Client

from accounts.models import StaffMember
from dialogues.agenda import operations, queries
from dialogues.agenda.models import AgendaItem
from dialogues.agenda.refusals import ItemRefused
from dialogues.agenda.splitting import split_item
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)


def worded(scene: Scene, title: str) -> AgendaItem:
    """An item on the agenda."""
    item = operations.add_item(staff=scene.facilitator, title=title, sphere="security")
    return operations.word_item(staff=scene.facilitator, item_id=item.id, title=title)


def waits(scene: Scene) -> dict[str, list[int]]:
    """Title → numbers of what it waits for."""
    return {view.title: view.requires for view in queries.board(scene.dialogue_id)}


def test_the_parts_take_over_both_ways(live: Scene) -> None:
    before, whole, after = (worded(live, title) for title in ("Gauge", "Water", "Dam"))
    operations.require_item(staff=live.facilitator, item_id=whole.id, requires_id=before.id)
    operations.require_item(staff=live.facilitator, item_id=after.id, requires_id=whole.id)
    operations.pin_item(staff=live.facilitator, item_id=whole.id, position=2, reason="It belongs before the dam.")
    split_item(staff=live.facilitator, item_id=whole.id, titles=["Drinking water", "", "Irrigation"])
    assert waits(live) == {"Gauge": [], "Drinking water": [1], "Irrigation": [1], "Dam": [4, 5]}
    parts = [view for view in queries.board(live.dialogue_id) if view.part_of == 2]
    assert {(view.title, view.state, view.pin) for view in parts} == {
        ("Drinking water", "worded", None),
        ("Irrigation", "worded", None),
    }
    assert AgendaItem.objects.get(id=whole.id).state == "withdrawn"


@pytest.mark.parametrize(
    "titles", [[], ["One"], ["One", "one"], ["One", "\u200b"], [str(number) for number in range(9)]]
)
def test_too_few_too_many_or_the_same_parts_change_nothing(live: Scene, titles: list[str]) -> None:
    whole = worded(live, "Water")
    with pytest.raises(ItemRefused):
        split_item(staff=live.facilitator, item_id=whole.id, titles=titles)
    assert waits(live) == {"Water": []}


def test_what_is_settled_or_unworded_is_not_split(live: Scene) -> None:
    raw = operations.add_item(staff=live.facilitator, title="Water", sphere="security")
    with pytest.raises(ItemRefused, match="worded and not settled"):
        split_item(staff=live.facilitator, item_id=raw.id, titles=["One", "Two"])
    done = worded(live, "Posts")
    operations.adopt_order(staff=live.facilitator)
    operations.start_item(staff=live.facilitator, item_id=done.id)
    operations.close_item_provisionally(staff=live.facilitator, item_id=done.id)
    with pytest.raises(ItemRefused, match="Reopen it first"):
        split_item(staff=live.facilitator, item_id=done.id, titles=["One", "Two"])


def test_the_page_splits_and_keeps_what_was_typed_when_it_cannot(live: Scene) -> None:
    whole = worded(live, "Water")
    client = Client()
    client.force_login(StaffMember.objects.get(id=live.facilitator.id))
    address = f"/staff/{live.dialogue_id}/agenda/{whole.id}/"
    page = client.post(address, {"deed": "split", "parts": "Drinking water"}).content.decode()
    assert "Name 2 to 8 different parts" in page
    assert "Drinking water" in page
    answer = client.post(address, {"deed": "split", "parts": "Drinking water\nIrrigation"}, follow=True)
    assert "Part of item 1." in answer.content.decode()
