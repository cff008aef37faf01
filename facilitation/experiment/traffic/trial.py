"""The experiment with watched lines: with even traffic attackers are left with chance, without it the same ones succeed."""

import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from facilitation.experiment.judge import cheapest, most_for_one, most_links
from facilitation.experiment.traffic.attackers import EVERYBODY, Watched
from facilitation.experiment.traffic.observer import Sight, sights
from facilitation.experiment.traffic.talkers import Habit, Room, draw_habits, furnish, talk

SIZE = 9  # people who talk; one more sits there and tells the observer what appears
TICKS = 24  # a session's length
ROOMS = 4  # at once
CAUGHT = 0.95
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Session:
    """One session as it was: when, in which room, and how people talked."""

    room: Room
    began: float
    ended: float
    habits: list[Habit]


@dataclass
class Count:
    """What attackers achieved over the sessions."""

    runs: int = 0
    messages: int = 0
    links: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    loudest: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    frames: list[int] = field(default_factory=list)  # that went up on a line in a session, at most less at least

    def add(self, session: Session, seen: dict[int, list[Sight]], source: random.Random) -> None:
        """Let every attacker guess at one session."""
        truth = {guest.mask: guest.port for guest in session.room.talkers}
        lines, masks = list(truth.values()), list(truth)
        source.shuffle(lines)
        source.shuffle(masks)
        within = {
            line: [one for one in seen.get(line, ()) if session.began <= one.moment < session.ended] for line in lines
        }
        heard = [one for one in session.room.heard if session.began <= one.moment < session.ended]
        watched = Watched(
            within, [one for one in heard if one.mask in truth], lines, masks, settings.EVEN_TICK_MS / 1000
        )
        most = max(zip(session.habits, truth, strict=True), key=lambda pair: pair[0].messages)[1]
        counts = [sum(one.up for one in passed) for passed in within.values()]
        self.runs += 1
        self.messages += len(watched.heard)
        self.frames.append(max(counts) - min(counts))
        for name, attack in EVERYBODY.items():
            guess = _guess(attack(watched), source)
            right = {mask for mask, place in zip(masks, guess, strict=True) if lines[place] == truth[mask]}
            self.links[name] += len(right)
            self.loudest[name] += most in right

    def report(self) -> dict[str, Any]:
        """Return every figure beside the bound that was fixed before."""
        bound, single = most_links(self.runs), most_for_one(self.runs, SIZE)
        loudest = {name: self.loudest[name] / self.runs for name in EVERYBODY}
        return {
            "people": SIZE,
            "sessions": self.runs,
            "messages": self.messages,
            "chance": round(1 / SIZE, 4),
            "links": {name: self.links[name] for name in EVERYBODY},
            "most_links_by_chance": bound,
            "success_rate": {name: round(self.links[name] / self.runs / SIZE, 4) for name in EVERYBODY},
            "who_talks_most": {name: round(rate, 4) for name, rate in loudest.items()},
            "most_for_one_by_chance": round(single, 4),
            "frames_up_differ_at_most_by": max(self.frames),
            "passed": all(count <= bound for count in self.links.values())
            and all(rate <= single for rate in loudest.values()),
        }


def _guess(table: NDArray[np.float64], source: random.Random) -> list[int]:
    """Return the best line for each mask; what fits equally well is drawn."""
    spread = float(table.std()) or 1.0
    return cheapest([[-fit / spread + source.random() * 1e-6 for fit in row] for row in table.tolist()])


def run(*, sessions: int, controls: int, seed: int, say: Say) -> dict[str, Any]:
    """Run everything and return every figure."""
    source, began = random.Random(seed), time.monotonic()  # noqa: S311  people and guesses, no secrets
    even = _watched(sessions, source, say, even=True)
    if not even["passed"]:
        even = _watched(2 * sessions, source, say, even=True) | {"repeated": True}
    plain = _watched(controls, source, say, even=False)
    plain.pop("passed")
    caught = max(plain["success_rate"].values()) >= CAUGHT
    return {
        "experiment": "traffic",
        "seed": seed,
        "tick_ms": settings.EVEN_TICK_MS,
        "minutes": round((time.monotonic() - began) / 60, 1),
        "even": even,
        "control": {"control": "even traffic left out", "caught": caught, **plain},
        "passed": even["passed"] and caught,
    }


def _watched(count: int, source: random.Random, say: Say, *, even: bool) -> dict[str, Any]:
    """Let so many sessions be held under one condition, capture them, attack them, report."""
    with tempfile.TemporaryDirectory(prefix="anteroom-observer-") as folder:
        path = Path(folder) / "sights"
        with _observer(path) as through:
            sessions = _held(count, source, through, even=even)
        seen: dict[int, list[Sight]] = defaultdict(list)
        for sight in sights(path):
            seen[sight.line].append(sight)
    counted = Count()
    for session in sessions:
        counted.add(session, seen, source)
    report = counted.report()
    say(
        f"· even traffic {'on' if even else 'off'}: {count} sessions, {counted.messages} messages, links {report['links']}"
    )
    return report


def _held(count: int, source: random.Random, through: str, *, even: bool) -> list[Session]:
    """Hold the sessions, a few rooms at once, one session after the other in each."""
    rooms = [furnish(SIZE, even=even, origin=settings.ORIGIN, through=through) for _ in range(min(ROOMS, count))]
    seconds = TICKS * settings.EVEN_TICK_MS / 1000
    sources = [random.Random(source.random()) for _ in rooms]  # noqa: S311
    turns = [count // len(rooms) + (place < count % len(rooms)) for place in range(len(rooms))]

    def hold(room: Room, turns: int, own: random.Random) -> list[Session]:
        return [_session(room, seconds, own) for _ in range(turns)]

    with ThreadPoolExecutor(len(rooms)) as halls:
        held: Sequence[list[Session]] = list(halls.map(hold, rooms, turns, sources))
    for room in rooms:
        room.close()
    return [session for sessions in held for session in sessions]


def _session(room: Room, seconds: float, source: random.Random) -> Session:
    """Hold one session; what was written last has time to appear."""
    habits, began = draw_habits(SIZE, source), time.monotonic()
    talk(room, habits, seconds, source)
    time.sleep(6 * settings.EVEN_TICK_MS / 1000)
    return Session(room, began, time.monotonic(), habits)


@contextmanager
def _observer(path: Path) -> Iterator[str]:
    """Start the observer; yield the address that leads through it."""
    target = settings.ORIGIN.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "facilitation.experiment.traffic.observer", target, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        time.sleep(0.5)
        process.terminate()
