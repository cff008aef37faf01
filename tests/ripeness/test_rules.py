"""Ripeness: properties over every survey, with two, three and more sides."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.ballots.rules.survey import quorum_of_half
from dialogues.ripeness.rules import (
    BELIEFS,
    DOWN,
    HIGH,
    INSUFFICIENT,
    LOW,
    NOT_RIPE,
    RIPE_WINDOW,
    RIPENING,
    UNCHANGED,
    UP,
    Joint,
    band,
    eighth,
    ripeness_class,
    ripeness_joint,
    ripeness_participant,
    ripeness_side,
    ripeness_trend,
)

ORDER = [NOT_RIPE, RIPENING, RIPE_WINDOW]
LEAST = 3
Person = list[int | None]

PEOPLE = st.lists(st.one_of(st.none(), st.integers(1, 5), st.integers(1, 5)), min_size=9, max_size=9)
SIDE = st.lists(PEOPLE, min_size=LEAST, max_size=8)
SURVEYS = st.dictionaries(st.sampled_from("ABCDEF"), SIDE, min_size=2, max_size=6)
FULL = st.lists(st.integers(1, 5), min_size=9, max_size=9)
SHARES = st.fractions(0, 1, max_denominator=48)


def found(survey: dict[str, list[Person]]) -> Joint:
    """The joint result of a survey whose electorates are those who answered."""
    sides = {name: ripeness_side(people) for name, people in survey.items()}
    return ripeness_joint(sides, {name: len(people) for name, people in survey.items()}, LEAST)


@given(PEOPLE)
def test_a_belief_lies_between_nought_and_one_and_needs_two_of_its_three_statements(person: Person) -> None:
    beliefs = ripeness_participant(person)
    for place, belief in enumerate(beliefs):
        answered = sum(answer is not None for answer in person[3 * place : 3 * place + 3])
        assert (belief is None) == (answered < 2)
        assert belief is None or 0 <= belief <= 1


@given(FULL)
def test_turning_every_answer_round_turns_every_belief_round(person: list[int]) -> None:
    turned = ripeness_participant([6 - answer for answer in person])
    for one, other in zip(ripeness_participant(person), turned, strict=True):
        assert one is not None
        assert other == 1 - one


@given(SURVEYS, st.randoms())
@settings(max_examples=200, deadline=None)
def test_who_sits_where_changes_nothing(survey: dict[str, list[Person]], random: object) -> None:
    shuffled = {name: list(people) for name, people in reversed(survey.items())}
    for people in shuffled.values():
        random.shuffle(people)  # type: ignore[attr-defined]
    assert found(shuffled) == found(survey)


@given(SURVEYS)
@settings(max_examples=200, deadline=None)
def test_the_class_is_the_minimum_of_the_sides_medians_and_heads_are_never_pooled(
    survey: dict[str, list[Person]],
) -> None:
    sides = [ripeness_side(people) for people in survey.values()]
    joint = found(survey)
    if joint.joint is None:
        assert joint == Joint(INSUFFICIENT, None, None)
        return
    values = [belief for side in sides for belief in side.beliefs if belief is not None]
    assert joint.joint == min(values)
    assert joint.label == ripeness_class(min(values))
    assert joint.shared == tuple(all((side.beliefs[b] or 0) >= HIGH for side in sides) for b in range(BELIEFS))
    assert (joint.label == RIPE_WINDOW) == all(joint.shared)


@given(st.dictionaries(st.sampled_from("ABC"), st.lists(FULL, min_size=3, max_size=6), min_size=2), st.data())
@settings(max_examples=200, deadline=None)
def test_multiplying_the_heads_of_one_side_changes_nothing(
    survey: dict[str, list[Person]], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(survey)))
    assert found({**survey, name: survey[name] * 3}) == found(survey)


@given(st.dictionaries(st.sampled_from("ABC"), st.lists(FULL, min_size=3, max_size=6), min_size=2), st.data())
@settings(max_examples=200, deadline=None)
def test_a_side_that_doubts_can_hold_the_class_back_and_never_push_it_up(
    survey: dict[str, list[Person]], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(survey)))
    doubting: dict[str, list[Person]] = {**survey, name: [[1, 1, 5] * 3 for _ in survey[name]]}
    assert found(doubting).label == NOT_RIPE
    sure: dict[str, list[Person]] = {**survey, name: [[5, 5, 1] * 3 for _ in survey[name]]}
    assert ORDER.index(found(sure).label) >= ORDER.index(found(survey).label)


@given(SURVEYS, st.data())
@settings(max_examples=200, deadline=None)
def test_too_few_usable_answers_to_one_belief_on_one_side_leave_no_class(
    survey: dict[str, list[Person]], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(survey)))
    silent: list[Person] = [[None, None, person[2], *person[3:]] for person in survey[name]]
    assert found({**survey, name: silent}).label == INSUFFICIENT


@given(st.integers(0, 60), st.sampled_from([3, 5, 7]))
def test_half_of_a_side_has_to_answer_and_never_fewer_than_the_least(enrolled: int, least: int) -> None:
    needed = quorum_of_half(enrolled, least)
    assert needed >= least
    assert 2 * needed >= enrolled
    assert needed == least or 2 * (needed - 1) < enrolled


@given(SHARES, SHARES)
def test_bands_and_classes_never_fall_as_beliefs_rise(one: Fraction, other: Fraction) -> None:
    low, high = sorted([one, other])
    assert ["low", "mid", "high"].index(band(low)) <= ["low", "mid", "high"].index(band(high))
    assert ORDER.index(ripeness_class(low)) <= ORDER.index(ripeness_class(high))
    assert eighth(low) <= eighth(high)


@given(SHARES)
def test_a_sides_own_median_is_rounded_to_an_eighth_and_halves_go_up(belief: Fraction) -> None:
    rounded = eighth(belief)
    assert rounded * 8 == int(rounded * 8)
    assert Fraction(-1, 16) < rounded - belief <= Fraction(1, 16)


@pytest.mark.parametrize(("value", "word"), [(LOW, "mid"), (HIGH, "high"), (LOW - Fraction(1, 1000), "low")])
def test_the_thresholds_belong_to_the_upper_band(value: Fraction, word: str) -> None:
    assert band(value) == word


@given(st.lists(st.floats(0, 1), min_size=6, max_size=18), st.randoms())
def test_a_trend_turned_round_is_the_opposite_word(values: list[float], random: object) -> None:
    other = list(values)
    random.shuffle(other)  # type: ignore[attr-defined]
    other = [min(1.0, value + 0.1) for value in other]
    word, back = ripeness_trend(values, other).word, ripeness_trend(other, values).word
    assert {UP: DOWN, DOWN: UP, UNCHANGED: UNCHANGED}[word] == back
    assert word != DOWN
    assert ripeness_trend(values, values).word == UNCHANGED


def test_a_step_of_exactly_five_hundredths_is_a_trend() -> None:
    assert ripeness_trend([0.5] * 6, [0.55] * 6).word == UP
    assert ripeness_trend([0.55] * 6, [0.5] * 6).word == DOWN
    assert ripeness_trend([0.5] * 6, [0.549] * 6).word == UNCHANGED


def test_a_side_that_nobody_knows_anything_of_has_no_bands() -> None:
    side = ripeness_side([[None] * 9] * 5)
    assert side.beliefs == (None, None, None)
    assert side.bands == ("", "", "")
    assert side.ripeness is None
    assert ripeness_joint({"A": side}, {"A": 0}, 0).label == INSUFFICIENT


def test_a_statement_against_a_belief_counts_the_other_way_round() -> None:
    assert list(ripeness_participant((5, 5, 1) * 3)) == [1, 1, 1]
    assert list(ripeness_participant((1, 1, 5) * 3)) == [0, 0, 0]
    assert ripeness_participant((4, None, 2, 4, 3, None, None, 4, 2)) == (
        Fraction(3, 4),
        Fraction(5, 8),
        Fraction(3, 4),
    )
