"""Themes of a talk: messages that belong together, the terms that stand out in them, and their central messages a language.

For the facilitators' eyes, to be put into their own words. Deterministic, on the machine, without a service: groups by spherical
k-means over character n-grams (Dhillon and Modha, 2001) begun from central messages unlike one another.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facilitation.themes.grams import Rows, gram_rows, words_of
from facilitation.themes.ranking import centrality, diverse

MOST_THEMES, TERMS, CENTRAL, ROUNDS = 5, 6, 2, 8
FEWEST = 6  # messages; below that there is no talk to speak of
A_THEME = 3  # messages
TERM_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: its share of the messages, its terms, and language → places of its central messages."""

    share: float
    terms: list[str]
    central: dict[str, list[int]]


def themes(texts: Sequence[str], languages: Sequence[str]) -> list[Theme]:
    """Return up to five themes of messages, the largest first; none where too little was said."""
    words = [words_of(text) for text in texts]
    long = [place for place, found in enumerate(words) if len(found) >= 4]
    if len(long) < FEWEST:
        return []
    rows = gram_rows([words[place] for place in long]).unit()
    scores = centrality(rows, [len(words[place]) for place in long])
    seeds = diverse(rows, scores, min(MOST_THEMES, len(long) // A_THEME))
    groups = _grouped(rows, seeds)
    found = Counter(word for place in long for word in set(words[place]))
    themes_found = []
    for number in range(len(seeds)):
        members = [int(row) for row in np.flatnonzero(groups == number)]
        if len(members) >= A_THEME:
            own = [long[row] for row in members]
            near = sorted(members, key=lambda row: (-float(scores[row]), row))
            central = _by_language([long[row] for row in near], languages)
            themes_found.append(
                Theme(len(own) / len(long), _terms([words[one] for one in own], found, len(long)), central)
            )
    return sorted(themes_found, key=lambda theme: -theme.share)


def _grouped(rows: Rows, seeds: Sequence[int]) -> NDArray[np.intp]:
    """Return the group of every row: the nearest centre, and the centres moved a few times."""
    centres = list(rows.dense(seeds))
    groups = np.zeros(len(rows), dtype=np.intp)
    for _round in range(ROUNDS):
        near = np.stack([rows.times(centre) for centre in centres], axis=1)
        moved = np.argmax(near, axis=1)
        if np.array_equal(moved, groups) and _round:
            break
        groups = moved
        for number in range(len(centres)):
            centre = rows.summed((groups == number).astype(np.float32))
            size = float(np.linalg.norm(centre))
            centres[number] = centre / np.float32(size) if size else centres[number]
    return groups


def _terms(own: Sequence[Sequence[str]], found: Counter[str], messages: int) -> list[str]:
    """Return the words that stand in more of the theme's messages than chance would have it and are rare in the talk, the most so first."""
    here = Counter(word for words in own for word in set(words) if len(word) >= TERM_LETTERS)
    weight = {
        word: count * math.log(count * messages / (found[word] * len(own))) * math.log(messages / found[word])
        for word, count in here.items()
        if count > 1 and count * messages > found[word] * len(own)
    }
    return sorted(weight, key=lambda word: (-weight[word], word))[:TERMS]


def _by_language(places: Sequence[int], languages: Sequence[str]) -> dict[str, list[int]]:
    """Return language → its first places."""
    central: dict[str, list[int]] = {}
    for place in places:
        kept = central.setdefault(languages[place], [])
        if len(kept) < CENTRAL:
            kept.append(place)
    return dict(sorted(central.items()))
