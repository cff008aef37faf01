"""A cell opens in its own place and nowhere else."""

from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.vault import keystore
from dialogues.vault.cells import CellBroken, Place, seal, unseal
from dialogues.vault.keys import create_dialogue_key, destroy_dialogue_key


@pytest.fixture
def place() -> Place:
    """A place in a dialogue that has a key."""
    dialogue = uuid4()
    create_dialogue_key(dialogue)
    return Place(dialogue, "message", "dialogues_event.body", uuid4())


@given(words=st.binary(max_size=4000))
@settings(max_examples=50, deadline=None)
def test_what_was_sealed_opens_in_its_place_and_is_29_bytes_longer(words: bytes) -> None:
    dialogue = uuid4()
    create_dialogue_key(dialogue)
    here = Place(dialogue, "message", "dialogues_event.body", uuid4())
    cell = seal(here, words)
    assert unseal(here, cell) == words
    assert len(cell) == len(words) + 29


def test_a_cell_moved_to_another_row_column_or_purpose_does_not_open(place: Place) -> None:
    cell = seal(place, b"words")
    for other in (
        Place(place.dialogue, place.purpose, place.column, uuid4()),
        Place(place.dialogue, place.purpose, "dialogues_clause.text", place.row),
        Place(place.dialogue, "note", place.column, place.row),
    ):
        with pytest.raises(CellBroken):
            unseal(other, cell)


def test_a_cell_of_another_dialogue_does_not_open(place: Place) -> None:
    other = uuid4()
    create_dialogue_key(other)
    with pytest.raises(CellBroken):
        unseal(Place(other, place.purpose, place.column, place.row), seal(place, b"words"))


def test_an_altered_cell_does_not_open(place: Place) -> None:
    cell = bytearray(seal(place, b"words"))
    for index in range(len(cell)):
        altered = bytes(cell[:index] + bytes([cell[index] ^ 1]) + cell[index + 1 :])
        with pytest.raises(CellBroken):
            unseal(place, altered)


def test_after_the_key_is_destroyed_nothing_opens(place: Place) -> None:
    cell = seal(place, b"words")
    destroy_dialogue_key(place.dialogue)
    with pytest.raises(keystore.KeyGone):
        unseal(place, cell)


def test_a_destroyed_key_leaves_no_file() -> None:
    keystore.put("seat", "some-key", b"x" * 32)
    keystore.destroy("seat", "some-key")
    keystore.destroy("seat", "some-key")  # a seal may run again
    with pytest.raises(keystore.KeyGone):
        keystore.get("seat", "some-key")


def test_a_key_is_readable_by_its_owner_alone() -> None:
    keystore.put("join", "quick-key", b"x")
    path = keystore._path("join", "quick-key")
    assert path.stat().st_mode & 0o077 == 0
