"""Autobahn's cases against our door and against the server underneath, side by side: `./run bench conformance`.

Both say back what they hear. Ours does it through the middleware, the consumer and the line of the room. Deflate is off in this
house (it costs memory and lengths tell), so the cases about it are not played.
"""

import asyncio
import sys
from collections import Counter
from typing import Any

import kosoku

from benchmarks.room.systems import free_port, started
from facilitation.launch.surroundings import WEB

LEFT_OUT = ["12.*", "13.*"]  # compression
QUICK = ["1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "10.*"]
LARGEST = 64 * 1024 * 1024  # the cases send up to 16 MB; the room itself takes 16 KB


def run(*, quick: bool) -> dict[str, Any]:
    """Play the cases against both; return the counts and every case in which they differ."""
    found = {name: _play(name, quick=quick) for name in ("server", "edge")}
    differ = {
        case: {name: verdicts.get(case, "missing") for name, verdicts in found.items()}
        for case in found["server"]
        if found["edge"].get(case) != found["server"][case]
    }
    counts = {name: dict(Counter(verdicts.values())) for name, verdicts in found.items()}
    return {"cases": len(found["server"]), "verdicts": counts, "differ": differ}


def _play(name: str, *, quick: bool) -> dict[str, str]:
    """Play the cases against one of the two doors; return case → verdict on the exchange and on the closing."""
    port = free_port()
    application = f"benchmarks.echo:{name}"
    flags = [*WEB]
    flags[flags.index("--ws-max-size") + 1] = str(LARGEST)
    with started([sys.executable, "-m", "uvicorn", application, "--port", str(port), *flags], port, {}):
        results = asyncio.run(_results(f"ws://127.0.0.1:{port}/", quick=quick))
    return {result.case_id: f"{result.behavior.value} / {result.behavior_close.value}" for result in results}


async def _results(address: str, *, quick: bool) -> list[Any]:
    """Run the client of the suite; a failed case is a result like the others."""
    try:
        return list(await kosoku.run_fuzzingclient(address, QUICK if quick else None, LEFT_OUT, concurrency=4))
    except kosoku.FailureError as failure:
        return list(failure.results)
