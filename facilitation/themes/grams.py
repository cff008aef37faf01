"""Character n-grams of texts, weighted by TF-IDF, as sparse rows. Works in any script, and needs no list of words."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SHORTEST, LONGEST = 3, 5
WORD = re.compile(r"[^\W_]+")
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse rows: the weights of row r stand in values[starts[r]:starts[r + 1]], their columns beside them."""

    columns: NDArray[np.int32]
    values: Vector
    starts: NDArray[np.int64]
    width: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    def times(self, vector: Vector) -> Vector:
        """Return rows · vector."""
        sums = np.concatenate(([0.0], np.cumsum(self.values * vector[self.columns], dtype=np.float64)))
        return (sums[self.starts[1:]] - sums[self.starts[:-1]]).astype(np.float32)

    def summed(self, weights: Vector | None = None) -> Vector:
        """Return the sum of the rows, each times its weight."""
        values = self.values if weights is None else self.values * np.repeat(weights, np.diff(self.starts))
        return np.bincount(self.columns, values, self.width).astype(np.float32)

    def lengths(self) -> Vector:
        """Return the Euclidean length of every row; 1 for an empty one."""
        sums = np.concatenate(([0.0], np.cumsum(self.values.astype(np.float64) ** 2)))
        found = np.sqrt(np.maximum(sums[self.starts[1:]] - sums[self.starts[:-1]], 0))
        return np.where(found > 0, found, 1).astype(np.float32)

    def unit(self) -> "Rows":
        """Return the rows with length 1."""
        values = (self.values / np.repeat(self.lengths(), np.diff(self.starts))).astype(np.float32)
        return Rows(self.columns, values, self.starts, self.width)

    def dense(self, places: Sequence[int]) -> NDArray[np.float32]:
        """Return some rows in full."""
        full = np.zeros((len(places), self.width), dtype=np.float32)
        for row, place in enumerate(places):
            part = slice(self.starts[place], self.starts[place + 1])
            full[row, self.columns[part]] = self.values[part]
        return full


def words_of(text: str) -> list[str]:
    """Return the words of a text: runs of letters and digits after NFKC and case folding."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def gram_rows(texts: Sequence[Sequence[str]], most: int = 60_000) -> Rows:
    """Return one row a text, given as words: weight (1 + ln count) · ln(texts / texts with it), of n-grams in two texts or more.

    At most `most` n-grams are kept, those in most texts first, so that memory stays bounded whatever is said.
    """
    memory: dict[str, tuple[str, ...]] = {}
    found = Counter(gram for words in texts for gram in _distinct(words, memory))
    kept = sorted((gram for gram, count in found.items() if count > 1), key=lambda gram: (-found[gram], gram))[:most]
    place = {gram: column for column, gram in enumerate(kept)}
    weight = [math.log(len(texts) / found[gram]) for gram in kept]
    columns, values, starts = [], [], [0]
    for words in texts:
        counts = Counter(gram for word in words for gram in _grams(word, memory))
        row = sorted((place[gram], count) for gram, count in counts.items() if gram in place)
        columns.append(np.array([column for column, _count in row], dtype=np.int32))
        values.append(np.array([(1 + math.log(count)) * weight[column] for column, count in row], dtype=np.float32))
        starts.append(starts[-1] + len(row))
    empty = np.zeros(0)
    return Rows(
        np.concatenate(columns) if columns else empty.astype(np.int32),
        np.concatenate(values) if values else empty.astype(np.float32),
        np.array(starts, dtype=np.int64),
        max(1, len(kept)),
    )


def _distinct(words: Sequence[str], memory: dict[str, tuple[str, ...]]) -> set[str]:
    """The n-grams of a text, each once."""
    return {gram for word in words for gram in _grams(word, memory)}


def _grams(word: str, memory: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The n-grams of a word with its edges marked; a word is cut once."""
    if word not in memory:
        edged = f"_{word}_"
        memory[word] = tuple(
            edged[start : start + size]
            for size in range(SHORTEST, LONGEST + 1)
            for start in range(len(edged) - size + 1)
        )
    return memory[word]
