"""Two versions word by word: what the runs say is exactly what the texts say, in any script."""

from hypothesis import given
from hypothesis import strategies as st

from dialogues.proposals.comparing import ADDED, KEPT, REMOVED, paired_clauses, word_runs

WORDS = st.lists(
    st.sampled_from(
        ["water", "is", "released", "each", "spring", "ماء", "النهر", "вода", "річки", "[or", "autumn]", ",", "."]
    ),
    max_size=14,
).map(" ".join)
CLAUSES = st.lists(WORDS.filter(bool), min_size=1, max_size=6)


@given(WORDS, WORDS)
def test_kept_and_removed_words_are_the_old_text_and_kept_and_added_ones_the_new(old: str, new: str) -> None:
    runs = word_runs(old, new)
    assert "".join(run.words for run in runs if run.what != ADDED) == old
    assert "".join(run.words for run in runs if run.what != REMOVED) == new


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_letter_of_any_script_is_lost(old: str, new: str) -> None:
    runs = word_runs(old, new)
    assert "".join(run.words for run in runs if run.what != ADDED) == old
    assert "".join(run.words for run in runs if run.what != REMOVED) == new


@given(WORDS)
def test_a_text_differs_in_nothing_from_itself(words: str) -> None:
    assert all(run.what == KEPT for run in word_runs(words, words))


@given(CLAUSES, CLAUSES)
def test_every_clause_of_both_versions_is_shown_once_and_in_order(old: list[str], new: list[str]) -> None:
    pairs = paired_clauses(old, new)
    assert [pair.old for pair in pairs if pair.old] == list(range(1, len(old) + 1))
    assert [pair.new for pair in pairs if pair.new] == list(range(1, len(new) + 1))
    for pair in pairs:
        if pair.new:
            assert "".join(run.words for run in pair.runs if run.what != REMOVED) == new[pair.new - 1]
        if pair.old:
            assert "".join(run.words for run in pair.runs if run.what != ADDED) == old[pair.old - 1]


def test_a_word_is_never_cut_in_two() -> None:
    runs = word_runs("Water is released in spring.", "Water is released in springtime.")
    assert [(run.what, run.words) for run in runs] == [
        (KEPT, "Water is released in "), (REMOVED, "spring"), (ADDED, "springtime"), (KEPT, "."),
    ]  # fmt: skip


def test_a_clause_that_moved_down_is_the_same_clause() -> None:
    pairs = paired_clauses(["One.", "Two."], ["New.", "One.", "Two."])
    assert [(pair.old, pair.new, pair.what) for pair in pairs] == [(None, 1, "added"), (1, 2, "kept"), (2, 3, "kept")]
