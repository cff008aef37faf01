"""What the home says of real dialogues, for each role, from being set up to the destroyed key."""

from uuid import uuid4

import pytest

from accounts.access import Role, Staff
from accounts.approvals.deeds import DEEDS, register
from accounts.approvals.operations import ask
from accounts.cards import cards_of
from dialogues.dialogue.operations import start_confirming
from dialogues.vault.keys import destroy_dialogue_key
from facilitation.cards import cards
from tests import cast

pytestmark = pytest.mark.django_db


def test_each_role_reads_what_the_dialogue_needs_from_it() -> None:
    scene = cast.draft_dialogue()
    keys = [scene.organizer, scene.facilitator, scene.coordinators[0]]
    titles = {card.title for card in cards(keys) if card}
    assert titles == {"Living with the river Issal"}
    assert [card.state for card in cards(keys) if card] == ["Being set up"] * 3
    start_confirming(staff=scene.organizer)
    todo = [card.todo for card in cards(keys) if card]
    assert todo[2] == "Confirm your side’s head count, the facilitators and the rules."
    assert len(set(todo)) == 3


def test_an_auditor_and_a_reader_always_know_where_to_go() -> None:
    scene = cast.draft_dialogue()
    keys = [Staff(uuid4(), "x", "X", scene.dialogue_id, role) for role in (Role.AUDITOR, Role.READER)]
    auditor, reader = cards(keys)
    assert auditor is not None
    assert reader is not None
    assert auditor.links == ((f"/staff/{scene.dialogue_id}/audit/", "Open the record"),)
    assert reader.todo == "Read what was released to you, and ask back."


def test_a_waiting_request_stands_on_the_card_of_those_who_may_confirm_it() -> None:
    scene = cast.draft_dialogue()
    register("test.card", lambda _: "", lambda *_: None)
    ask(staff=scene.facilitator, deed="test.card", subject=uuid4(), subject_hash="a" * 64)
    del DEEDS["test.card"]
    organizer, coordinator = cards([scene.organizer, scene.coordinators[0]])
    assert organizer is not None
    assert coordinator is not None
    assert "1 request waits" in [words for _, words in organizer.links]
    assert "1 request waits" not in [words for _, words in coordinator.links]


def test_a_dialogue_whose_key_is_destroyed_is_left_out_and_the_others_stay() -> None:
    gone, stays = cast.draft_dialogue(), cast.draft_dialogue()
    destroy_dialogue_key(gone.dialogue_id)
    shown = cards_of([gone.organizer, stays.organizer, Staff(uuid4(), "x", "X", uuid4(), Role.READER)])
    assert [key.dialogue_id for key, _ in shown] == [stays.dialogue_id]
