"""What a ballot can ask, and what counts as an answer to it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.ballots.questions import (
    GRADES,
    SHORT_BYTES,
    ChoiceInvalid,
    gradient_question,
    packed,
    pair_question,
    valid_choice,
    version_for,
)

CLAUSES = [{"number": 1, "text": "One"}, {"number": 2, "text": "Two"}]
GRADIENT = gradient_question(key="whole", text="How far?", clauses=CLAUSES)
WORDED = gradient_question(key="whole", text="How far?", clauses=CLAUSES, words=True)
PAIR = pair_question(key="item", text="Water releases", number=4)
pairs = st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=2, max_size=2)


def refused(answers: Any, *questions: dict[str, Any]) -> str:
    """Return the sentence with which these answers are refused."""
    with pytest.raises(ChoiceInvalid) as refusal:
        valid_choice({"answers": answers}, questions)
    return str(refusal.value)


@pytest.mark.parametrize("grade", [5, 4, 3, 2, 1, "M", "A"])
def test_every_stop_of_the_gradient_is_an_answer(grade: int | str) -> None:
    assert valid_choice({"answers": [[grade, None]]}, [GRADIENT]) == {"answers": [[grade, None]]}


@pytest.mark.parametrize("grade", [4, 3, 0])
def test_support_with_a_point_living_with_it_and_a_firm_objection_may_name_a_clause(grade: int) -> None:
    assert valid_choice({"answers": [[grade, 2]]}, [GRADIENT]) == {"answers": [[grade, 2]]}


def test_a_firm_objection_without_a_clause_is_refused() -> None:
    assert "Choose the clause" in refused([[0, None]], GRADIENT)


@pytest.mark.parametrize("grade", [5, 2, 1, "M", "A"])
def test_other_answers_name_no_clause(grade: int | str) -> None:
    assert "name a clause" in refused([[grade, 1]], GRADIENT)


@pytest.mark.parametrize(
    "answer", [[6, None], ["5", None], [True, None], [0, 3], [0, True], [3], [3, None, "x"], 3, {}]
)
def test_an_answer_outside_the_gradient_is_refused(answer: Any) -> None:
    assert refused([answer], GRADIENT)


def test_words_are_kept_where_they_are_asked_for_and_bounded() -> None:
    assert valid_choice({"answers": [[4, 1, "yes, if"]]}, [WORDED]) == {"answers": [[4, 1, "yes, if"]]}
    assert "too long" in refused([[4, 1, "x" * 501]], WORDED)
    assert refused([[4, 1, 7]], WORDED)


@given(st.lists(pairs, min_size=1, max_size=12))
def test_ratings_are_pairs_of_one_to_five_and_either_may_be_empty(answers: list[list[int | None]]) -> None:
    questions = [PAIR] * len(answers)
    if all(answer == [None, None] for answer in answers):
        assert refused(answers, *questions)
    else:
        kept = valid_choice({"answers": answers}, questions)["answers"]
        assert kept == [None if answer == [None, None] else answer for answer in answers]


@pytest.mark.parametrize("answer", [[0, 3], [3, 6], [True, 2], [2.0, 2], ["2", 2], [1], [1, 2, 3], "12"])
def test_a_rating_outside_one_to_five_is_refused(answer: Any) -> None:
    assert refused([answer], PAIR)


@pytest.mark.parametrize(
    "choice", [{}, {"answers": []}, {"answers": [[1, 1], [1, 1]]}, {"answers": [[1, 1]], "seat": 1}]
)
def test_a_choice_that_belongs_to_other_questions_is_refused(choice: dict[str, Any]) -> None:
    with pytest.raises(ChoiceInvalid):
        valid_choice(choice, [PAIR])


def test_a_ballot_with_words_or_very_many_questions_is_long_whatever_the_answer() -> None:
    assert version_for([GRADIENT]) == 1
    assert version_for([PAIR] * 19) == 1
    assert version_for([PAIR] * 40) == 2
    assert version_for([WORDED]) == 2


@given(st.integers(1, 40), st.data())
def test_no_choice_outgrows_the_length_that_its_questions_fix(count: int, data: st.DataObject) -> None:
    questions = [PAIR] * count
    answers = data.draw(st.lists(pairs, min_size=count, max_size=count))
    answers[0] = [3, None]
    if version_for(questions) == 1:
        assert len(packed(valid_choice({"answers": answers}, questions))) <= SHORT_BYTES


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
)


@given(st.lists(anything, max_size=4) | anything)
def test_whatever_a_hostile_ballot_holds_is_an_answer_or_refused_and_nothing_else(answers: Any) -> None:
    for question in (PAIR, GRADIENT, WORDED):
        for choice in ({"answers": answers}, {"answers": [answers]}):
            try:
                kept = valid_choice(choice, [question])
            except ChoiceInvalid:
                continue
            assert len(packed(kept)) < 4029


def test_the_gradient_has_its_eight_answers_in_order() -> None:
    assert GRADES == (5, 4, 3, 2, 1, 0, "M", "A")
