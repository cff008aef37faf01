"""The house under attack: two webs on ports of their own, worker, beat, PostgreSQL, Valkey, and a proxy on every line."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.chaos.proxy import Proxy, to_port, to_socket
from benchmarks.room.systems import NO_LIMITS, free_port
from facilitation.embedded.stack import Stack
from facilitation.launch.children import Child
from facilitation.launch.surroundings import WEB

WEBS = 2
# One thread does everything to processes: children are told to end when the thread that started them does.
HANDS = ThreadPoolExecutor(1, thread_name_prefix="hands")


@dataclass
class Place:
    """One web and its three lines."""

    web: Child
    clock: Path
    clients: Proxy
    database: Proxy
    valkey: Proxy


@dataclass
class House:
    """Everything that can be killed or cut."""

    stack: Stack
    places: list[Place] = field(default_factory=list)
    worker: Child = field(init=False)
    beat: Child = field(init=False)

    async def furnish(self, application: str, folder: Path) -> None:
        """Lay the lines and say what is to be started."""
        for number in range(WEBS):
            port, clock = free_port(), folder / f"clock-{number}"
            clock.write_text("0", encoding="ascii")
            database = await Proxy(to_socket(f"{self.stack.postgres.sockets}/.s.PGSQL.5432")).start()
            valkey = await Proxy(to_socket(str(self.stack.valkey.socket))).start()
            env = {
                **os.environ,
                **NO_LIMITS,
                "CHAOS_CLOCK": str(clock),
                "ANTEROOM_DB_HOST": "127.0.0.1",
                "ANTEROOM_DB_PORT": str(database.port),
                "ANTEROOM_DB_POOL": "10",
                "ANTEROOM_REDIS_URL": f"redis://127.0.0.1:{valkey.port}/0",
            }
            env.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
            command = [sys.executable, "-m", "uvicorn", application, "--port", str(port), *WEB]
            clients = await Proxy(to_port(port)).start()
            self.places.append(Place(Child(f"Web {number + 1}", command, env), clock, clients, database, valkey))
        celery = [sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "-A", "facilitation.celery"]
        plain = {**os.environ, "ANTEROOM_DB_POOL": "4"}
        worker = [*celery, "worker", "--pool", "solo", "--loglevel", "ERROR", "--without-gossip", "--without-mingle"]
        beat = [*celery, "beat", "--loglevel", "ERROR", "--schedule", str(folder / "beat"), "--pidfile", ""]
        self.worker, self.beat = Child("The worker", worker, plain), Child("The clock", beat, plain)

    def start(self) -> None:
        """Start every process of ours (from the hands' thread)."""
        for child in self.children():
            child.start()

    def stop(self) -> None:
        """End them."""
        for child in self.children():
            child.stop()
        for child in self.children():
            child.wait(8)
        for place in self.places:
            for proxy in (place.clients, place.database, place.valkey):
                proxy.stop()

    def children(self) -> list[Child]:
        """Return every process of ours."""
        return [*(place.web for place in self.places), self.worker, self.beat]

    def kill_postgres(self) -> None:
        """Kill the server and its children at once, and wait for their ends: a zombie would block the restart."""
        process = self.stack.postgres.process
        assert process is not None
        children = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        for child in children:
            if child.is_running():
                child.kill()
        process.wait()
        psutil.wait_procs(children, timeout=10)

    def kill_valkey(self) -> None:
        """Kill Valkey: all it knew is gone."""
        process = self.stack.valkey.process
        assert process is not None
        process.kill()
        process.wait()


def kill_and_start(child: Child) -> None:
    """Kill a process without warning and start it again."""
    assert child.process is not None
    child.process.kill()
    child.process.wait()
    child.start()
