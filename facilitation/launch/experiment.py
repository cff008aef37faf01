"""`./run experiment NAME`: in a house of its own that is taken away afterwards."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from facilitation.embedded.stack import Stack
from facilitation.launch.surroundings import demo_environment, manage

PROGRESS = "· "
PORT = 8000  # nothing listens there: the experiment calls the house from inside


def main() -> int:
    """Start the servers, run the experiment, remove everything."""
    folder = Path(tempfile.mkdtemp(prefix="anteroom-experiment-"))
    folder.chmod(0o711)
    stack = Stack(folder, durable=False)
    try:
        env = demo_environment(stack, PORT) | {"ANTEROOM_HOSTS": "localhost,testserver"}
        subprocess.run(manage("migrate", "--verbosity=0", "--skip-checks"), env=env, check=True)
        subprocess.run(manage("collectstatic", "--noinput", "--verbosity=0", "--skip-checks"), env=env, check=True)
        return _run(folder / "house.log", env)
    finally:
        stack.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _run(log: Path, env: dict[str, str]) -> int:
    """Run it; what the house writes is kept for the attackers, the lines of progress are shown here too."""
    command = manage("experiment", *sys.argv[1:])
    with (
        log.open("w", encoding="utf-8") as kept,
        subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as process,
    ):
        for line in process.stderr or ():
            kept.write(line)
            kept.flush()
            if line.startswith(PROGRESS):
                print(line.rstrip(), file=sys.stderr)
    if process.returncode:
        print(log.read_text(encoding="utf-8")[-2000:], file=sys.stderr)
    return process.returncode


if __name__ == "__main__":
    raise SystemExit(main())
