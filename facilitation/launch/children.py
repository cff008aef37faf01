"""The processes of the house: started together, watched, restarted when they die, ended together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from facilitation.embedded.children import death_with_parent

RESTART_SECONDS = (0.5, 1, 2, 5, 10)
STEADY_SECONDS = 30  # a child that lived this long starts counting anew


@dataclass
class Child:
    """One process and how to start it again."""

    name: str
    command: Sequence[str]
    env: dict[str, str]
    fds: tuple[int, ...] = ()
    process: "subprocess.Popen[bytes] | None" = None
    deaths: int = 0
    started: float = 0
    due: float = field(default=0)

    def start(self) -> None:
        """Start it; on Linux it is told to end when we die, even by kill -9."""
        self.process = subprocess.Popen(
            list(self.command),
            env=self.env,
            pass_fds=self.fds,
            start_new_session=True,
            preexec_fn=death_with_parent(),
        )
        self.started, self.due = time.monotonic(), 0

    def tend(self) -> None:
        """If it died, say so and start it again after a rest that grows."""
        if self.process is None or self.process.poll() is None:
            return
        if not self.due:
            self.deaths = 0 if time.monotonic() - self.started > STEADY_SECONDS else self.deaths
            rest = RESTART_SECONDS[min(self.deaths, len(RESTART_SECONDS) - 1)]
            print(
                f"{self.name} ended (code {self.process.returncode}); it starts again in {rest} s.",
                file=sys.stderr,
                flush=True,
            )
            self.deaths += 1
            self.due = time.monotonic() + rest
        elif time.monotonic() >= self.due:
            self.start()

    def stop(self) -> None:
        """Ask it to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for its end, and force it when it does not come."""
        if self.process is None:
            return
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def watch(children: Sequence[Child], tick: Callable[[], None]) -> None:
    """Tend the children until a signal raises out of here."""
    while True:
        for child in children:
            child.tend()
        tick()
        time.sleep(0.25)


def stop_all(children: Sequence[Child]) -> None:
    """End all, last started first."""
    for child in reversed(children):
        child.stop()
    for child in reversed(children):
        child.wait(8)
