"""The environment that the processes of a house share."""

import os
import sys
from pathlib import Path

from facilitation.embedded.stack import Stack

ROOT = Path(__file__).resolve().parents[2]
WEB = (
    "--ws", "websockets-sansio", "--ws-max-size", "16384", "--ws-per-message-deflate", "false",
    "--ws-ping-interval", "20", "--ws-ping-timeout", "40", "--backlog", "2048",
    "--no-access-log", "--no-proxy-headers", "--no-server-header", "--no-date-header",
    "--log-level", "warning", "--timeout-graceful-shutdown", "3",
)  # fmt: skip


def demo_environment(stack: Stack, port: int) -> dict[str, str]:
    """Start the servers of a data folder and return the environment of a demonstration on a port."""
    return {
        **os.environ,
        **stack.start(),
        "ANTEROOM_DEMO": "1",
        "ANTEROOM_ORIGIN": f"http://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "facilitation.settings",
        "PYTHONPATH": str(ROOT),
    }


def manage(*arguments: str) -> list[str]:
    """Return the command line of a management command."""
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def state_file(data: Path) -> Path:
    """Where a running house leaves its environment for commands that join it; readable by its owner alone."""
    return data / "run.json"
