"""The load client, in a process of its own: `python -m benchmarks.room.client`, a plan as JSON on its input, JSON lines as output.

It says when the measured window begins and ends, so that the server's processor time can be read at the same moments, and how
much of its own core it used: a client near 1.0 would have been the limit.
"""

import asyncio
import json
import sys
import time
from itertools import cycle
from typing import Any
from uuid import uuid4

import uvloop

from benchmarks.room.wire import Wire

FILLER = "we could begin with the water and leave the border for a later evening, if the others agree"
MEASURING = 20  # lines that note how long each message took


class Load:
    """One plan."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.wires: list[Wire] = []
        self.own: list[int] = []
        self.stopped = False

    async def run(self) -> None:
        """Connect, warm up, measure, tell."""
        began = time.monotonic()
        failures = await self._connect()
        tell(at="connected", failures=failures, seconds=time.monotonic() - began)
        for wire in self.wires[len(self.wires) - self.plan.get("silent", 0) :]:
            wire.transport.pause_reading()
        if self.plan.get("seconds"):
            await self._measure()
        await asyncio.sleep(self.plan.get("stay", 0))
        tell(at="done")

    async def _connect(self) -> list[str]:
        """Open every line, all at once or twenty at a time; return why some failed."""
        conns = self.plan["conns"]
        step = len(conns) if self.plan.get("at_once") else 20
        failures: list[str] = []
        for first in range(0, len(conns), step):
            open_ = self._open if self.plan.get("at_once") else self._open_patiently
            tries = [open_(first + place, conn) for place, conn in enumerate(conns[first : first + step])]
            outcomes = await asyncio.gather(*tries, return_exceptions=True)
            failures += [f"{type(one).__name__}: {one}" for one in outcomes if isinstance(one, BaseException)]
        return failures

    async def _open_patiently(self, number: int, conn: dict[str, Any]) -> None:
        """Open one line; a server that refuses under a rush of handshakes is asked again: this is not what is measured here."""
        for rest in (0.2, 0.5, 1.0):
            try:
                return await self._open(number, conn)
            except ConnectionError:
                await asyncio.sleep(rest)
        return await self._open(number, conn)

    async def _open(self, number: int, conn: dict[str, Any]) -> None:
        """Open one line and wait until it is let in."""
        loop = asyncio.get_running_loop()
        _, wire = await loop.create_connection(lambda: Wire(number, self.plan, conn), "127.0.0.1", self.plan["port"])
        await asyncio.wait_for(wire.ready, 60)
        self.wires.append(wire)

    async def _measure(self) -> None:
        """Let the senders talk; count between two moments."""
        senders = self.wires[: self.plan["senders"]]
        reading = len(self.wires) - self.plan.get("silent", 0)
        for wire in self.wires[max(0, reading - MEASURING) : reading]:
            wire.delays = []
        if self.plan.get("rate"):
            pace = asyncio.create_task(self._at_a_rate(senders))
        else:
            for wire in senders:
                wire.on_own = self._next
                for _ in range(self.plan["window"]):
                    self._say(wire)
        await asyncio.sleep(self.plan.get("warm", 1))
        before, own, cpu, moment = self._got(), len(self.own), time.process_time(), time.monotonic()
        for wire in self.wires:
            if wire.delays is not None:
                wire.delays.clear()
        tell(at="begin")
        await asyncio.sleep(self.plan["seconds"])
        seconds = time.monotonic() - moment
        delays = sorted(delay for wire in self.wires for delay in wire.delays or ())
        tell(
            at="end",
            seconds=seconds,
            deliveries=self._got() - before,
            messages=len(self.own) - own,
            client_load=(time.process_time() - cpu) / seconds,
            p50_ms=place(delays, 0.5),
            p99_ms=place(delays, 0.99),
        )
        self.stopped = True
        if self.plan.get("rate"):
            pace.cancel()

    def _got(self) -> int:
        """All deliveries so far."""
        return sum(wire.got for wire in self.wires)

    def _next(self, wire: Wire, delay: int) -> None:
        """An own message has come back: say the next."""
        self.own.append(delay)
        if not self.stopped:
            self._say(wire)

    def _say(self, wire: Wire) -> None:
        """Say one thing."""
        text = f"~#{wire.number}.{time.monotonic_ns()}~ {FILLER}"
        wire.say(self.plan["post"].replace("%TEXT%", text).replace("%CMID%", str(uuid4())))

    async def _at_a_rate(self, senders: list[Wire]) -> None:
        """Say so many a second, whoever answers."""
        began = time.monotonic()
        for said, wire in enumerate(cycle(senders)):
            wait = began + said / self.plan["rate"] - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            self._say(wire)


def place(delays: list[int], share: float) -> float:
    """Return a quantile in milliseconds."""
    return delays[min(int(len(delays) * share), len(delays) - 1)] / 1e6 if delays else 0.0


def tell(**what: Any) -> None:
    """Write one line for whoever measures."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(Load(json.loads(sys.stdin.read())).run())
