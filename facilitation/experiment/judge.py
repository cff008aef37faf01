"""What the outcome of an experiment means: pure statistics, with the bounds that were fixed before (anonymity.md 14)."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SIGMAS = 4
Table = NDArray[np.float64]
Places = NDArray[np.int_]


def most_links(runs: int) -> int:
    """Return the most correct links over all runs that chance explains.

    Correct links of a random assignment are the fixed points of a permutation: about one a run, with variance one, so
    that their sum over R runs is nearly Poisson(R). The bound is R + 4 √R.
    """
    return math.floor(runs + SIGMAS * math.sqrt(runs))


def most_for_one(runs: int, size: int) -> float:
    """Return the highest success rate for one person, the first to come say, that chance explains: 1/k + 4 σ."""
    chance = 1 / size
    return chance + SIGMAS * math.sqrt(chance * (1 - chance) / runs)


def most_order(runs: int, size: int) -> float:
    """Return the largest mean of Kendall's τ over all runs that chance explains: 4 σ of its mean without any order."""
    return SIGMAS * math.sqrt(2 * (2 * size + 5) / (9 * size * (size - 1) * runs))


def kendall(one: Sequence[float], other: Sequence[float]) -> float:
    """Return Kendall's τ of two rankings of the same things: 1 the same order, -1 the reverse, 0 unrelated."""
    pairs = [(a, b) for a in range(len(one)) for b in range(a)]
    if not pairs:
        return 0.0
    total = sum(_sign(one[a] - one[b]) * _sign(other[a] - other[b]) for a, b in pairs)
    return total / len(pairs)


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def cheapest(costs: Sequence[Sequence[float]]) -> list[int]:
    """Return for each row the column that it gets so that the sum of costs is least (Hungarian method).

    Rows may be fewer than columns. Shortest augmenting paths with potentials, O(rows² · columns).
    """
    table = np.asarray(costs, dtype=float)
    if not table.size:
        return []
    rows, columns = table.shape
    rows_up, columns_up = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, dtype=int)  # column → its row, from 1; place 0 is where a new row waits
    for row in range(1, rows + 1):
        owner[0] = row
        _augment(table, rows_up, columns_up, owner)
    result = [0] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            result[owner[column] - 1] = column - 1
    return result


def _augment(table: Table, rows_up: Table, columns_up: Table, owner: Places) -> None:
    """Give the waiting row a column, moving others where that is cheaper."""
    size = len(owner)
    least, previous, seen = np.full(size, np.inf), np.zeros(size, dtype=int), np.zeros(size, dtype=bool)
    column = 0
    while owner[column]:
        seen[column] = True
        reduced = np.full(size, np.inf)
        reduced[1:] = table[owner[column] - 1] - rows_up[owner[column]] - columns_up[1:]
        better = ~seen & (reduced < least)
        least[better], previous[better] = reduced[better], column
        column = int(np.argmin(np.where(seen, np.inf, least)))
        step = least[column]
        rows_up[owner[seen]] += step
        columns_up[seen] -= step
        least[~seen] -= step
    while column:
        owner[column] = owner[previous[column]]
        column = int(previous[column])
