"""People who talk over real sockets and never give up: client ids, retries, catching up, and a diary of everything."""

import asyncio
import contextlib
import json
import random
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from benchmarks.chaos.checker import Diary, mark

ORIGIN = "http://localhost:8000"
WINDOW = 4  # messages a client has under way at most
RETRY_SECONDS, ASK_SECONDS, PATIENCE = 3.0, 2.0, 5.0
RESTS = (0.1, 0.2, 0.5, 1.0)
LOST = (OSError, TimeoutError, WebSocketException, asyncio.IncompleteReadError, ValueError)


@dataclass
class Pace:
    """What all clients of a run go by."""

    ports: list[int]  # the webs, through their proxies
    rate: float  # messages a second of one client
    talking: bool = True
    over: bool = False


class Client:
    """One seat in one room."""

    def __init__(self, pace: Pace, diary: Diary, cookie: str, version: str) -> None:
        self.pace, self.diary, self.cookie, self.version = pace, diary, cookie, version
        self.pending: dict[str, float] = {}  # cmid → when it was last sent
        self.line: ClientConnection | None = None
        self.let_in = asyncio.Event()
        self.heard = 0.0  # when an entry last came
        self.deaf_until = 0.0
        self.retries = self.connections = 0
        self.refused: dict[str, int] = {}

    async def live(self) -> None:
        """Connect, talk and listen, again and again, until the run is over."""
        failures = 0
        while not self.pace.over:
            try:
                await self._visit()
                failures = 0
            except LOST:
                failures = 0 if self.let_in.is_set() else failures + 1
            self.let_in.clear()
            self.line = None
            rest = RESTS[min(failures, len(RESTS) - 1)]
            await asyncio.sleep(rest * (0.5 + random.random()))

    def drop(self) -> None:
        """Lose the line, as a laptop that is shut."""
        if self.line is not None:
            self.line.transport.abort()

    async def _visit(self) -> None:
        """One connection, from the ticket to its end."""
        port = random.choice(self.pace.ports)
        async with asyncio.timeout(PATIENCE):
            ticket = await self._ticket(port)
        async with connect(
            f"ws://localhost:{port}/room/line",
            host="127.0.0.1",
            port=port,
            origin=ORIGIN,  # type: ignore[arg-type]
            additional_headers={"Cookie": self.cookie},
            compression=None,
            max_size=None,
            open_timeout=PATIENCE,
            ping_interval=3,
            ping_timeout=4,
            close_timeout=0.5,
        ) as self.line:
            self.connections += 1
            first = {"a": "hello", "ticket": ticket, "room": self.diary.room, "after": len(self.diary.view)}
            await self.line.send(json.dumps(first))
            talking = asyncio.create_task(self._talk(self.line))
            try:
                async for frame in self.line:
                    self._hear(json.loads(frame))
                    if (deaf := self.deaf_until - time.monotonic()) > 0:
                        await asyncio.sleep(deaf)
            finally:
                talking.cancel()
                with contextlib.suppress(asyncio.CancelledError, *LOST):
                    await talking

    async def _ticket(self, port: int) -> str:
        """Ask for a one-time ticket, by hand: one request on one connection."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            head = (
                f"POST /room/ticket HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: {ORIGIN}\r\nCookie: {self.cookie}\r\n"
                "Content-Type: application/json\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            writer.write(head.encode())
            answer = (await reader.read()).decode()
            return str(json.loads(answer.split("\r\n\r\n", 1)[1])["ticket"])
        except (IndexError, KeyError) as error:
            raise ValueError("no ticket") from error
        finally:
            writer.transport.abort()

    async def _talk(self, line: ClientConnection) -> None:
        """Say new things at the pace, repeat what was not answered, and ask for what may be missing."""
        asked = time.monotonic()
        await self.let_in.wait()
        for cmid in self.pending:
            self.pending[cmid] = 0.0
        while True:
            moment = time.monotonic()
            for cmid, since in list(self.pending.items()):
                if moment - since > RETRY_SECONDS:
                    self.retries += 1
                    await self._post(line, cmid)
            if self.pace.talking and len(self.pending) < WINDOW:
                cmid = str(uuid4())
                self.diary.sent[cmid] = f"{cmid} says {len(self.diary.sent)}"
                await self._post(line, cmid)
            if moment - asked > ASK_SECONDS:
                asked = moment
                await line.send(json.dumps({"a": "after", "n": len(self.diary.view)}))
            await asyncio.sleep((0.5 + random.random()) / self.pace.rate)

    async def _post(self, line: ClientConnection, cmid: str) -> None:
        """Send a message; the same id again is the same message."""
        self.pending[cmid] = time.monotonic()
        frame = {"a": "post", "cmid": cmid, "text": self.diary.sent[cmid], "text_version": self.version}
        await line.send(json.dumps(frame))

    def _hear(self, frame: Any) -> None:
        """Take one frame: words, and entries in the order of their numbers."""
        for part in frame if isinstance(frame, list) else [frame]:
            if "k" in part:
                self._see(part)
            elif "ack" in part:
                self._told(part["ack"], int(part["n"]))
            elif "in" in part:
                self.let_in.set()
            elif "refused" in part:
                self.refused[part["refused"]] = self.refused.get(part["refused"], 0) + 1

    def _told(self, cmid: str, number: int) -> None:
        """Note an acknowledgement; a second one must tell the same number."""
        if self.diary.acknowledged.setdefault(cmid, number) != number:
            self.diary.broken.append(f"doubled: {cmid} was acknowledged under two numbers")
        self.pending.pop(cmid, None)

    def _see(self, entry: dict[str, Any]) -> None:
        """Note an entry: the next one, or one that came again; anything else is a gap."""
        view, number = self.diary.view, int(entry["n"])
        seen = mark(entry["id"], entry["b"].get("text", ""))
        self.heard = time.monotonic()
        if number == len(view) + 1:
            view.append(seen)
        elif number > len(view) + 1:
            self.diary.broken.append(f"misordered: {number} came after {len(view)}")
        elif view[number - 1] != seen:
            self.diary.broken.append(f"misordered: {number} came again as something else")
