"""Many recorded conversations at once, each in a room of its own: `./run bench replays`. At the pace of talk and at twenty times it.

Every speaker has a line and reads everything; at the end every view is compared with the room's sequence, number by number.
"""

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.room.house import ORIGIN, Hall, build_hall
from benchmarks.room.runs import flush
from benchmarks.room.systems import System, ours
from facilitation.launch.surroundings import ROOT
from facilitation.replay.chats import Said, read_chat
from facilitation.replay.playing import PACE_SECONDS

CHATS = ROOT.parent / "shared" / "data" / "chat" / "delidata"
MOST, FEW = 60, 12  # conversations at once
SPEEDS = (1, 20)
SECONDS = 12


@dataclass
class Speaker:
    """One speaker's line and what came over it."""

    line: ClientConnection
    seen: list[int] = field(default_factory=list)
    kept: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    came: dict[int, float] = field(default_factory=dict)

    async def listen(self) -> None:
        """Hear until the line ends."""
        async for frame in self.line:
            parts = json.loads(frame)
            for part in parts if isinstance(parts, list) else [parts]:
                if "k" in part:
                    self.seen.append(part["n"])
                    self.came[part["n"]] = time.monotonic()
                elif "ack" in part:
                    self.kept[part["ack"]] = part["n"]
                elif "refused" in part:
                    self.refused += 1


@dataclass
class Played:
    """One conversation as it went."""

    speakers: list[Speaker]
    said: dict[str, float]  # cmid → when it was said
    first: int

    def whole(self) -> bool:
        """Whether everything said was kept once, and everybody saw every number once and in order."""
        last = max((number for one in self.speakers for number in one.kept.values()), default=self.first)
        kept = [number for one in self.speakers for number in one.kept.values()]
        views = all(one.seen == list(range(self.first + 1, last + 1)) for one in self.speakers)
        return views and len(kept) == len(set(kept)) == len(self.said)

    def delays(self) -> list[float]:
        """Milliseconds from saying to the last screen."""
        numbers = {cmid: number for one in self.speakers for cmid, number in one.kept.items()}
        return [
            1000 * (max(one.came.get(number, began) for one in self.speakers) - began)
            for cmid, number in numbers.items()
            for began in [self.said[cmid]]
        ]


def run(*, quick: bool) -> dict[str, Any]:
    """Replay as many conversations as there are, up to MOST, at each speed."""
    if not CHATS.is_dir():
        return {"absent": f"The recorded conversations are not at {CHATS}."}
    chats = [read_chat(path) for path in sorted(CHATS.iterdir())[: FEW if quick else MOST]]
    halls = [build_hall(len({one.speaker for one in said})) for said in chats]
    figures = {}
    with ours(halls[0]) as system:
        for speed in SPEEDS:
            flush()
            figures[f"at ×{speed}"] = asyncio.run(_all(system, halls, chats, speed))
    return {"conversations": len(chats), **figures}


async def _all(system: System, halls: list[Hall], chats: list[list[Said]], speed: int) -> dict[str, Any]:
    """Play all at once."""
    lines = [await asyncio.to_thread(hall.conns, len(hall.seats)) for hall in halls]
    cpu, began = system.cpu(), time.monotonic()
    plays = [_play(system, hall, conns, said, speed) for hall, conns, said in zip(halls, lines, chats, strict=True)]
    played = await asyncio.gather(*plays)
    seconds = time.monotonic() - began
    delays = sorted(delay for one in played for delay in one.delays())
    return {
        "lines": sum(len(one.speakers) for one in played),
        "messages": len(delays),
        "a_second": round(len(delays) / seconds, 1),
        "refused": sum(speaker.refused for one in played for speaker in one.speakers),
        "whole": sum(one.whole() for one in played),
        "p50_ms": round(delays[len(delays) // 2], 2),
        "p99_ms": round(delays[int(len(delays) * 0.99)], 2),
        "server_load": round((system.cpu() - cpu) / seconds, 2),
    }


async def _play(system: System, hall: Hall, conns: list[dict[str, Any]], said: list[Said], speed: int) -> Played:
    """Play one conversation: everybody comes in, then each says what is theirs in the order of the recording."""
    names = sorted({one.speaker for one in said})
    speakers = dict(zip(names, [await _come_in(system, conn) for conn in conns], strict=True))
    listening = [asyncio.create_task(one.listen()) for one in speakers.values()]
    played = Played(list(speakers.values()), {}, json.loads(conns[0]["first"])["after"])
    post, end = await asyncio.to_thread(hall.post), time.monotonic() + SECONDS
    for one in said:
        if time.monotonic() > end:
            break
        await asyncio.sleep(PACE_SECONDS / len(names) / speed)
        cmid = str(uuid4())
        played.said[cmid] = time.monotonic()
        words = json.dumps(one.text[:2000])[1:-1]
        await speakers[one.speaker].line.send(post.replace("%TEXT%", words).replace("%CMID%", cmid))
    await asyncio.sleep(2)
    for speaker in speakers.values():
        await speaker.line.close()
    await asyncio.gather(*listening)
    return played


async def _come_in(system: System, conn: dict[str, Any]) -> Speaker:
    """Open one line and be let in."""
    line = await connect(
        f"ws://127.0.0.1:{system.port}{system.path}",
        origin=ORIGIN,  # type: ignore[arg-type]
        additional_headers={"Cookie": conn["cookie"]},
        compression=None,
    )
    await line.send(conn["first"])
    assert "in" in json.loads(await line.recv())
    return Speaker(line)
