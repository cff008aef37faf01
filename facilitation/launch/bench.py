"""`./run bench NAME`: in a house of its own that is taken away afterwards."""

import subprocess
import sys

from facilitation.launch.own_house import own_house

if __name__ == "__main__":
    with own_house(durable=True) as (_folder, env):
        command = [sys.executable, "-m", "benchmarks", *sys.argv[1:]]
        code = subprocess.run(command, env=env | {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}, check=False).returncode
    raise SystemExit(code)
