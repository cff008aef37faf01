"""Running a management command against the house that `./run` has started."""

import json
import os
import sys

from facilitation.launch.surroundings import ROOT, manage


def join_running_house(*arguments: str) -> None:
    """Replace this process by the command, with the running house's environment. Ends with a sentence if none runs."""
    latest = ROOT / ".anteroom" / "latest.json"
    if not latest.exists():
        print("No house is running. Start one with ./run in another window, then try again.", file=sys.stderr)
        raise SystemExit(1)
    env = {**os.environ, **json.loads(latest.read_text(encoding="utf-8"))}
    command = manage(*arguments)
    os.execve(command[0], command, env)
