"""Themes of the talk, for the facilitators' screen alone: the terms that stand out, never a sentence that somebody said.

TF-IDF over messages (term frequency, inverse document frequency; Spärck Jones 1972); themes are groups of terms that share messages.
"""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from facilitation.digests.rules import folded_words

THEMES, TERMS = 4, 6
SHORTEST = 4  # letters of a term
COMMONEST = 0.5  # a term in more than half of the messages says nothing


def themes(messages: Sequence[str]) -> list[list[str]]:
    """Return up to four themes as lists of up to six terms, the most telling first; none for fewer than three messages."""
    documents = [[word for word in folded_words(message) if len(word) >= SHORTEST] for message in messages]
    documents = [document for document in documents if document]
    if len(documents) < 3:
        return []
    found = Counter(word for document in documents for word in set(document))
    terms = sorted(word for word, count in found.items() if 2 <= count <= max(2, COMMONEST * len(documents)))
    if not terms:
        return []
    matrix = _weights(documents, terms, found)
    return _groups(matrix, terms)


def _weights(documents: Sequence[Sequence[str]], terms: Sequence[str], found: Counter[str]) -> np.ndarray:
    """Return documents × terms, each weight tf · idf."""
    place = {term: column for column, term in enumerate(terms)}
    matrix = np.zeros((len(documents), len(terms)))
    for row, document in enumerate(documents):
        for word, count in Counter(document).items():
            if word in place:
                matrix[row, place[word]] = count * math.log(len(documents) / found[word])
    return matrix


def _groups(matrix: np.ndarray, terms: Sequence[str]) -> list[list[str]]:
    """Take the weightiest term left, and the terms that share its messages; repeat."""
    weight, shared = matrix.sum(axis=0), matrix.T @ matrix
    left, groups = set(range(len(terms))), list[list[str]]()
    while left and len(groups) < THEMES:
        head = max(left, key=lambda column: (weight[column], terms[column]))
        near = sorted(left - {head}, key=lambda column: (-shared[head, column], terms[column]))
        group = [head, *(column for column in near if shared[head, column] > 0)][:TERMS]
        groups.append([terms[column] for column in group])
        left -= set(group)
    return groups
