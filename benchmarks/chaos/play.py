"""A whole run: people talk, faults come one after the other, everything falls quiet, the checker reads."""

import asyncio
import json
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connections

from benchmarks.chaos.checker import Diary, Stored, check
from benchmarks.chaos.crowd import Client, Pace
from benchmarks.chaos.faults import Fault, all_faults, by_hand
from benchmarks.chaos.house import House
from benchmarks.room.house import Hall, build_hall
from dialogues.admission.queries import text_version
from dialogues.events.queries import PAGE, entries_after
from facilitation.embedded.stack import Stack

RECOVERED, QUIET = 60.0, 60.0  # seconds until everybody must be back; until everybody must have everything


@dataclass(frozen=True, slots=True)
class Plan:
    """How large, how long, how fast."""

    minutes: float = 1.0
    rooms: int = 3
    seats: int = 6  # in each room
    rate: float = 5.0  # messages a second of one client
    faults: int = 10**9
    messages: int = 0  # go on until so many are acknowledged
    kinds: tuple[str, ...] = ()
    seed: int = 1
    application: str = "benchmarks.chaos.skewed:application"


class Run:
    """One run. Its figures are in `told`."""

    def __init__(self, stack: Stack, folder: Path, plan: Plan) -> None:
        self.house, self.folder, self.plan = House(stack), folder, plan
        self.halls = [build_hall(plan.seats) for _ in range(plan.rooms)]
        self.versions = [text_version(hall.dialogue_id) for hall in self.halls]
        self.recoveries: dict[str, list[float]] = defaultdict(list)
        self.violations: list[str] = []

    async def play(self) -> list[Client]:
        """Start the house, let people talk, do the faults, and wait until everybody has everything."""
        random.seed(self.plan.seed)
        await self.house.furnish(self.plan.application, self.folder)
        await by_hand(self.house.start)
        pace = Pace([place.clients.port for place in self.house.places], self.plan.rate)
        clients = [client for number, hall in enumerate(self.halls) for client in self._sit(number, hall, pace)]
        lives = [asyncio.create_task(client.live()) for client in clients]
        try:
            await self._recovered("start", clients)
            self.began = time.monotonic()
            await self._storms(clients)
            self.seconds = time.monotonic() - self.began
            pace.talking = False
            await self._quiet(clients)
            pace.over = True
            for client in clients:
                client.drop()
            await asyncio.wait(lives, timeout=10)
        finally:
            for life in lives:
                life.cancel()
            await by_hand(self.house.stop)
        return clients

    def _sit(self, number: int, hall: Hall, pace: Pace) -> list[Client]:
        """Seat the clients of a room."""
        return [
            Client(
                pace, Diary(f"room {number} seat {place}", str(hall.room_id)), f"seat={cookie}", self.versions[number]
            )
            for place, (_, cookie) in enumerate(hall.seats)
        ]

    async def _storms(self, clients: Sequence[Client]) -> None:
        """Do fault after fault, every kind in turn, until time is up and enough was said."""
        faults = all_faults(self.house, clients)
        kinds = [kind for kind in faults if kind in self.plan.kinds or not self.plan.kinds]
        done = 0
        while not self._enough(done, clients):
            if done % len(kinds) == 0:
                random.shuffle(kinds)
            await self._one(kinds[done % len(kinds)], faults, clients)
            done += 1

    def _enough(self, done: int, clients: Sequence[Client]) -> bool:
        """Whether the run has done what was planned."""
        acknowledged = sum(len(client.diary.acknowledged) for client in clients)
        late = time.monotonic() - self.began > self.plan.minutes * 60
        return done >= self.plan.faults or (late and acknowledged >= self.plan.messages)

    async def _one(self, kind: str, faults: dict[str, Fault], clients: Sequence[Client]) -> None:
        """One fault, and how long until everybody hears something new again."""
        await asyncio.sleep(random.random())
        await faults[kind]()
        await self._recovered(kind, clients)
        acknowledged = sum(len(client.diary.acknowledged) for client in clients)
        print(f"· {kind}: {self.recoveries[kind][-1]:.1f} s; {acknowledged} kept", file=sys.stderr, flush=True)

    async def _recovered(self, kind: str, clients: Sequence[Client]) -> None:
        """Wait until every client has heard an entry that came after this moment, or note who has not."""
        began = time.monotonic()
        while deaf := [one for one in clients if one.heard <= began]:
            await asyncio.sleep(0.02)
            if time.monotonic() - began > RECOVERED:
                break
        self.recoveries[kind].append(time.monotonic() - began)
        self.violations += [f"{one.diary.name}: heard nothing for {RECOVERED:.0f} s after {kind}" for one in deaf]

    async def _quiet(self, clients: Sequence[Client]) -> None:
        """Wait until nothing is under way and everybody in a room has seen the same number of entries."""
        end = time.monotonic() + QUIET
        while time.monotonic() < end:
            lengths = defaultdict(set)
            for client in clients:
                lengths[client.diary.room].add(len(client.diary.view))
            if not any(client.pending for client in clients) and all(len(found) == 1 for found in lengths.values()):
                await asyncio.sleep(1)
                return
            await asyncio.sleep(0.1)


def stored_in(room: UUID) -> list[Stored]:
    """Read a whole room as the database has it."""
    found: list[Stored] = []
    while page := entries_after(room, found[-1].n if found else 0, PAGE):
        found += [Stored(entry.seq, str(entry.id), entry.body.get("text", "")) for entry in page]
    return found


def play(stack: Stack, folder: Path, plan: Plan) -> dict[str, Any]:
    """Run it all and return the figures."""
    run = Run(stack, folder, plan)
    clients = asyncio.run(run.play())
    for connection in connections.all():  # those from before were cut when the database was killed, in the pool too
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
    stored = {str(hall.room_id): stored_in(hall.room_id) for hall in run.halls}
    diaries = [client.diary for client in clients]
    run.violations += check(stored, diaries)
    faults = {kind: len(found) for kind, found in run.recoveries.items() if kind != "start"}
    recoveries = {
        kind: {"median": round(statistics.median(found), 2), "longest": round(max(found), 2)}
        for kind, found in sorted(run.recoveries.items())
    }
    refused: Counter[str] = Counter()
    for client in clients:
        refused.update(client.refused)
    return {
        "seconds": round(run.seconds, 1),
        "rooms": plan.rooms,
        "clients": len(clients),
        "acknowledged": sum(len(diary.acknowledged) for diary in diaries),
        "stored": sum(bool(entry.text) for entries in stored.values() for entry in entries),
        "seen": sum(len(diary.view) for diary in diaries),
        "connections": sum(client.connections for client in clients),
        "retries": sum(client.retries for client in clients),
        "refused": dict(refused),
        "faults": sum(faults.values()),
        "faults_by_kind": dict(sorted(faults.items())),
        "recovery_seconds": recoveries,
        "violations": len(run.violations),
        "violations_told": run.violations[:50],
    }


def report(figures: dict[str, Any], path: Path | None) -> None:
    """Print the figures and keep them."""
    text = json.dumps(figures, indent=2)
    if path:
        path.write_text(text + "\n", encoding="utf-8")
    print(text)
