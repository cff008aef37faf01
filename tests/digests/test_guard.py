"""What the guard finds in a draft: words that somebody said, masks, names, figures, hours, giveaways."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitation.digests.guard.figures import figures, hours
from facilitation.digests.guard.finding import Draft
from facilitation.digests.guard.giveaways import giveaways
from facilitation.digests.guard.names import parts_of, standing
from facilitation.digests.guard.verbatim import said
from facilitation.digests.rules import folded_words, near_misses, place_of_run, shared_run

MESSAGE = "We could open the crossing on market days only, nothing more."
DRAFT = "It was said that they could open the crossing on market days and review it."
words = st.lists(st.sampled_from("abcdefg"), min_size=0, max_size=25).map(" ".join)


def parts(text: str, places: object) -> list[str]:
    """The found parts as they stand in the text."""
    return [text[start:end] for start, end in places]  # type: ignore[attr-defined]


@given(words, st.lists(words, max_size=4))
def test_the_sieve_lets_every_message_through_that_blocks(draft: str, messages: list[str]) -> None:
    near = near_misses([draft], messages)
    blocked = [place for place, message in enumerate(messages) if shared_run(draft, [message]).blocked]
    assert set(blocked) <= set(near)


def test_a_run_is_shown_where_it_stands_in_the_line_as_it_is_written() -> None:
    text = "Then: “OPEN the crossing, on market days!” was said."
    run = shared_run(text, ["open the crossing on market days"])
    assert parts(text, [place_of_run(text, run.words)]) == ["OPEN the crossing, on market days"]


@given(words.filter(lambda text: bool(text)))
def test_a_whole_text_as_a_run_is_found_from_its_first_to_its_last_word(text: str) -> None:
    assert folded_words(text[slice(*place_of_run(text, " ".join(folded_words(text))))]) == folded_words(text)


def test_twelve_letters_block_in_a_script_without_spaces() -> None:
    message = "市場の日に渡し場を開けることができます"
    assert shared_run("彼らは市場の日に渡し場を開けることを望む", [message]).blocked
    assert not shared_run("市場の日に開ける", [message]).blocked


def test_a_run_may_stand_with_the_leave_of_every_mask_that_said_it() -> None:
    first, second = uuid4(), uuid4()
    line, told = [Draft("bottom_line", 0, DRAFT)], [(first, MESSAGE), (second, MESSAGE)]
    run = shared_run(DRAFT, [MESSAGE]).words
    nobody = list(said(line, told, [], given={}, asked={first: [run]}))
    assert [finding.messages for finding in nobody] == [(first, second)]
    assert not nobody[0].asked
    assert list(said(line, told, [], given={first: [run]}, asked={}))
    assert not list(said(line, told, [], given={first: [run], second: [run]}, asked={}))


def test_a_mask_is_found_in_any_case_and_only_as_a_word_of_its_own() -> None:
    text = "heron and Heron’s friend; no Herons, no Heronry."
    assert parts(text, standing(text, ["Heron"])) == ["heron", "Heron"]


def test_a_family_name_alone_is_part_of_a_name() -> None:
    assert parts_of(["Ilse Marie Organizer"]) == ["Ilse", "Marie", "Organizer"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("7 of 12 on one side agreed.", ["7 of 12"]),
        ("Three participants were against it.", ["Three participants"]),
        ("A majority of the water, and 30 % of the seats.", ["30 %"]),
        ("Clause 3 gives five days and 40 cubic metres in 1992.", []),
        ("At least 5 people from each of 2 sides took part.", []),
    ],
)
def test_a_figure_about_people_has_to_have_been_released(text: str, found: list[str]) -> None:
    assert parts(text, figures(text, ["At least 5 people from each of 2 sides took part."])) == found


def test_a_time_of_day_is_found_and_a_ratio_or_date_is_not() -> None:
    text = "At 14:30 or 3 pm, on 2026-03-01, version 3.15."
    assert parts(text, hours(text, [])) == ["14:30", "3 pm"]


def test_words_of_gender_and_office_are_marked_in_several_languages() -> None:
    text = "She and the former Minister said; она; the theory."
    assert parts(text, giveaways(text)) == ["She", "Minister", "она"]
