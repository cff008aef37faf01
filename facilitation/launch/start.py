"""`./run`: PostgreSQL, Valkey, migrations, static files, the demonstration, worker, beat and web, and where to go."""

import argparse
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from facilitation.embedded.binaries import NoBinary
from facilitation.embedded.postgres import PostgresFailed
from facilitation.embedded.stack import Stack
from facilitation.embedded.valkey import ValkeyFailed
from facilitation.launch.children import Child, stop_all, watch
from facilitation.launch.surroundings import ROOT, WEB, demo_environment, manage, state_file

READY_SECONDS = 90
JOINED = (
    "ANTEROOM_DATA",
    "ANTEROOM_DB_HOST",
    "ANTEROOM_REDIS_URL",
    "ANTEROOM_SECRET_KEY_FILE",
    "ANTEROOM_MASTER_KEY_FILE",
    "ANTEROOM_DEMO",
    "ANTEROOM_ORIGIN",
)


QUIET_ROOT = "ignore:You're running the worker"  # a newcomer as root is told nothing new by this


class Stop(Exception):
    """Somebody asked the house to end."""


def main() -> int:
    """Start the house and stay until a signal; return the exit code."""
    options = _options()
    data = Path(options.data).expanduser().resolve()
    began = time.monotonic()
    listener = _listen(options.port)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _raise_stop)
    stack, children = Stack(data), list[Child]()
    try:
        env = demo_environment(stack, options.port)
        _prepare(env)
        children = _children(env, data, listener, options.webs)
        for child in children:
            child.start()
        _wait_until_ready(options.port, children)
        _welcome(data, options.port, time.monotonic() - began)
        _leave_state(data, env)
        watch(children, lambda: None)
    except Stop:
        print("\nEnding. Nothing that was acknowledged is lost.", file=sys.stderr)
    except (NoBinary, PostgresFailed, ValkeyFailed, subprocess.CalledProcessError) as error:
        print(f"Anteroom did not start. {error}", file=sys.stderr)
        return 1
    finally:
        stop_all(children)
        state_file(data).unlink(missing_ok=True)
        _stop_stack(stack)
    return 0


def _options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="./run", description="Start Anteroom with its demonstration.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", default=str(ROOT / ".anteroom" / "data"))
    parser.add_argument("--webs", type=int, default=2, help="web processes behind the one port")
    return parser.parse_args()


def _listen(port: int) -> socket.socket:
    """Take the port first: everything else is in vain without it."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        print(
            f"Port {port} is in use. End what uses it, or choose another: ./run --port {port + 1}",
            file=sys.stderr,
        )
        raise SystemExit(1) from None
    listener.listen(2048)
    return listener


def _prepare(env: dict[str, str]) -> None:
    """Bring tables, static files and the demonstration up to date."""
    subprocess.run(manage("prepare"), env=env, check=True)


def _children(env: dict[str, str], data: Path, listener: socket.socket, webs: int) -> list[Child]:
    """Return worker, beat and web processes; all webs serve the one socket."""
    celery = [sys.executable, "-W", QUIET_ROOT, "-m", "celery", "--quiet", "-A", "facilitation.celery"]
    worker = [
        *celery,
        "worker",
        "--pool",
        "solo",
        "--loglevel",
        "WARNING",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    ]
    courier = [*worker, "--queues", "notices", "--hostname", "courier@%h"]
    beat = [
        *celery,
        "beat",
        "--loglevel",
        "WARNING",
        "--schedule",
        str(data / "beat-schedule"),
        "--pidfile",
        "",
    ]
    web = [
        sys.executable, "-m", "uvicorn", "facilitation.asgi:application", "--fd", str(listener.fileno()), *WEB,
    ]  # fmt: skip
    found = [Child("The worker", worker, env), Child("The clock", beat, env)]
    if env.get("ANTEROOM_MAIL_HOST") or env.get("ANTEROOM_WEBHOOK_HOSTS"):  # only then anything goes out
        found.append(Child("The courier", courier, env))
    return found + [Child(f"Web {number}", web, env, (listener.fileno(),)) for number in range(1, webs + 1)]


def _wait_until_ready(port: int, children: list[Child]) -> None:
    """Wait until database, Valkey and a worker answer through the web."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        for child in children:
            child.tend()
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    print("Anteroom is slow to get ready; it goes on trying. /readyz says what is missing.", file=sys.stderr)


def _welcome(data: Path, port: int, seconds: float) -> None:
    """Print where to go, as the demonstration wrote it down."""
    print(f"\nAnteroom is ready after {seconds:.1f} s: http://localhost:{port}/\n", flush=True)
    told = data / "demo.txt"
    if told.exists():
        print(told.read_text(encoding="utf-8"), flush=True)
    print("Ctrl-C ends everything.", flush=True)


def _leave_state(data: Path, env: dict[str, str]) -> None:
    """Leave the addresses of the servers (no secrets, only their files' names) for ./run replay and ./run manage."""
    path = state_file(data)
    path.write_text(json.dumps({name: env[name] for name in JOINED}), encoding="utf-8")
    path.chmod(0o600)
    latest = ROOT / ".anteroom" / "latest.json"
    latest.parent.mkdir(exist_ok=True)
    shutil.copy(path, latest)


def _stop_stack(stack: Stack) -> None:
    """Stop the servers if they were started."""
    if hasattr(stack, "postgres"):
        stack.stop()


def _raise_stop(*_: object) -> None:
    """Turn a signal into an exception that unwinds everything."""
    raise Stop


if __name__ == "__main__":
    raise SystemExit(main())
