"""Embedded servers start with nothing set, survive being killed, and are at home in awkward folders."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from facilitation.embedded.ground import socket_folder
from facilitation.embedded.postgres import COMPLETE, Postgres
from facilitation.embedded.stack import Stack

pytestmark = pytest.mark.chaos
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder whose name has a blank and letters beyond ASCII."""
    made = tmp_path / "the river Ïssal"
    for parent in (tmp_path, *tmp_path.parents):
        if parent.owner() == tmp_path.owner() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o011)
    return made


def answers(postgres: Postgres) -> bool:
    """Whether the database answers a query."""
    with psycopg.connect(host=str(postgres.sockets), user="anteroom", dbname="anteroom") as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_a_stack_starts_in_an_awkward_folder_and_stops_without_a_trace(folder: Path) -> None:
    stack = Stack(folder, durable=False)
    env = stack.start()
    assert answers(stack.postgres)
    assert redis.Redis.from_url(env["ANTEROOM_REDIS_URL"]).ping()
    processes = [psutil.Process(server.process.pid) for server in (stack.postgres, stack.valkey) if server.process]
    stack.stop()
    assert not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


def test_a_database_that_was_killed_starts_again_with_what_was_committed(folder: Path) -> None:
    stack = Stack(folder)
    stack.start()
    with psycopg.connect(host=str(stack.postgres.sockets), user="anteroom", dbname="anteroom", autocommit=True) as line:
        line.execute("CREATE TABLE kept AS SELECT 1 AS one")
    assert stack.postgres.process is not None
    children = psutil.Process(stack.postgres.process.pid).children()
    stack.postgres.process.kill()
    stack.postgres.process.wait()
    for child in children:
        with suppress(psutil.NoSuchProcess):
            child.send_signal(signal.SIGKILL)
    psutil.wait_procs(children, timeout=10)
    again = Postgres(folder)
    again.start()
    with psycopg.connect(host=str(again.sockets), user="anteroom", dbname="anteroom") as line:
        assert line.execute("SELECT one FROM kept").fetchone() == (1,)
    again.stop()
    stack.valkey.stop()


def test_a_half_made_database_folder_is_made_anew(folder: Path) -> None:
    postgres = Postgres(folder, durable=False)
    folder.mkdir(parents=True)
    postgres.cluster.mkdir(parents=True)
    (postgres.cluster / "PG_VERSION").write_text("18")
    postgres.start()
    assert (postgres.cluster / COMPLETE).exists()
    postgres.stop()


def test_a_socket_path_that_would_be_too_long_goes_elsewhere(tmp_path: Path) -> None:
    deep = tmp_path / ("a long name for a folder " * 4) / "data"
    assert len(os.fsencode(socket_folder(deep, None) / ".s.PGSQL.5432.lock")) <= 103


def test_a_port_in_use_is_said_at_once_with_what_to_do(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "facilitation.launch.start",
            "--port",
            str(port),
            "--data",
            str(tmp_path / "d"),
        ]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert result.returncode == 1
    assert f"Port {port} is in use" in result.stderr
    assert not (tmp_path / "d").exists()


def test_a_house_that_is_killed_without_warning_leaves_no_process_behind(folder: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from facilitation.embedded.stack import Stack;"
        "stack = Stack(Path(sys.argv[1]), durable=False); stack.start();"
        "print(stack.postgres.process.pid, stack.valkey.process.pid, flush=True); time.sleep(60)"
    )
    house = subprocess.Popen([sys.executable, "-c", script, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert house.stdout is not None
    servers = [psutil.Process(int(pid)) for pid in house.stdout.readline().split()]
    assert len(servers) == 2
    house.kill()
    house.wait()
    end = time.monotonic() + 20
    while time.monotonic() < end and any(server.is_running() for server in servers):
        time.sleep(0.1)
    assert not any(server.is_running() for server in servers)
