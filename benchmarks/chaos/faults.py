"""What is done to the house. Each fault returns when it is over; how long the house then needs is measured by the caller."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import redis

from benchmarks.chaos.crowd import Client
from benchmarks.chaos.house import HANDS, House, Place, kill_and_start
from benchmarks.chaos.proxy import Proxy, Weather

Fault = Callable[[], Awaitable[None]]
HOUR = 3600


async def by_hand(deed: Callable[[], Any]) -> None:
    """Do something to processes without holding up the talk."""
    await asyncio.get_running_loop().run_in_executor(HANDS, deed)


def all_faults(house: House, clients: Sequence[Client]) -> dict[str, Fault]:
    """Return every kind of fault by its name."""
    places = house.places
    faults: dict[str, Fault] = {
        "kill web": lambda: by_hand(partial(kill_and_start, random.choice(places).web)),
        "kill both webs": partial(_kill_both, house),
        "kill worker": lambda: by_hand(partial(kill_and_start, house.worker)),
        "kill beat": lambda: by_hand(partial(kill_and_start, house.beat)),
        "kill PostgreSQL": partial(_kill_postgres, house),
        "restart PostgreSQL": partial(_restart_postgres, house),
        "kill Valkey": partial(_valkey_away, house, 0),
        "Valkey away": partial(_valkey_away, house, 4),
        "flush Valkey": lambda: by_hand(partial(_flush, house)),
        "reconnect storm": partial(_storm, clients),
        "deaf readers": partial(_deafen, clients),
        "clock one hour on": partial(_jump, places, HOUR),
        "clock one hour back": partial(_jump, places, -HOUR),
    }
    for line, kinds in LINES.items():
        for weather, seconds in kinds.items():
            faults[f"{line}: {weather.value}"] = partial(_weather, places, line, weather, seconds)
    return faults


LINES: dict[str, dict[Weather, float]] = {
    "clients-web": {
        Weather.REFUSED: 1,
        Weather.HELD: 2,
        Weather.SWALLOWED: 5,
        Weather.ONE_WAY: 5,
        Weather.DELAYED: 2,
        Weather.SLOW: 3,
    },
    "web-database": {Weather.REFUSED: 1, Weather.HELD: 2, Weather.SWALLOWED: 3, Weather.ONE_WAY: 2, Weather.DELAYED: 2},
    "web-Valkey": {Weather.REFUSED: 1, Weather.HELD: 3, Weather.SWALLOWED: 3, Weather.DELAYED: 2},
}


async def _weather(places: Sequence[Place], line: str, weather: Weather, seconds: float) -> None:
    """Spoil one line for a while."""
    place = random.choice(places)
    proxy: Proxy = {"clients-web": place.clients, "web-database": place.database, "web-Valkey": place.valkey}[line]
    proxy.turn(weather)
    await asyncio.sleep(seconds * (0.5 + random.random() / 2))
    proxy.turn(Weather.FAIR)


async def _kill_both(house: House) -> None:
    """Kill both webs in the same moment."""
    await asyncio.gather(*(by_hand(partial(kill_and_start, place.web)) for place in house.places))


async def _kill_postgres(house: House) -> None:
    """Kill -9 of the whole server, and its start."""
    await by_hand(house.kill_postgres)
    await by_hand(house.stack.postgres.start)


async def _restart_postgres(house: House) -> None:
    """An orderly restart in the middle of everything."""
    await by_hand(house.stack.postgres.stop)
    await by_hand(house.stack.postgres.start)


async def _valkey_away(house: House, seconds: float) -> None:
    """Kill Valkey and let it be away for a while."""
    await by_hand(house.kill_valkey)
    await asyncio.sleep(seconds)
    await by_hand(house.stack.valkey.start)


def _flush(house: House) -> None:
    """Empty Valkey."""
    with redis.Redis(unix_socket_path=str(house.stack.valkey.socket)) as client:
        client.flushall()


async def _storm(clients: Sequence[Client]) -> None:
    """Everybody loses the line at once and comes back at once."""
    for client in clients:
        client.drop()
    await asyncio.sleep(0)


async def _deafen(clients: Sequence[Client]) -> None:
    """A third never read for a while."""
    until = time.monotonic() + 4
    for client in random.sample(list(clients), max(len(clients) // 3, 1)):
        client.deaf_until = until
    await asyncio.sleep(4)


async def _jump(places: Sequence[Place], seconds: int) -> None:
    """One web's clock jumps and jumps back."""
    clock = random.choice(places).clock
    clock.write_text(str(seconds), encoding="ascii")
    await asyncio.sleep(1)
    clock.write_text("0", encoding="ascii")
