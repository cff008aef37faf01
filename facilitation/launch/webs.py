"""Two web processes behind one port, for an experiment that needs real lines."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from facilitation.launch.surroundings import WEB

WEBS = 2
READY_SECONDS = 60
MANY = "1000000"  # people of an experiment talk faster than people may
TICK_MS = "500"


@contextmanager
def webs(env: dict[str, str]) -> Iterator[dict[str, str]]:
    """Start them; yield the environment with their address in it."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        port = listener.getsockname()[1]
        env = {
            **env,
            "ANTEROOM_ORIGIN": f"http://localhost:{port}",
            "ANTEROOM_SEAT_MESSAGES_A_MINUTE": MANY,
            "ANTEROOM_SEAT_MESSAGES_AT_ONCE": MANY,
            "ANTEROOM_EVEN_TICK_MS": os.environ.get("ANTEROOM_EVEN_TICK_MS", TICK_MS),
            "ANTEROOM_DB_POOL": "14",
        }
        command = [
            sys.executable, "-m", "uvicorn", "facilitation.asgi:application", "--fd", str(listener.fileno()), *WEB,
        ]  # fmt: skip
        started = [subprocess.Popen(command, env=env, pass_fds=(listener.fileno(),)) for _ in range(WEBS)]
        try:
            _wait(port)
            yield env
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(20)


def _wait(port: int) -> None:
    """Wait until a page is answered."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError("The web processes did not get ready.")
