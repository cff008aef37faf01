"""From facts to lines: what changed since the last digest, clause by clause, and what a reworded line rests on."""

from hypothesis import given
from hypothesis import strategies as st

from facilitation.digests.line import Line
from facilitation.digests.sections import CODES
from facilitation.digests.sections.changes import changes
from facilitation.digests.wording import resting_on

KEPT, MOVED = Line("1. A hotline.", [], "a"), Line("2. Lists are exchanged.", [], "b")
lines = st.builds(Line, st.text(min_size=1), st.just([]), st.sampled_from("abcdef"))


def told(now: dict[str, list[Line]], before: dict[str, list[Line]]) -> list[str]:
    """The section as text."""
    return [line.text for line in changes(now, before)]


def test_the_sections_stand_in_the_order_that_officials_know() -> None:
    assert CODES == (
        "status", "bottom_line", "common_ground", "shared_interests", "options", "steps", "divergence", "constraints",
        "timing", "relation", "method", "next", "changes",
    )  # fmt: skip


def test_the_first_digest_says_so() -> None:
    assert told({"common_ground": [KEPT]}, {}) == ["This is the first digest."]


def test_a_clause_is_new_changed_unchanged_or_withdrawn() -> None:
    before = {"common_ground": [KEPT, MOVED, Line("3. Old words.", [], "c")]}
    now = {"common_ground": [KEPT, Line("3. New words.", [], "c"), Line("4. Flights.", [], "d")]}
    assert told(now, before) == [
        "Changed: 3. New words.",
        "New: 4. Flights.",
        "Withdrawn: 2. Lists are exchanged.",
        "Unchanged lines: 1",
    ]


def test_a_clause_that_went_from_contested_to_common_is_told_as_changed() -> None:
    contested = Line("Still contested: 2. Lists are exchanged.", [], "b")
    assert told({"common_ground": [MOVED]}, {"divergence": [contested]}) == ["Changed: 2. Lists are exchanged."]


def test_nothing_changed_is_said_in_one_sentence() -> None:
    same = {"common_ground": [KEPT, MOVED]}
    assert told(same, same) == ["Nothing has changed since the last digest."]


@given(st.lists(lines, min_size=1))
def test_a_digest_compared_with_itself_has_not_changed(found: list[Line]) -> None:
    one_each = list({line.key: line for line in found}.values())
    assert told({"steps": one_each}, {"steps": one_each}) == ["Nothing has changed since the last digest."]


def test_a_reworded_line_keeps_its_sources_and_a_new_one_has_none() -> None:
    known = [Line("A hotline is opened.", ["clause 1"], "a"), Line("Lists are exchanged.", ["clause 2"], "b")]
    typed = ["Lists of detainees are exchanged.", "A hotline is opened.", "Something else entirely: water, 1992."]
    assert [line.sources for line in resting_on(typed, known)] == [["clause 2"], ["clause 1"], []]


@given(st.lists(st.text(), max_size=4), st.lists(lines, max_size=4))
def test_no_word_that_was_typed_is_lost(typed: list[str], known: list[Line]) -> None:
    assert [line.text for line in resting_on(typed, known)] == typed
