"""The observer of lines: finds everybody where lines carry what people do, and nobody where every line carries the same."""

import json
import os
import random
import subprocess
from pathlib import Path

import numpy as np
import pytest

from facilitation.experiment.judge import cheapest
from facilitation.experiment.traffic.attackers import ALL, EVERYBODY, Watched
from facilitation.experiment.traffic.observer import Sight
from facilitation.experiment.traffic.talkers import LEAST, MOST, Heard, draw_habits

ROOT = Path(__file__).resolve().parents[2]
LINES, MASKS = [11, 12, 13, 14, 15], ["Alder", "Birch", "Cedar", "Elder", "Maple"]
TICK = 5.0


def session(source: random.Random, *, even: bool) -> Watched:
    """A made-up capture: line 11 is Alder's, and so on."""
    heard = [
        Heard(mask, source.uniform(20, 280), source.randint(10, 400))
        for mask in MASKS
        for _ in range(source.randint(3, 9))
    ]
    passed: dict[int, list[Sight]] = {line: [] for line in LINES}
    for line in LINES:
        for tick in range(60):
            if even:
                passed[line].append(Sight(line, tick * TICK, False, 4100))
                passed[line].append(Sight(line, tick * TICK + source.uniform(0.05, 0.25), True, 1032))
    for one in heard if not even else ():
        own = LINES[MASKS.index(one.mask)]
        passed[own].append(Sight(own, one.moment - 0.02, True, one.length + 130))
        for line in LINES:
            passed[line].append(Sight(line, one.moment, False, one.length + 120 + 60 * (line == own)))
    return Watched(
        {line: sorted(all_, key=lambda one: one.moment) for line, all_ in passed.items()}, heard, LINES, MASKS, TICK
    )


def right(watched: Watched, name: str, source: random.Random) -> int:
    """How many an attacker gets right."""
    table = EVERYBODY[name](watched)
    assert table.shape == (len(MASKS), len(LINES))
    guess = cheapest((-table + 1e-6 * np.array([[source.random() for _ in LINES] for _ in MASKS])).tolist())
    return sum(place == mask for mask, place in enumerate(guess))


@pytest.mark.parametrize("name", ["1 bursts just before", "3 lengths", "4 echoes", ALL])
def test_where_lines_carry_what_people_do_everybody_is_found(name: str) -> None:
    source = random.Random(4)
    found = sum(right(session(source, even=False), name, source) for _ in range(10))
    assert found >= 0.95 * 10 * len(MASKS)


@pytest.mark.parametrize("name", EVERYBODY)
def test_where_every_line_carries_the_same_nothing_is_found(name: str) -> None:
    source = random.Random(5)
    runs = 60
    found = sum(right(session(source, even=True), name, source) for _ in range(runs))
    assert found <= runs + 4 * runs**0.5


def test_nothing_that_was_said_is_no_fault() -> None:
    quiet = Watched({line: [] for line in LINES}, [], LINES, MASKS, TICK)
    assert all(attack(quiet).shape == (5, 5) for attack in EVERYBODY.values())


def test_habits_differ() -> None:
    habits = draw_habits(200, random.Random(6))
    counts = [habit.messages for habit in habits]
    assert min(counts) == LEAST
    assert max(counts) == MOST
    assert len({round(habit.words) for habit in habits}) > 10


@pytest.mark.chaos
def test_the_whole_experiment_in_short_on_real_lines(tmp_path: Path) -> None:
    figures = tmp_path / "traffic.json"
    command = [str(ROOT / "run"), "experiment", "traffic", "--runs", "2", "--json", str(figures)]
    env = {**os.environ, "ANTEROOM_EVEN_TICK_MS": "250"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=400)
    assert figures.exists(), done.stderr[-2000:]
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert set(found["even"]["links"]) == set(EVERYBODY)
    assert found["even"]["messages"] > 20
    assert found["control"]["caught"], found["control"]["success_rate"]
    assert found["even"]["passed"], found["even"]["links"]
