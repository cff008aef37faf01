"""The opinion map: two principal components of the votes, where everybody stands, how far statements reach (domain.md 6.12). Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Ballot = Sequence[int | None]  # one respondent: agree 1, disagree -1, pass 0, None not seen; a place a statement


@dataclass(frozen=True, slots=True)
class OpinionMap:
    """Where everything lies. Respondents are never shown as points."""

    centre: list[float]
    components: list[list[float]]  # two, of unit length
    projections: list[list[float]]  # a respondent: two coordinates
    extremity: list[float]  # of each statement
    singular_values: list[float]


def pca(votes: Sequence[Ballot], moderated_out: Collection[int] = ()) -> OpinionMap:
    """Return the map of votes. `moderated_out` are columns from 0: set to 0 for everybody first, and still votes cast."""
    if not votes or not votes[0]:
        return OpinionMap([], [[], []], [[0.0, 0.0] for _ballot in votes], [], [])
    given = np.array([[np.nan if vote is None else float(vote) for vote in ballot] for ballot in votes])
    given[:, sorted(moderated_out)] = 0.0
    cast = ~np.isnan(given)
    counts = cast.sum(axis=0)
    centre = np.where(cast, given, 0.0).sum(axis=0) / np.maximum(counts, 1)
    off_centre = np.where(cast, given - centre, 0.0)  # a missing vote lies at its column's mean
    _left, singular, right = np.linalg.svd(off_centre, full_matrices=False)
    components = _two(right, singular)
    statements = given.shape[1]
    stretch = np.sqrt(statements / np.maximum(1, cast.sum(axis=1)))
    reach = np.sqrt((components**2).sum(axis=0))
    return OpinionMap(
        centre=centre.tolist(),
        components=components.tolist(),
        projections=((off_centre @ components.T) * stretch[:, None]).tolist(),
        extremity=(np.sqrt(statements) * np.abs(1 - centre) * reach).tolist(),
        singular_values=singular.tolist(),
    )


def _two(right: Matrix, singular: Matrix) -> Matrix:
    """Return the first two components, each turned so that its largest loading, the first on a tie, is positive.

    What the votes do not spread along is no direction: its component is nothing.
    """
    two = np.zeros((2, right.shape[1]))
    for place in range(min(2, len(singular))):
        if singular[place] > 1e-9:
            loadings = right[place]
            largest = int(np.argmax(np.round(np.abs(loadings), 9)))
            two[place] = loadings * np.sign(loadings[largest])
    return two
