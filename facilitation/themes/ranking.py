"""Which sentences stand for a talk: near to its centre, for their length, and unlike one another.

Centrality is the weight that a sentence shares with the whole (Radev et al., Centroid-based summarization, 2004) over character
n-grams; that is its degree in the graph in which two sentences are joined by the product of their weights. Diversity is
maximal marginal relevance (Carbonell and Goldstein, 1998).
"""

from collections.abc import Sequence

import numpy as np

from facilitation.themes.grams import Rows, Vector, gram_rows, words_of

SHORT = 12  # words; shorter sentences count as this long, and little
FOR_LENGTH = 0.65  # power of the length that centrality is divided by
LIKENESS = 0.5  # how much of the choice is centrality, the rest unlikeness to what was chosen
CANDIDATES = 300


def central(texts: Sequence[str], most: int) -> list[int]:
    """Return the places of up to `most` sentences, the most telling first. Equal ones keep their order."""
    words = [words_of(text) for text in texts]
    rows = gram_rows(words)
    return diverse(rows, centrality(rows, [len(found) for found in words]), most)


def centrality(rows: Rows, lengths: Sequence[int]) -> Vector:
    """Return how near each row is to the centre of all, for its length in words; the highest is 1."""
    if not len(rows):
        return np.zeros(0, dtype=np.float32)
    centre = rows.summed()
    size = float(np.linalg.norm(centre)) or 1.0
    counted = np.array(lengths, dtype=np.float32)
    near = rows.times(centre / np.float32(size)) / np.maximum(counted, SHORT) ** np.float32(FOR_LENGTH)
    near = np.where(counted < SHORT, near / 10, near)
    return (near / (near.max() or 1)).astype(np.float32)


def diverse(rows: Rows, scores: Vector, most: int) -> list[int]:
    """Return places in the order in which they add most: high score, little likeness to those before."""
    candidates = [int(place) for place in np.argsort(-scores, kind="stable")[:CANDIDATES]]
    if not candidates:
        return []
    dense = rows.unit().dense(candidates)
    alike, own = dense @ dense.T, scores[candidates]
    nearest = np.zeros(len(candidates), dtype=np.float32)
    left = np.ones(len(candidates), dtype=bool)
    chosen: list[int] = []
    while len(chosen) < min(most, len(candidates)):
        gain = np.where(left, LIKENESS * own - (1 - LIKENESS) * nearest, -np.inf)
        best = int(np.argmax(gain))
        left[best] = False
        chosen.append(candidates[best])
        nearest = np.maximum(nearest, alike[:, best])
    return chosen
