"""A pytest plugin: every process of a run gets a PostgreSQL and a Valkey of its own, before settings are read.

Nothing of them is left behind.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from facilitation.embedded.stack import Stack

OURS = "ANTEROOM_TEST_SERVERS"  # set where this plugin started the servers, and not somebody else
_stacks: list[tuple[Stack, Path]] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the servers. A worker of a parallel run gets its own: a seal lets go of the whole cluster's log.

    Servers given from outside are shared; each worker then takes its own Valkey number.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if OURS in os.environ or "ANTEROOM_DB_HOST" not in os.environ:
        _start()
        if not worker:
            _collect_static()
    elif worker:
        url = os.environ["ANTEROOM_REDIS_URL"].split("?", 1)[0]
        os.environ["ANTEROOM_REDIS_URL"] = f"{url}?db={int(worker.removeprefix('gw')) + 1}"
    os.environ["ANTEROOM_KEYSTORE"] = str(
        Path(os.environ.get("ANTEROOM_DATA", tempfile.gettempdir())) / f"keystore{worker}"
    )
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    os.environ.setdefault("ANTEROOM_DB_POOL", "12")
    os.environ.setdefault("ANTEROOM_DEMO", "1")
    os.environ.setdefault("ANTEROOM_ORIGIN", "http://localhost:8000")
    os.environ.setdefault("ANTEROOM_HOSTS", "localhost,127.0.0.1,testserver,[::1]")


def _start() -> None:
    """Start a PostgreSQL and a Valkey in a new folder."""
    folder = Path(tempfile.mkdtemp(prefix="anteroom-test-"))
    folder.chmod(0o711)
    stack = Stack(folder, durable=False)
    os.environ.update(stack.start(), **{OURS: "1"})
    os.environ.setdefault("ANTEROOM_STATIC", str(folder / "static"))
    _stacks.append((stack, folder))


def _collect_static() -> None:
    """Collect the static files once for all workers: pages name them by their hash."""
    manage = Path(__file__).resolve().parents[1] / "manage.py"
    command = [sys.executable, str(manage), "collectstatic", "--noinput", "--verbosity=0", "--skip-checks"]
    subprocess.run(command, check=True, env={**os.environ, "ANTEROOM_DEMO": "1"})


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers and remove their folder."""
    while _stacks:
        stack, folder = _stacks.pop()
        stack.stop()
        shutil.rmtree(folder, ignore_errors=True)
