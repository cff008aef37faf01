"""A house of one's own for an experiment or a measurement: servers and tables, nothing else, and taken away afterwards."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from facilitation.embedded.stack import Stack
from facilitation.launch.surroundings import demo_environment, manage

PORT = 8000  # nothing listens there: the house is called from inside


@contextmanager
def own_house(*, durable: bool) -> Iterator[tuple[Path, dict[str, str]]]:
    """Start PostgreSQL and Valkey with empty tables; yield their folder and the environment that leads to them."""
    folder = Path(tempfile.mkdtemp(prefix="anteroom-own-"))
    folder.chmod(0o711)
    stack = Stack(folder, durable=durable)
    try:
        env = demo_environment(stack, PORT) | {"ANTEROOM_HOSTS": "localhost,testserver", "ANTEROOM_DB_POOL": "40"}
        for step in (["migrate"], ["collectstatic", "--noinput"]):
            subprocess.run(manage(*step, "--verbosity=0", "--skip-checks"), env=env, check=True)
        yield folder, env
    finally:
        stack.stop()
        shutil.rmtree(folder, ignore_errors=True)
