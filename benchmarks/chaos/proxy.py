"""A TCP proxy that can be a bad network: it refuses, holds back, swallows, delays and dribbles."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from enum import StrEnum

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Dial = Callable[[], Awaitable[Streams]]
CHUNK = 64 * 1024
DRIBBLE = 1600  # bytes in a tenth of a second: 16 kB/s
LONGEST_DELAY = 2.0


class Weather(StrEnum):
    """What the line is like just now."""

    FAIR = "fair"
    REFUSED = "refused"  # every connection is reset, new ones too
    HELD = "held"  # a partition that heals: bytes wait and arrive late
    SWALLOWED = "swallowed"  # half-open: both ends believe in a line that carries nothing
    ONE_WAY = "one_way"  # half-open: what the server says is lost, what it is told arrives
    DELAYED = "delayed"
    SLOW = "slow"


class Proxy:
    """One line of the house. `port` is where it listens."""

    def __init__(self, dial: Dial) -> None:
        self.dial = dial
        self.weather = Weather.FAIR
        self.port = 0
        self._fair = asyncio.Event()
        self._fair.set()
        self._open: set[asyncio.StreamWriter] = set()
        self._lossy: set[asyncio.StreamWriter] = set()

    async def start(self) -> "Proxy":
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def turn(self, weather: Weather) -> None:
        """Change the weather. Connections that lost bytes meanwhile are reset when it clears: nothing can mend them."""
        self.weather = weather
        if weather is Weather.FAIR:
            self._fair.set()
            _abort(self._lossy)
        else:
            self._fair.clear()
        if weather is Weather.REFUSED:
            _abort(self._open)

    def stop(self) -> None:
        """Listen no more and drop what is open."""
        self._server.close()
        _abort(self._open)

    async def _serve(self, near_reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        """Carry one connection until an end is gone."""
        self._open.add(near)
        pumps: list[asyncio.Task[None]] = []
        try:
            if self.weather is Weather.REFUSED:
                return
            far_reader, far = await self.dial()
            self._open.add(far)
            pumps = [
                asyncio.create_task(self._pump(near_reader, far, near)),
                asyncio.create_task(self._pump(far_reader, near, near, back=True)),
            ]
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            far.close()
            self._open.discard(far)
        except OSError:
            pass
        finally:
            for pump in pumps:
                pump.cancel()
            near.close()
            self._open.discard(near)
            self._lossy.discard(near)

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        near: asyncio.StreamWriter,
        *,
        back: bool = False,
    ) -> None:
        """Carry one direction."""
        try:
            while chunk := await reader.read(CHUNK):
                if self.weather is Weather.SWALLOWED or (back and self.weather is Weather.ONE_WAY):
                    self._lossy.add(near)
                    continue
                await self._carry(chunk, writer)
        except (OSError, asyncio.IncompleteReadError):
            return

    async def _carry(self, chunk: bytes, writer: asyncio.StreamWriter) -> None:
        """Write a chunk as the weather allows."""
        if self.weather is Weather.HELD:
            await self._fair.wait()
        elif self.weather is Weather.DELAYED:
            await asyncio.sleep(random.random() * LONGEST_DELAY)
        while self.weather is Weather.SLOW and chunk:
            writer.write(chunk[:DRIBBLE])
            chunk = chunk[DRIBBLE:]
            await writer.drain()
            await asyncio.sleep(0.1)
        writer.write(chunk)
        await writer.drain()


def to_port(port: int) -> Dial:
    """Dial a port of this machine."""
    return lambda: asyncio.open_connection("127.0.0.1", port)


def to_socket(path: str) -> Dial:
    """Dial a socket in the file system."""
    return lambda: asyncio.open_unix_connection(path)


def _abort(writers: set[asyncio.StreamWriter]) -> None:
    """Drop connections at once, with whatever was on the way."""
    for writer in list(writers):
        writer.transport.abort()
    writers.clear()
