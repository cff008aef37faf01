"""`./run chaos`: break everything while people talk, and check that nothing was lost, doubled or misordered."""

import subprocess
import sys

from facilitation.launch.surroundings import ROOT

if __name__ == "__main__":
    command = [sys.executable, "-m", "benchmarks.chaos", *sys.argv[1:]]
    raise SystemExit(subprocess.run(command, cwd=ROOT, check=False).returncode)
