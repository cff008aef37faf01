"""TextRank for sentences (Mihalcea and Tarau, 2004), to be measured against: word overlap over log lengths, PageRank with d = 0.85."""

from collections.abc import Sequence

import numpy as np

from facilitation.themes.grams import words_of

DAMPING, ROUNDS, ENOUGH = 0.85, 100, 1e-7


def textrank(texts: Sequence[str]) -> list[int]:
    """Return the places of all sentences, the highest rank first."""
    words = [words_of(text) for text in texts]
    place = {word: column for column, word in enumerate(sorted({word for found in words for word in found}))}
    having = np.zeros((len(texts), max(1, len(place))), dtype=np.float32)
    for row, found in enumerate(words):
        having[row, [place[word] for word in found]] = 1
    lengths = np.log(np.array([max(1, len(found)) for found in words]))
    scale = lengths[:, None] + lengths[None, :]
    alike = np.divide(having @ having.T, scale, out=np.zeros_like(scale), where=scale > 0)
    np.fill_diagonal(alike, 0)
    outgoing = alike.sum(axis=1)
    share = np.divide(alike, outgoing[:, None], out=np.zeros_like(alike), where=outgoing[:, None] > 0)
    rank = np.ones(len(texts))
    for _round in range(ROUNDS):
        moved = (1 - DAMPING) + DAMPING * (rank @ share)
        if float(np.abs(moved - rank).max(initial=0)) < ENOUGH:
            break
        rank = moved
    return [int(one) for one in np.argsort(-rank, kind="stable")]
