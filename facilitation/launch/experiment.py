"""`./run experiment NAME`: in a house of its own that is taken away afterwards."""

import subprocess
import sys
from pathlib import Path

from facilitation.launch.own_house import own_house
from facilitation.launch.surroundings import manage
from facilitation.launch.webs import webs

PROGRESS = "· "


def main() -> int:
    """Run the experiment; what the house writes is kept for the attackers, the lines of progress are shown here too."""
    with own_house(durable=False) as (folder, env):
        if "traffic" not in sys.argv[1:2]:
            return _run(folder / "house.log", env)
        with webs(env) as open_env:
            return _run(folder / "house.log", open_env)


def _run(log: Path, env: dict[str, str]) -> int:
    """Run it and return its exit code."""
    command = manage("experiment", *sys.argv[1:])
    with (
        log.open("w", encoding="utf-8") as kept,
        subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as process,
    ):
        for line in process.stderr or ():
            kept.write(line)
            kept.flush()
            if line.startswith(PROGRESS):
                print(line.rstrip(), file=sys.stderr, flush=True)
    if process.returncode:
        print(log.read_text(encoding="utf-8")[-2000:], file=sys.stderr)
    return process.returncode


if __name__ == "__main__":
    raise SystemExit(main())
