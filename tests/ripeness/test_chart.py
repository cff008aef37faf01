"""The geometry of the chart: nothing outside its frame, nothing on top of something else, mirrored right to left."""

import re
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from dialogues.ripeness.chart import CENTRES, WIDTH, plot

NAMES = [("high", "High"), ("mid", "Mid"), ("low", "Low")]
BANDS = st.sampled_from(["high", "mid", "low", ""])


@st.composite
def bands_over_rounds(draw: st.DrawFn) -> list[list[str]]:
    """Two to six sides over one to six rounds; a round has bands of every side or of none."""
    sides, rounds = draw(st.integers(2, 6)), draw(st.integers(1, 6))
    columns = [draw(st.lists(st.sampled_from(list(CENTRES)), min_size=sides, max_size=sides)) for _ in range(rounds)]
    shown = [column if draw(st.booleans()) else [""] * sides for column in columns]
    return [[column[side] for column in shown] for side in range(sides)]


def days(series: list[list[str]]) -> list[str]:
    """A label for each round."""
    return [f"{number} Nov" for number in range(1, len(series[0]) + 1)]


@given(bands_over_rounds())
def test_every_side_stands_in_its_band_and_no_two_on_one_spot(series: list[list[str]]) -> None:
    drawn = plot(series, days(series), NAMES)
    wanted = sum(1 for row in series for band in row if band)
    assert len(drawn.marks) == wanted
    for mark in drawn.marks:
        nearest = min(CENTRES, key=lambda band: abs(CENTRES[band] - mark.y))
        column = [label.x for label in drawn.rounds].index(mark.x)
        assert series[mark.shape][column] == nearest
        assert 46 <= mark.x <= 320
        assert mark.y - 7 >= 14
        assert mark.y + 7 <= 178
    for one, other in combinations(drawn.marks, 2):
        assert (one.x, one.y) != (other.x, other.y)


@given(bands_over_rounds())
def test_mirroring_twice_is_the_same_drawing(series: list[list[str]]) -> None:
    plain, mirrored = plot(series, days(series), NAMES), plot(series, days(series), NAMES, mirrored=True)
    assert [WIDTH - mark.x for mark in mirrored.marks] == [mark.x for mark in plain.marks]
    assert [mark.y for mark in mirrored.marks] == [mark.y for mark in plain.marks]
    assert [WIDTH - label.x for label in mirrored.rounds] == [label.x for label in plain.rounds]


@given(bands_over_rounds())
def test_lines_run_through_their_marks_and_break_where_a_round_has_none(series: list[list[str]]) -> None:
    for line in plot(series, days(series), NAMES).lines:
        points = re.findall(r"([ML])([\d.]+) ([\d.]+)", line.path)
        assert len(points) == sum(1 for band in series[line.shape] if band)
        starts = sum(1 for pen, *_ in points if pen == "M")
        runs = re.findall(r"x+", "".join("x" if band else " " for band in series[line.shape]))
        assert starts == len(runs)


def test_one_round_alone_stands_in_the_middle_and_has_no_line() -> None:
    drawn = plot([["high"], ["high"]], ["1 Nov"], NAMES)
    assert drawn.lines == []
    assert {mark.x for mark in drawn.marks} == {180}
    assert [mark.y for mark in drawn.marks] == [31, 49]


def test_with_many_rounds_every_second_one_is_named_and_the_newest_always() -> None:
    series = [["high"] * 6, ["low"] * 6]
    assert [label.text for label in plot(series, days(series), NAMES).rounds] == ["", "2 Nov", "", "4 Nov", "", "6 Nov"]
    few = [["high"] * 3, ["low"] * 3]
    assert [label.text for label in plot(few, days(few), NAMES).rounds] == ["1 Nov", "2 Nov", "3 Nov"]
