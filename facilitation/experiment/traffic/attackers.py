"""Attackers on lengths and times: each says how well every line fits every mask; the best assignment is the guess.

An observer sees every line. Somebody in the room tells when which mask's message appeared, and how long it is.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facilitation.experiment.traffic.observer import Sight
from facilitation.experiment.traffic.talkers import Heard

Table = NDArray[np.float64]  # masks × lines: the higher, the likelier
JUST_BEFORE, JUST_AFTER = 0.12, 0.08  # seconds around the moment at which a message appears
OVERHEAD = 130  # bytes of a message beside its words


@dataclass(frozen=True, slots=True)
class Watched:
    """One session as an attacker has it."""

    sights: Mapping[int, Sequence[Sight]]  # line → what passed, in order
    heard: Sequence[Heard]
    lines: Sequence[int]
    masks: Sequence[str]
    tick: float


Attacker = Callable[[Watched], Table]


def _passed(seen: Sequence[Sight], start: float, end: float, *, up: bool) -> int:
    """Bytes that passed in one direction within a time."""
    moments = [sight.moment for sight in seen]
    found = seen[bisect_left(moments, start) : bisect_right(moments, end)]
    return sum(sight.size for sight in found if sight.up == up)


def _around(watched: Watched, start: float, end: float, *, up: bool) -> tuple[Table, Table]:
    """For each message and line: bytes from `start` to `end` seconds around its moment; and which mask wrote it."""
    passed = np.array(
        [
            [_passed(watched.sights[line], one.moment + start, one.moment + end, up=up) for line in watched.lines]
            for one in watched.heard
        ],
        dtype=float,
    ).reshape(len(watched.heard), len(watched.lines))
    wrote = np.array([[float(one.mask == mask) for one in watched.heard] for mask in watched.masks])
    return passed, wrote.reshape(len(watched.masks), len(watched.heard))


def _beyond_usual(passed: Table) -> Table:
    """How far each line is above what is usual at this moment."""
    return passed - np.median(passed, axis=1, keepdims=True) if passed.size else passed


def bursts(watched: Watched) -> Table:
    """1: what went up just before a mask's message appeared."""
    passed, wrote = _around(watched, -JUST_BEFORE, 0, up=True)
    return np.asarray(wrote @ _beyond_usual(passed))


def earlier_ticks(watched: Watched) -> Table:
    """2: what went up in the two ticks before."""
    passed, wrote = _around(watched, -2.5 * watched.tick, -0.5 * watched.tick, up=True)
    return np.asarray(wrote @ _beyond_usual(passed))


def lengths(watched: Watched) -> Table:
    """3: whether what went up is as long as what appeared."""
    passed, wrote = _around(watched, -JUST_BEFORE, 0, up=True)
    wanted = np.array([[one.length + OVERHEAD] for one in watched.heard], dtype=float).reshape(-1, 1)
    return np.asarray(-(wrote @ np.minimum(np.abs(passed - wanted), 4 * wanted)))


def echoes(watched: Watched) -> Table:
    """4: what comes down as it appears: its author gets an acknowledgement with it."""
    passed, wrote = _around(watched, -JUST_AFTER, JUST_AFTER, up=False)
    return np.asarray(wrote @ _beyond_usual(passed))


def slow_answers(watched: Watched) -> Table:
    """5: who answers frames later than usual in the ticks before: a browser at work on something."""
    table = np.zeros((len(watched.masks), len(watched.lines)))
    for place, line in enumerate(watched.lines):
        delays = _delays(watched.sights[line])
        usual = float(np.median([delay for _, delay in delays])) if delays else 0.0
        moments = [moment for moment, _ in delays]
        for one in watched.heard:
            start = bisect_left(moments, one.moment - 2.5 * watched.tick)
            near = [delay for _, delay in delays[start : bisect_right(moments, one.moment)]]
            if near and one.mask in watched.masks:
                table[watched.masks.index(one.mask), place] += float(np.mean(near)) - usual
    return table


def _delays(seen: Sequence[Sight]) -> list[tuple[float, float]]:
    """When each frame came down and how long it took until something went up."""
    found: list[tuple[float, float]] = []
    came: float | None = None
    for sight in seen:
        if sight.up and came is not None:
            found.append((came, sight.moment - came))
            came = None
        elif not sight.up:
            came = sight.moment
    return found


def volumes(watched: Watched) -> Table:
    """6: who sends most, and who writes most."""
    sent = [sum(sight.size for sight in watched.sights[line] if sight.up) for line in watched.lines]
    wrote = [sum(one.length + OVERHEAD for one in watched.heard if one.mask == mask) for mask in watched.masks]
    return -np.abs(np.subtract.outer(_ranks(wrote), _ranks(sent)))


def _ranks(numbers: Sequence[float]) -> Table:
    """The place of each number; equal ones share theirs."""
    ordered = sorted(numbers)
    return np.array([(bisect_left(ordered, one) + bisect_right(ordered, one)) / 2 for one in numbers])


def all_together(watched: Watched) -> Table:
    """7: everything, each at the same weight."""
    tables = [attack(watched) for attack in ATTACKERS.values()]
    return np.asarray(sum(table / spread if (spread := float(table.std())) > 0 else table * 0 for table in tables))


ATTACKERS: Mapping[str, Attacker] = {
    "1 bursts just before": bursts,
    "2 bursts in earlier ticks": earlier_ticks,
    "3 lengths": lengths,
    "4 echoes": echoes,
    "5 slow answers": slow_answers,
    "6 volumes": volumes,
}
ALL = "7 all of them together"
EVERYBODY: Mapping[str, Attacker] = {**ATTACKERS, ALL: all_together}
