"""The geometry of a chart of bands over rounds, computed on the server. Pure: numbers in, places out.

Sides in the same band stand one above the other; where a round has no bands the lines break. Right to left, time runs from
right to left.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 330
LABELS_AT, FIRST, LAST = 0, 70, 290  # across: names of the bands, first and last round
CENTRES = {"high": 40, "mid": 95, "low": 150}  # down
GRID = (67.5, 122.5, 178.0)
GRID_FROM, GRID_TO = 46, 320
NAMES_DROP = 5  # from a band's centre to the foot of its name
ROUNDS_AT = 200
APART, SPREAD = 18.0, 36.0  # between sides in one band; all of them together
SHOWN = 6  # newest rounds that fit
CROWDED = 3  # with more rounds every second one is named, the newest always


@dataclass(frozen=True, slots=True)
class Mark:
    """One side in one round."""

    shape: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """One side over the rounds: the path of an SVG line."""

    shape: int
    path: str


@dataclass(frozen=True, slots=True)
class Label:
    """A word beside or below the plot."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything that the template draws."""

    grid: Sequence[str]
    bands: Sequence[Label]
    rounds: Sequence[Label]
    lines: Sequence[Line]
    marks: Sequence[Mark]


def plot(
    series: Sequence[Sequence[str]], rounds: Sequence[str], names: Sequence[tuple[str, str]], *, mirrored: bool = False
) -> Plot:
    """Lay out a chart. `series`: side → band in each round, "" where there is none; `names`: (band, word), top first."""
    across = [_mirror(x, mirrored=mirrored) for x in _columns(len(rounds))]
    places = [_heights([bands[column] for bands in series]) for column in range(len(rounds))]
    marks = [
        [
            None if (y := places[column][side]) is None else Mark(side, across[column], y)
            for column in range(len(rounds))
        ]
        for side in range(len(series))
    ]
    start, end = _mirror(GRID_FROM, mirrored=mirrored), _mirror(GRID_TO, mirrored=mirrored)
    return Plot(
        grid=[f"M{_short(start)} {_short(y)}H{_short(end)}" for y in GRID],
        bands=[Label(_mirror(LABELS_AT, mirrored=mirrored), CENTRES[band] + NAMES_DROP, word) for band, word in names],
        rounds=[Label(x, ROUNDS_AT, words) for x, words in zip(across, _named(rounds), strict=True)],
        lines=[Line(side, path) for side, row in enumerate(marks) if (path := _path(row))],
        marks=[mark for row in marks for mark in row if mark is not None],
    )


def _named(rounds: Sequence[str]) -> list[str]:
    """The names of the rounds, those left out that would run into their neighbours."""
    last = len(rounds) - 1
    return ["" if last >= CROWDED and (last - place) % 2 else words for place, words in enumerate(rounds)]


def _columns(count: int) -> list[float]:
    """Where so many rounds stand; one alone stands in the middle."""
    if count == 1:
        return [(FIRST + LAST) / 2]
    return [round(FIRST + (LAST - FIRST) * place / (count - 1), 1) for place in range(count)]


def _heights(bands: Sequence[str]) -> list[float | None]:
    """Where the sides stand in one round; those in one band are spread around its centre, in the sides' order."""
    heights: list[float | None] = []
    for side, band in enumerate(bands):
        if not band:
            heights.append(None)
            continue
        together = [other for other, also in enumerate(bands) if also == band]
        apart = min(APART, SPREAD / max(1, len(together) - 1))
        heights.append(CENTRES[band] + (together.index(side) - (len(together) - 1) / 2) * apart)
    return heights


def _path(row: Sequence[Mark | None]) -> str:
    """The line through a side's marks, broken where one is missing; "" where there is nothing to join."""
    path, pen_down, joined = "", False, False
    for mark in row:
        if mark is None:
            pen_down = False
            continue
        path += f"{'L' if pen_down else 'M'}{_short(mark.x)} {_short(mark.y)}"
        joined, pen_down = joined or pen_down, True
    return path if joined else ""


def _mirror(x: float, *, mirrored: bool) -> float:
    """The same place seen from the other side."""
    return WIDTH - x if mirrored else x


def _short(value: float) -> str:
    """A number without needless digits, always with a full stop."""
    return f"{value:g}"
