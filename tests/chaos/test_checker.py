"""The checker notices what it is there for; a checker that is always content would prove nothing."""

from copy import deepcopy
from dataclasses import replace

import pytest

from benchmarks.chaos.checker import Diary, Stored, check

ROOM = "room"


def entries(count: int) -> list[Stored]:
    """A room with so many messages."""
    return [Stored(number, f"id {number}", f"words {number}") for number in range(1, count + 1)]


def diary(seen: list[Stored]) -> Diary:
    """A client who said the third message and saw all of them."""
    return Diary("client", ROOM, {"c3": "words 3"}, {"c3": 3}, [entry.mark for entry in seen])


def found(stored: list[Stored], view: list[Stored]) -> str:
    """What the checker says, in one string."""
    return "\n".join(check({ROOM: stored}, [diary(view)]))


def test_a_whole_room_seen_in_order_is_no_violation() -> None:
    assert found(entries(5), entries(5)) == ""


def test_an_acknowledged_message_that_is_not_stored_is_found() -> None:
    stored = [entry if entry.n != 3 else replace(entry, text="other words") for entry in entries(5)]
    assert "lost: c3" in found(stored, stored)
    assert "lost: c3" in found(entries(2), entries(2))


def test_a_message_stored_twice_is_found() -> None:
    stored = [*entries(5), Stored(6, "id 6", "words 3")]
    assert "doubled: words 3" in found(stored, stored)


def test_a_gap_in_the_numbers_is_found() -> None:
    stored = [entry for entry in entries(5) if entry.n != 4]
    assert "the numbers have a gap" in found(stored, stored)


def test_two_entries_seen_in_the_wrong_order_are_found() -> None:
    view = deepcopy(entries(5))
    view[1], view[2] = view[2], view[1]
    assert "misordered: saw something else as number 2" in found(entries(5), view)


@pytest.mark.parametrize("count", [0, 4])
def test_a_reader_who_lacks_the_last_entries_after_the_quiet_is_found(count: int) -> None:
    assert f"incomplete: saw {count} of 5" in found(entries(5), entries(count))
