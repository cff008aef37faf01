"""One run: the load client against one system, the server's processor time read at the same two moments."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

import redis

from benchmarks.room.systems import System
from facilitation.launch.surroundings import ROOT


@dataclass(frozen=True, slots=True)
class Run:
    """What one run came to."""

    us_per_delivery: float
    messages_per_second: float
    deliveries_per_second: float
    p50_ms: float
    p99_ms: float
    client_load: float
    server_load: float


def flush() -> None:
    """Empty Valkey, so that no run inherits anything."""
    redis.Redis.from_url(os.environ["ANTEROOM_REDIS_URL"]).flushall()


def measure(system: System, lines: int, *, senders: int = 30, **plan: Any) -> Run:
    """Let senders talk in a room of so many lines and return the figures of the window."""
    flush()
    wanted: dict[str, Any] = {"senders": senders, "window": 4, "seconds": 3, "warm": 1, **plan}
    told = drive(system, system.plan(lines, **wanted))
    end, cpu = told["end"], told["end"]["cpu"] - told["begin"]["cpu"]
    if told["connected"]["failures"]:
        raise RuntimeError(f"{system.name}: {told['connected']['failures'][:3]}")
    return Run(
        us_per_delivery=cpu * 1e6 / max(end["deliveries"], 1),
        messages_per_second=end["deliveries"] / lines / end["seconds"],
        deliveries_per_second=end["deliveries"] / end["seconds"],
        p50_ms=end["p50_ms"],
        p99_ms=end["p99_ms"],
        client_load=end["client_load"],
        server_load=cpu / end["seconds"],
    )


def drive(system: System, plan: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Run the load client with a plan; return what it told, with processor time and memory of the server at each moment."""
    command = [sys.executable, "-m", "benchmarks.room.client"]
    told: dict[str, dict[str, Any]] = {}
    client = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert client.stdin is not None
    assert client.stdout is not None
    client.stdin.write(json.dumps(plan))
    client.stdin.close()
    for line in client.stdout:
        what = json.loads(line)
        told[what.pop("at")] = {**what, "cpu": system.cpu(), "memory": system.memory()}
    if client.wait():
        raise RuntimeError(f"the load client ended against {system.name}")
    return told


def settle(system: System, seconds: float = 1.0) -> int:
    """Wait until a server has come to rest; return its memory."""
    time.sleep(seconds)
    return system.memory()
