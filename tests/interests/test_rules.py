"""Marks, silence and the perception gap, by property: no side learns of another's mark before its own."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from dialogues.interests.rules import (
    KINDS,
    Ask,
    Told,
    asks_for,
    facilitators_read,
    is_shared,
    perception_gap,
    told,
)

NOW = datetime(2030, 3, 4, 10, 17, 23, 456, tzinfo=UTC)
SIDES = tuple("ABCDEF")
moments = st.integers(-3000, 3000).map(lambda minutes: NOW + timedelta(minutes=minutes))
kinds = st.lists(st.sampled_from(KINDS), max_size=6)


@st.composite
def rooms(draw: st.DrawFn, most: int = 6) -> tuple[tuple[str, ...], dict[str, datetime]]:
    """Two to six sides, some of which have marked."""
    sides = SIDES[: draw(st.integers(2, most))]
    marks = {side: draw(moments) for side in sides if draw(st.booleans())}
    return sides, marks


def view(side: str, sides: tuple[str, ...], marks: dict[str, datetime], moment: datetime = NOW) -> Told:
    """What a side is told: its own mark and the joint bit, as the pages compute it."""
    return told(marks.get(side), shared=is_shared(marks, sides, moment), moment=moment)


@given(rooms(), rooms(), st.sampled_from(SIDES))
def test_a_side_that_has_not_marked_is_told_the_same_whatever_the_others_did(
    one: tuple[tuple[str, ...], dict[str, datetime]], other: tuple[tuple[str, ...], dict[str, datetime]], side: str
) -> None:
    sides = one[0] if side in one[0] else (*one[0], side)
    first = {name: end for name, end in one[1].items() if name != side}
    second = {name: end for name, end in other[1].items() if name != side and name in sides}
    assert view(side, sides, first) == view(side, sides, second) == Told.UNMARKED


@given(rooms(), st.data())
def test_a_side_that_has_marked_learns_of_the_others_only_when_all_have(
    room: tuple[tuple[str, ...], dict[str, datetime]], data: st.DataObject
) -> None:
    sides, marks = room
    side = data.draw(st.sampled_from(sides))
    marks[side] = data.draw(moments)
    alone = told(marks[side], shared=False, moment=NOW)
    seen = view(side, sides, marks)
    everyone = all(name in marks and marks[name] <= NOW for name in sides)
    assert seen == (Told.SHARED if everyone else alone)


@given(rooms(), st.data())
def test_shared_means_that_every_single_side_is_needed(
    room: tuple[tuple[str, ...], dict[str, datetime]], data: st.DataObject
) -> None:
    sides, _marks = room
    marks = {side: NOW - timedelta(minutes=1) for side in sides}
    assert is_shared(marks, sides, NOW)
    missing = data.draw(st.sampled_from(sides))
    assert not is_shared({side: end for side, end in marks.items() if side != missing}, sides, NOW)
    assert not is_shared({**marks, missing: NOW + timedelta(seconds=1)}, sides, NOW)


@given(rooms(4))
def test_the_order_and_the_names_of_the_sides_do_not_matter(room: tuple[tuple[str, ...], dict[str, datetime]]) -> None:
    sides, marks = room
    results = {is_shared(marks, order, NOW) for order in permutations(sides)}
    assert len(results) == 1
    renamed = dict(zip(sides, (*sides[1:], sides[0]), strict=True))
    others = {renamed[side]: end for side, end in marks.items()}
    assert is_shared(others, sides, NOW) == is_shared(marks, sides, NOW)
    assert [view(renamed[side], sides, others) for side in sides] == [view(side, sides, marks) for side in sides]


@given(rooms(), st.sampled_from(SIDES), moments)
def test_one_more_mark_never_makes_an_interest_less_shared(
    room: tuple[tuple[str, ...], dict[str, datetime]], side: str, end: datetime
) -> None:
    sides, marks = room
    if side in marks or side not in sides:
        return
    assert is_shared({**marks, side: end}, sides, NOW) >= is_shared(marks, sides, NOW)


@given(rooms(), moments, moments)
def test_what_is_shared_stays_shared_as_time_goes_on(
    room: tuple[tuple[str, ...], dict[str, datetime]], one: datetime, other: datetime
) -> None:
    sides, marks = room
    early, late = sorted((one, other))
    assert is_shared(marks, sides, late) >= is_shared(marks, sides, early)


def test_a_mark_of_somebody_who_is_no_side_counts_for_nothing_and_no_sides_share_nothing() -> None:
    past = NOW - timedelta(hours=1)
    assert not is_shared({"A": past, "X": past}, ("A", "B"), NOW)
    assert not is_shared({"A": past}, (), NOW)


@given(kinds, kinds)
def test_the_gap_sorts_every_comparable_kind_into_exactly_one_place(perceived: list[str], stated: list[str]) -> None:
    gap = perception_gap(perceived, stated)
    told_of = [*gap.seen, *gap.overlooked, *gap.assumed]
    assert len(told_of) == len(set(told_of))
    if perceived and stated:
        assert gap.known
        assert set(told_of) == (set(perceived) | set(stated)) - {"other"}
    else:
        assert not gap.known
        assert told_of == []


@given(kinds, kinds)
def test_turning_the_gap_round_swaps_what_is_overlooked_and_what_is_assumed(
    perceived: list[str], stated: list[str]
) -> None:
    one, other = perception_gap(perceived, stated), perception_gap(stated, perceived)
    assert (one.seen, one.overlooked, one.assumed) == (other.seen, other.assumed, other.overlooked)


@given(kinds, kinds)
def test_saying_a_kind_twice_or_in_another_order_changes_no_gap(perceived: list[str], stated: list[str]) -> None:
    assert perception_gap([*perceived, *perceived[::-1]], stated[::-1]) == perception_gap(perceived, stated)


def test_a_gap_in_figures() -> None:
    gap = perception_gap(["security", "prosperity", "other"], ["recognition", "security", "other"])
    assert (gap.seen, gap.overlooked, gap.assumed) == (("security",), ("recognition",), ("prosperity",))
    assert not perception_gap([], ["security"]).known


def test_what_a_side_can_be_asked_depends_on_the_line_and_a_perception_never_goes_to_all() -> None:
    assert asks_for("interest", "drafted", "side") == (Ask.STAND, Ask.DROP)
    assert asks_for("interest", "stands", "side") == (Ask.FACILITATORS, Ask.ALL, Ask.DROP)
    assert asks_for("position", "stands", "facilitators") == (Ask.ALL, Ask.DROP)
    for state in ("drafted", "silence_running", "broken", "stands", "asked_again", "shown_to_all", "withdrawn"):
        for visibility in ("side", "facilitators", "all"):
            assert Ask.ALL not in asks_for("perceived", state, visibility)
            if state not in {"drafted", "stands"}:
                assert asks_for("interest", state, visibility) == ()


def test_facilitators_read_what_stands_and_was_not_kept_to_the_side() -> None:
    readable = {
        (state, visibility)
        for state in ("drafted", "silence_running", "broken", "stands", "asked_again", "shown_to_all", "withdrawn")
        for visibility in ("side", "facilitators", "all")
        if facilitators_read(state, visibility)
    }
    assert readable == {
        (state, visibility)
        for state in ("stands", "asked_again", "shown_to_all")
        for visibility in ("facilitators", "all")
    }
