"""The text guard: runs of words that a digest shares with something a person said (domain.md 6.11). Pure."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST_ALLOWED = 5  # words; six in a row block
LONGEST_LETTERS = 11  # in scripts without spaces each letter counts as a word; twelve in a row block
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class SharedRun:
    """The longest run a draft shares with any message: its length, its words as they stand in the draft's folded form."""

    longest: int
    words: str
    blocked: bool


def folded_words(text: str) -> list[str]:
    """Return a text as words: runs of letters and digits after NFKC and case folding; letters of unspaced scripts singly."""
    words: list[str] = []
    for match in _WORD.finditer(unicodedata.normalize("NFKC", text).casefold()):
        word = match.group()
        words += list(word) if _UNSPACED.search(word) else [word]
    return words


def shared_run(draft: str, messages: Sequence[str], allowed: Sequence[str] = ()) -> SharedRun:
    """Return the longest run of words of `draft` that also stands in a message and not wholly inside an allowed text.

    `allowed` are tabled clauses and fixed phrases. Six words block; twelve letters where words are not spaced.
    """
    words = folded_words(draft)
    free = [folded_words(text) for text in allowed]
    best: list[str] = []
    for message in messages:
        for run in _runs(words, folded_words(message)):
            if len(run) > len(best) and not any(_contains(text, run) for text in free):
                best = run
    unspaced = bool(best) and all(len(word) == 1 and _UNSPACED.match(word) for word in best)
    limit = LONGEST_LETTERS if unspaced else LONGEST_ALLOWED
    return SharedRun(len(best), ("" if unspaced else " ").join(best), len(best) > limit)


def near_misses(drafts: Sequence[str], messages: Sequence[str]) -> list[int]:
    """Return the places of the messages that share six words in a row with any draft: a sieve before `shared_run`.

    One pass over the messages, so that tens of thousands of them can be looked through while a page is made.
    """
    grams = {gram for draft in drafts for gram in _grams(folded_words(draft))}
    if not grams:
        return []
    return [place for place, message in enumerate(messages) if not grams.isdisjoint(_grams(folded_words(message)))]


def _grams(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield every run of six words."""
    return zip(*(words[start:] for start in range(LONGEST_ALLOWED + 1)), strict=False)


def _runs(draft: Sequence[str], message: Sequence[str]) -> Iterator[list[str]]:
    """Yield every maximal run of words that both hold, by the table of common suffix lengths, row by row."""
    previous = [0] * (len(message) + 1)
    for place, word in enumerate(draft):
        current = [0] * (len(message) + 1)
        for other, said in enumerate(message, start=1):
            if word == said:
                current[other] = previous[other - 1] + 1
                ended = place + 1 == len(draft) or other == len(message) or draft[place + 1] != message[other]
                if ended:
                    yield list(draft[place + 1 - current[other] : place + 1])
        previous = current


def _contains(text: Sequence[str], run: Sequence[str]) -> bool:
    """Whether a run stands in a text."""
    return any(list(text[start : start + len(run)]) == list(run) for start in range(len(text) - len(run) + 1))


def place_of_run(text: str, run: str) -> tuple[int, int]:
    """Return where a folded run stands in a text as it is written: (start, end), the whole text if it cannot be told."""
    spans = [
        (match.start() + place, match.start() + place + 1, letter)
        if _UNSPACED.search(match.group())
        else (match.start(), match.end(), unicodedata.normalize("NFKC", match.group()).casefold())
        for match in _WORD.finditer(text)
        for place, letter in (enumerate(match.group()) if _UNSPACED.search(match.group()) else ((0, ""),))
    ]
    wanted = folded_words(run)
    for start in range(len(spans) - len(wanted) + 1):
        if [span[2] for span in spans[start : start + len(wanted)]] == wanted:
            return spans[start][0], spans[start + len(wanted) - 1][1]
    return 0, len(text)
