"""What is said of a survey: a sentence for every result, a reading for every chart, nothing finer than was let out."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import product
from uuid import uuid4

import pytest

from dialogues.ballots.gate import release_gate
from dialogues.ballots.kinds import ClosedMeasure
from dialogues.dialogue.queries import SideView
from dialogues.ripeness.measure import release_request
from dialogues.ripeness.picture import picture
from dialogues.ripeness.queries import JointRound, StaffRound
from dialogues.ripeness.reading import described, reading
from dialogues.ripeness.statements import questions
from dialogues.ripeness.words import CLASSES, reveals, shared_words, verdict_words
from tests.ripeness.scenes import DOUBT, GOOD, HALF, SURE

SIDES = [SideView(uuid4(), number, label) for number, label in enumerate(("Velmar", "Ostrany", "Lower Issal"))]
ALL_SHARED: list[tuple[bool, ...]] = list(product((True, False), repeat=3))


def round_of(number: int, bands: Sequence[str] | None, *, shared: bool | None = False) -> StaffRound:
    """A survey whose first belief stands so on the sides, one a month."""
    held = {side.id: (band, "mid", "mid") for side, band in zip(SIDES, bands, strict=False)} if bands else {}
    flags = None if shared is None else (shared, False, False)
    return StaffRound(JointRound(number, date(2030, number, 1), "ripening", flags), held, "", None)


def test_every_combination_of_shared_beliefs_has_a_sentence_of_its_own() -> None:
    sentences = {shared_words(shared) for shared in [*ALL_SHARED, None]}
    assert len(sentences) == 9
    for label, shared in product(CLASSES, ALL_SHARED):
        words = verdict_words(label, shared)
        assert words.endswith(".")
        assert not re.search(r"\d|%", words)


@pytest.mark.parametrize(
    ("before", "after", "shared", "sentence"),
    [
        (("low", "low"), ("mid", "mid"), False, "Not yet shared. Every side moved up since 1 January 2030."),
        (("high", "mid"), ("mid", "low"), False, "Not yet shared. Every side moved down since 1 January 2030."),
        (("mid", "low"), ("mid", "low"), False, "Not yet shared. Unchanged since 1 January 2030."),
        (("low", "mid"), ("mid", "mid"), False, "Not yet shared. Since 1 January 2030, up: Velmar."),
        (("mid", "high"), ("mid", "low"), False, "Not yet shared. Since 1 January 2030, down: Ostrany."),
        (("low", "high"), ("mid", "mid"), False, "Not yet shared. Since 1 January 2030, up: Velmar; down: Ostrany."),
        (("mid", "high"), ("high", "high"), True, "Shared by every side since 1 February 2030."),
        (("mid", "high"), None, None, "Whether every side shares it is not published this time."),
        (None, ("mid", "high"), False, "Not yet shared."),
    ],
)
def test_a_chart_says_what_moved(
    before: Sequence[str] | None, after: Sequence[str] | None, shared: bool | None, sentence: str
) -> None:
    rounds = [round_of(1, before), round_of(2, after, shared=shared)]
    assert reading(0, rounds, SIDES[:2]) == sentence


def test_a_belief_shared_from_the_first_survey_needs_no_day() -> None:
    rounds = [round_of(number, ("high", "high"), shared=True) for number in (1, 2, 3)]
    assert reading(0, rounds, SIDES[:2]) == "Shared by every side."
    broken = [round_of(1, ("high", "high"), shared=True), round_of(2, ("mid", "high")), *rounds[2:]]
    assert reading(0, broken, SIDES[:2]) == "Shared by every side since 1 March 2030."


def test_the_movement_is_told_from_the_last_round_that_had_bands() -> None:
    rounds = [round_of(1, ("low", "mid")), round_of(2, None, shared=None), round_of(3, ("mid", "mid"))]
    assert reading(0, rounds, SIDES[:2]) == "Not yet shared. Since 1 January 2030, up: Velmar."


def test_a_chart_is_described_for_whoever_cannot_see_it() -> None:
    rounds = [round_of(1, ("low", "mid")), round_of(2, None, shared=None), round_of(3, ("mid", "high"))]
    assert described(0, rounds, SIDES[:2]) == (
        "Cannot prevail alone, from 1 January 2030 to 1 March 2030: "
        "Velmar low, not published, mid; Ostrany mid, not published, high."
    )
    assert described(0, rounds[:1], SIDES[:2]) == "Cannot prevail alone on 1 January 2030: Velmar low; Ostrany mid."


def test_the_chart_shows_six_rounds_and_the_table_all_of_them() -> None:
    rounds = [round_of(number, ("low", "mid", "high")) for number in range(1, 10)]
    shown = picture(rounds, SIDES)
    assert shown is not None
    assert {len(chart.plot.marks) for chart in shown.charts} == {6 * 3}
    assert len(shown.heads) == 9
    assert [len(row.cells) for row in shown.rows] == [27] * 3
    assert shown.rows[0].cells[:3] == ["low", "mid", "high"]
    assert shown.above.endswith("No trend: it takes two surveys of the same seats, 14 days apart.")
    assert picture([], SIDES) is None


@pytest.mark.parametrize(("f", "people"), [(1, "two"), (2, "three"), (3, "4")])
def test_the_ballot_says_against_how_many_insiders_an_answer_is_safe(f: int, people: str) -> None:
    assert f"by fewer than {people} people of your side" in reveals(f, "normal")[-1]
    assert len(reveals(f, "small_group")) == 1


@pytest.mark.django_db
def test_with_three_sides_the_weakest_side_decides() -> None:
    electorate = {side.id: 5 for side in SIDES}
    closed = ClosedMeasure(
        id=uuid4(), dialogue_id=uuid4(), kind="ripeness_survey", subject=None, subject_hash="", lineage=uuid4(),
        questions=questions(3), pass_mark="", k=5, f=1, group_mode="normal", electorate=electorate,
    )  # fmt: skip
    answers = dict(zip(electorate, (SURE, GOOD, HALF), strict=True))
    request, values = release_request(closed, {side: [{"answers": list(one)}] * 5 for side, one in answers.items()})
    finding = release_gate(request).finding
    assert finding is not None
    assert (finding.label, finding.shared) == ("ripening", (False, False, False))
    assert [side.bands[0] for side in finding.sides] == ["high", "high", "mid"]
    assert [side.medians[0] for side in finding.sides] == [1.0, 0.75, 0.5]
    assert values is not None
    assert set(values) == set(electorate)
    last = SIDES[2].id
    weakest, _kept = release_request(
        closed, {side: [{"answers": list(DOUBT if side == last else SURE)}] * 5 for side in electorate}
    )
    assert release_gate(weakest).body()["ripeness"]["class"] == "not_ripe"
    alone, nothing = release_request(closed, {side: [{"answers": list(SURE)}] * 5 for side in list(electorate)[:2]})
    assert release_gate(alone).outcome == "not_enough_answers"
    assert nothing is None
