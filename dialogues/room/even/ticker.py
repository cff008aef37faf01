"""The tick of even traffic: at the same moments of the clock in every process, to all lines in random order."""

import asyncio
import time

from dialogues.room.even.line import TICK, EvenLine, chance


class Ticker:
    """The even lines of one process."""

    def __init__(self) -> None:
        self.lines: set[EvenLine] = set()
        self._task: asyncio.Task[None] | None = None

    def add(self, line: EvenLine) -> None:
        """Let a line have the ticks from now on, until it closes."""
        self.lines.add(line)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    def stop(self) -> None:
        """Tick no more."""
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        """Tick as long as there is a line."""
        while self.lines:
            await asyncio.sleep(until_next(time.time()))
            in_turn = list(self.lines)
            chance.shuffle(in_turn)
            for line in in_turn:
                line.tick()
            self.lines = {line for line in self.lines if not line.closed}


def until_next(moment: float) -> float:
    """Return the seconds to the next tick; one that is nearer than half a tick has just been: a clock need not be exact."""
    rest = TICK - moment % TICK
    return rest if rest > TICK / 2 else rest + TICK
