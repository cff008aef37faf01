"""The systems that are compared. Each is one web process, started here, asked through the same kind of line."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import psutil
import psycopg

from benchmarks.room.house import ORIGIN, Hall
from facilitation.launch.surroundings import ROOT, WEB

PEERS = ROOT / "benchmarks" / "room" / "peers"
NO_LIMITS = {
    "ANTEROOM_SEAT_MESSAGES_A_MINUTE": "10000000",
    "ANTEROOM_SEAT_MESSAGES_AT_ONCE": "10000000",
    "ANTEROOM_SEAT_FRAMES_A_MINUTE": "10000000",
}
Conns = Callable[[int], list[dict[str, Any]]]


@dataclass
class System:
    """One system under measurement."""

    name: str
    process: "subprocess.Popen[bytes]"
    port: int
    path: str
    ready: str
    post: str
    conns: Conns

    def plan(self, count: int, **more: Any) -> dict[str, Any]:
        """Return a plan for the load client with so many lines."""
        plain = {"port": self.port, "path": self.path, "ready": self.ready, "post": self.post, "origin": ORIGIN}
        return {**plain, "conns": self.conns(count), **more}

    def cpu(self) -> float:
        """Processor seconds of the web process so far."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def memory(self) -> int:
        """Resident bytes of the web process."""
        return int(psutil.Process(self.process.pid).memory_info().rss)


@contextmanager
def ours(hall: Hall, application: str = "facilitation.asgi:application") -> Iterator[System]:
    """The product: authorised, limited, encrypted, durable before it is acknowledged, numbered, in order."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", application, "--port", str(port), *WEB]
    with started(command, port, NO_LIMITS) as process:
        name = "ours" if application.startswith("facilitation") else "one INSERT a message"
        yield System(name, process, port, "/room/line", '"in":', hall.post(), hall.conns)


@contextmanager
def tutorial(*, stored: bool) -> Iterator[System]:
    """The chat of the Channels tutorial with its Redis layer; stored: one ORM transaction a message."""
    port = free_port()
    make_tutorial_table()
    command = [sys.executable, "-m", "uvicorn", "benchmarks.room.tutorial.asgi:application", "--port", str(port), *WEB]
    with started(command, port, {"STORED": "1" if stored else ""}) as process:
        post = json.dumps({"message": "%TEXT%"})
        yield System("tutorial", process, port, "/ws/chat/room/", '"in":', post, nobody)


@contextmanager
def socketio(folder: Path, *, batched: bool = False) -> Iterator[System]:
    """Socket.IO with its Redis adapter, nothing stored."""
    port = free_port()
    valkey = urlparse(os.environ["ANTEROOM_REDIS_URL"]).path
    env = {"PORT": str(port), "VALKEY": valkey, "BATCHED": "1" if batched else ""}
    with started(["node", str(folder / "socketio.mjs")], port, env) as process:
        path = "/socket.io/?EIO=4&transport=websocket"
        yield System("Socket.IO", process, port, path, '40{"sid"', '42["say","%TEXT%"]', knocking)


@contextmanager
def installed_socketio() -> Iterator[Path | None]:
    """Install Socket.IO from its public packages into a folder that is taken away; None where there is no Node."""
    if not shutil.which("node") or not shutil.which("npm"):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="anteroom-peer-") as folder:
        (Path(folder) / "package.json").write_text('{"private":true}', encoding="utf-8")
        command = ["npm", "install", "--no-audit", "--no-fund", "socket.io@4", "@socket.io/redis-adapter@8", "redis@4"]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
        if done.returncode:
            yield None
            return
        shutil.copy(PEERS / "socketio.mjs", folder)
        yield Path(folder)


def nobody(count: int) -> list[dict[str, Any]]:
    """Lines that need nothing to come in."""
    return [{} for _ in range(count)]


def knocking(count: int) -> list[dict[str, Any]]:
    """Lines of Socket.IO: they join the default namespace."""
    return [{"first": "40"} for _ in range(count)]


def make_tutorial_table() -> None:
    """Make the peer's database and table anew."""
    host = os.environ["ANTEROOM_DB_HOST"]
    with psycopg.connect(host=host, user="anteroom", dbname="postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = 'tutorial'").fetchone() is None:
            connection.execute("CREATE DATABASE tutorial")
    with psycopg.connect(host=host, user="anteroom", dbname="tutorial", autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS tutorial_message "
            "(id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, room varchar(40) NOT NULL, text text NOT NULL)"
        )


def free_port() -> int:
    """Return a port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: list[str], port: int, env: dict[str, str]) -> "Iterator[subprocess.Popen[bytes]]":
    """Start a server, wait until it listens, end it afterwards."""
    clean = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    noise = (
        subprocess.DEVNULL if "STORED" in env else None
    )  # the tutorial tells of every line that a peer of it dropped
    process = subprocess.Popen(command, cwd=ROOT, env={**clean, **env}, stdout=subprocess.DEVNULL, stderr=noise)
    try:
        end = time.monotonic() + 60
        while socket.socket().connect_ex(("127.0.0.1", port)):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command[:4]} did not start")
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
