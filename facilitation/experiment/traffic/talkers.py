"""Synthetic talk: people with habits of their own write in one room over real lines, and one sits there and listens."""

import json
import math
import random
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import uuid4

from facilitation.replay.guest import Guest
from facilitation.replay.stage import build_stage

LEAST, MOST = 3, 12  # messages of one person in a session
LISTENING = 1.0  # seconds after which a listener looks whether it is over
WORDS = (
    "water",
    "bridge",
    "ferry",
    "toll",
    "permit",
    "harvest",
    "gauge",
    "school",
    "road",
    "market",
    "well",
    "dam",
    "meadow",
)


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody talks: much or little, long or short, early or late. Only the experiment knows whose it is."""

    messages: int
    words: float
    prefers: float  # a part of the session

    def moments(self, seconds: float, source: random.Random) -> list[float]:
        """When they write in a session of so many seconds."""
        around = (source.triangular(0, 1, self.prefers) for _ in range(self.messages))
        return sorted(one * seconds for one in around)

    def text(self, source: random.Random) -> str:
        """What they write: its length is theirs."""
        count = max(int(source.gauss(self.words, self.words / 4)), 1)
        return " ".join(source.choice(WORDS) for _ in range(count))


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as somebody in the room sees it appear."""

    mask: str
    moment: float
    length: int


@dataclass
class Room:
    """One dialogue with its lines: those who talk, and the one who listens and tells the observer."""

    talkers: list[Guest]
    ear: Guest
    heard: list[Heard] = field(default_factory=list)

    def listen(self) -> None:
        """Note when messages appear, as long as the line is open; a thread of its own."""
        line = self.ear.line
        while line is not None:
            try:
                frame = json.loads(line.recv(timeout=LISTENING))
            except TimeoutError:
                continue
            except Exception:  # noqa: BLE001  the line was hung up: the session is over
                return
            moment = time.monotonic()
            for part in frame if isinstance(frame, list) else [frame]:
                if part.get("k") == "message.posted":
                    self.heard.append(Heard(part["m"], moment, len(part["b"]["text"].encode())))

    def close(self) -> None:
        """Everybody hangs up."""
        for guest in (*self.talkers, self.ear):
            guest.close()


def draw_habits(count: int, source: random.Random) -> list[Habit]:
    """Return the habits of so many people: a few talk much, most do not."""
    return [
        Habit(
            messages=min(MOST, max(LEAST, round(4 * math.exp(source.gauss(0, 0.6))))),
            words=8 * math.exp(source.gauss(0, 0.8)),
            prefers=source.random(),
        )
        for _ in range(count)
    ]


def furnish(size: int, *, even: bool, origin: str, through: str) -> Room:
    """Build a dialogue, seat everybody and open their lines through the observer's proxy."""
    stage = build_stage(size + 1, watchers=(), even=even)
    guests = [Guest(origin, through=through) for _ in range(size + 1)]
    for guest, link in zip(guests, stage.links, strict=False):
        guest.join(link)
    stage.open()
    for guest in guests:
        guest.open_line()
    room = Room(guests[:-1], guests[-1])
    threading.Thread(target=room.listen, daemon=True).start()
    for guest in room.talkers:
        threading.Thread(target=_drain, args=(guest,), daemon=True).start()
    return room


def talk(room: Room, habits: Sequence[Habit], seconds: float, source: random.Random) -> None:
    """Let everybody write at their moments; returns when the session is over."""
    began = time.monotonic()
    plans = [[(moment, habit.text(source)) for moment in habit.moments(seconds, source)] for habit in habits]
    with ThreadPoolExecutor(len(plans)) as people:
        for done in [people.submit(_write, *each, began) for each in zip(room.talkers, plans, strict=True)]:
            done.result()
    time.sleep(max(began + seconds - time.monotonic(), 0))


def _write(guest: Guest, plan: Sequence[tuple[float, str]], began: float) -> None:
    """Write each text when its moment comes, without waiting for what was written before."""
    for moment, text in plan:
        time.sleep(max(began + moment - time.monotonic(), 0))
        assert guest.line is not None  # noqa: S101
        post = {"a": "post", "cmid": str(uuid4()), "text": text, "text_version": guest.text_version}
        guest.line.send(json.dumps(post))


def _drain(guest: Guest) -> None:
    """Read what comes, as every browser does."""
    line = guest.line
    while line is not None:
        try:
            line.recv(timeout=LISTENING)
        except TimeoutError:
            continue
        except Exception:  # noqa: BLE001  the line was hung up
            return
