"""A whole house as `./run` starts it, for journeys: its own servers, two web processes, worker and clock."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
QUICK = {"ANTEROOM_TOKEN_PHASE_SECONDS": "4", "ANTEROOM_CAST_WAIT_SECONDS": "0", "ANTEROOM_SWEEP_SECONDS": "1"}
OURS = ("ANTEROOM_", "DJANGO_", "PYTEST_")


def free_port() -> int:
    """Return a port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def a_house(data: Path) -> Iterator[str]:
    """Start a house in a data folder and yield its address; everything ends with it."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    command = [sys.executable, "-m", "facilitation.launch.start", "--port", str(port), "--data", str(data)]
    log = (data.parent / "house.log").open("wb")
    process = subprocess.Popen(command, cwd=ROOT, env={**clean, **QUICK}, stdout=log, stderr=log)
    try:
        wait_until_ready(f"http://localhost:{port}", process)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(40)
        log.close()


def wait_until_ready(origin: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until database, Valkey and a worker answer."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert process.poll() is None, "the house ended while starting"
        try:
            with urllib.request.urlopen(f"{origin}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError("the house did not get ready")
