"""Themes and central sentences: the same talk gives the same ones, in any script, and what is measured is measured right."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.textrank import textrank
from facilitation.launch.summarize import _messages, summarize
from facilitation.themes.finding import themes
from facilitation.themes.ranking import central
from facilitation.themes.rouge import rouge_1
from facilitation.themes.sentences import sentences_of

WATER = [
    "The dam should release more water in August.",
    "Water from the dam is late every August.",
    "In August the towns below the dam have no water.",
    "A table of water releases would help the towns.",
]
FLIGHTS = [
    "Flights over the northern corridor should resume.",
    "The corridor for flights was closed after the incident.",
    "Airlines ask when the northern corridor opens for flights.",
    "A corridor with fixed hours for flights is possible.",
]
texts = st.lists(st.text(max_size=60), max_size=12)


def test_two_subjects_are_two_themes_with_their_own_terms() -> None:
    found = themes(WATER + FLIGHTS, ["en"] * 8)
    assert len(found) == 2
    terms = [set(theme.terms) for theme in found]
    assert any("water" in one for one in terms)
    assert any("flights" in one for one in terms)
    assert not terms[0] & terms[1]


def test_central_messages_are_told_a_language() -> None:
    arabic = [f"يجب أن يطلق السد المزيد من الماء في الشهر {number}" for number in range(4)]
    found = themes(WATER + arabic, ["en"] * 4 + ["ar"] * 4)
    places = {language: kept for theme in found for language, kept in theme.central.items()}
    assert set(places) == {"ar", "en"}
    assert all(4 <= place < 8 for place in places["ar"])


def test_where_little_was_said_there_are_no_themes() -> None:
    assert themes(WATER, ["en"] * 4) == []
    assert themes([], []) == []


def test_the_second_sentence_is_unlike_the_first() -> None:
    first, second = central(WATER + FLIGHTS, 2)
    assert (first < 4) != (second < 4)


@settings(deadline=None, max_examples=40)
@given(texts, st.integers(0, 5))
def test_the_same_talk_gives_the_same_places_each_once(said: list[str], most: int) -> None:
    places = central(said, most)
    assert places == central(said, most)
    assert len(places) == len(set(places)) == min(most, len(said))
    languages = [""] * len(said)
    assert themes(said, languages) == themes(said, languages)


def test_rouge_counts_words_as_often_as_both_have_them() -> None:
    precision, recall, f1 = rouge_1("the cat sat on the mat", "The cat was on the mat, the end.")
    assert (precision, recall) == (5 / 6, 5 / 8)
    assert f1 == pytest.approx(2 * (5 / 6) * (5 / 8) / (5 / 6 + 5 / 8))
    assert rouge_1("", "anything") == (0.0, 0.0, 0.0)
    assert rouge_1("same words", "words same")[2] == 1


def test_textrank_puts_the_sentence_first_that_shares_most_words() -> None:
    said = ["the river rises in spring", "the river floods the town in spring", "nobody asked", "the town fears floods"]
    order = textrank(said)
    assert order[0] == 1
    assert order[-1] == 2


def test_sentences_end_in_every_script() -> None:
    assert sentences_of(["One. Two? Three", "", "市場へ。渡し場へ。", "هل نبدأ؟ نعم."]) == [
        (0, "One."), (0, "Two?"), (0, "Three"), (2, "市場へ。"), (2, "渡し場へ。"), (3, "هل نبدأ؟"), (3, "نعم."),
    ]  # fmt: skip


def test_messages_are_read_from_lines_or_a_list_and_keep_their_numbers(tmp_path: Path) -> None:
    rows = [{"text": WATER[0], "speaker": "Heron", "lang": "en"}, {"content": WATER[1]}, "plain", {"speaker": "none"}]
    lines = "\n".join(json.dumps(row) for row in rows)
    assert list(_messages(lines)) == list(_messages(json.dumps(rows)))
    assert list(_messages(lines))[1:] == [(WATER[1], ""), ("plain", ""), ("", "")]
    with pytest.raises(ValueError, match="line 2 is not JSON"):
        list(_messages('{"text": "a"}\n{broken'))


def test_a_summary_tells_its_sentences_in_the_order_in_which_they_were_said() -> None:
    told = summarize([(text, "en") for text in WATER + FLIGHTS], 3)
    places = [sentence["message"] for sentence in told["sentences"]]
    assert places == sorted(places)
    assert sorted(sentence["rank"] for sentence in told["sentences"]) == [1, 2, 3]
    assert told["summary"] == " ".join(sentence["text"] for sentence in told["sentences"])
