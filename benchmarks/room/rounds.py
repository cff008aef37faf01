"""Rounds of scenes: every system started afresh, one after the other in each scene."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, is_dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.room.figures import table
from benchmarks.room.house import Hall, build_hall
from benchmarks.room.scenes import (
    CROWD,
    Systems,
    busy_delay,
    calm_delay,
    capacity,
    crowd_comes,
    crowd_of_senders,
    crowd_returns,
    deaf_readers,
    large_room,
)
from benchmarks.room.systems import installed_socketio, ours, socketio, tutorial

ROUNDS = 3
SINGLE = "benchmarks.room.single:application"


def play(*, quick: bool) -> dict[str, Any]:
    """Play the rounds and return the table with everything it was made of."""
    hall = build_hall(CROWD)
    hall.fill(1000)
    with installed_socketio() as folder:
        rounds = [_round(hall, folder, quick=quick, number=number) for number in range(1 if quick else ROUNDS)]
    peers = {"tutorial": True, "socketio": folder is not None}
    return {"peers": peers, "table": table(rounds), "rounds": [_plain(played) for played in rounds]}


def _round(hall: Hall, folder: Path | None, *, quick: bool, number: int) -> dict[str, Any]:
    """Start every system afresh and play the scenes in turn; in each scene the systems follow one another."""
    with ExitStack() as stack:
        start = stack.enter_context
        systems: Systems = {
            "ours": start(ours(hall)),
            "single": start(ours(hall, SINGLE)),
            "tutorial": start(tutorial(stored=True)),
        }
        if folder is not None:
            systems |= {"socketio": start(socketio(folder)), "batched": start(socketio(folder, batched=True))}
        return _scenes(systems, hall, quick=quick, number=number)


def _scenes(systems: Systems, hall: Hall, *, quick: bool, number: int) -> dict[str, Any]:
    """Play every scene once. Memory first, while the processes are fresh."""
    played: dict[str, Any] = {}
    scenes: dict[str, Callable[[], Any]] = {
        "crowd_comes": partial(crowd_comes, systems),
        "calm_delay": partial(calm_delay, systems),
        "capacity_30": partial(capacity, systems, 30),
        "capacity_200": partial(capacity, systems, 200),
        "senders_100": partial(crowd_of_senders, systems),
        "large_room": partial(large_room, systems),
        "crowd_returns": partial(crowd_returns, systems, hall),
    }
    if number == 0:
        scenes["deaf_readers"] = partial(deaf_readers, systems, 5 if quick else 20)
    for name, scene in scenes.items():
        print(f"· round {number + 1}: {name}", file=sys.stderr, flush=True)
        played[name] = scene()
        if name == "capacity_200":
            peer = played[name].get("socketio") or played[name]["ours"]
            played["busy_delay"] = busy_delay(systems, 0.4 * peer.messages_per_second)
    return played


def _plain(played: dict[str, Any]) -> dict[str, Any]:
    """Return a round as JSON can hold it."""
    return {
        scene: {name: asdict(value) if is_dataclass(value) else value for name, value in figures.items()}  # type: ignore[arg-type]
        for scene, figures in played.items()
    }
