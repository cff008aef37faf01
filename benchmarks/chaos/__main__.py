"""`python -m benchmarks.chaos`, as `./run chaos` calls it: the parent of every process that is killed."""

import argparse
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from facilitation.embedded.stack import Stack
from facilitation.launch.own_house import PORT
from facilitation.launch.surroundings import demo_environment, manage


def main() -> int:
    """Run it; 1 if anything was lost, doubled or misordered."""
    options = _options()
    with ground() as (stack, folder):
        from benchmarks.chaos.play import Plan, play, report  # Django is ready only now

        application = f"benchmarks.chaos.{'broken' if options.broken else 'skewed'}:application"
        plan = Plan(
            minutes=options.minutes,
            rooms=options.rooms,
            seats=options.seats,
            rate=options.rate,
            faults=options.faults,
            messages=options.messages,
            kinds=tuple(kind for kind in options.kinds.split(",") if kind),
            seed=options.seed,
            application=application,
        )
        os.environ["CHAOS_BROKEN"] = options.broken  # the web processes read it
        figures = play(stack, folder, plan)
        report({**figures, "broken_on_purpose": options.broken}, options.json)
    return 1 if figures["violations"] else 0


def _options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="./run chaos", description="Break everything while people talk; then check.")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--messages", type=int, default=0, help="go on until so many are acknowledged")
    parser.add_argument("--faults", type=int, default=10**9, help="end after so many")
    parser.add_argument("--rooms", type=int, default=4)
    parser.add_argument("--seats", type=int, default=6, help="clients in each room")
    parser.add_argument("--rate", type=float, default=10, help="messages a second of each client")
    parser.add_argument("--kinds", default="", help="only these faults, parted by commas")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--broken",
        choices=["", "loses", "doubles", "swaps"],
        default="",
        help="positive control: a writer that breaks the promise",
    )
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    return parser.parse_args()


@contextmanager
def ground() -> Iterator[tuple[Stack, Path]]:
    """Durable servers with empty tables in a folder that is taken away; this process is their parent."""
    folder = Path(tempfile.mkdtemp(prefix="anteroom-chaos-"))
    folder.chmod(0o711)
    stack = Stack(folder, durable=True)
    try:
        env = demo_environment(stack, PORT) | {
            "ANTEROOM_HOSTS": "localhost,testserver",
            "ANTEROOM_DB_POOL": "4",
            "ANTEROOM_STATIC": str(folder / "static"),
        }
        for step in (["migrate"], ["collectstatic", "--noinput"]):
            subprocess.run(manage(*step, "--verbosity=0", "--skip-checks"), env=env, check=True)
        os.environ.update(env)
        django.setup()
        yield stack, folder
    finally:
        stack.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main())
