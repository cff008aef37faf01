"""How often a mask may do one kind of thing in a day: counted in Valkey's memory under an opaque name, stored nowhere.

The name changes whenever Valkey starts, so that a count can be laid beside nothing else. Every slice that limits by the day
counts here and puts its own words to the refusal.
"""

import time
from uuid import UUID

import redis

from dialogues.events.doorbell import bell_key, connection, opaque

DAY_SECONDS = 24 * 3600
# KEYS: the count. ARGV: the most and its length in seconds. A refused one is not counted.
_SCRIPT = """
if tonumber(redis.call('GET', KEYS[1]) or '0') >= tonumber(ARGV[1]) then return 0 end
if redis.call('INCR', KEYS[1]) == 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return 1
"""
_here: dict[tuple[str, UUID], tuple[float, int]] = {}


class EnoughToday(Exception):
    """The mask has done this as often as it may in a day. Nothing was counted."""


class NobodyCounts(Exception):
    """Valkey is away, so nobody can say how often it was done today."""


def count_today(what: str, seat_id: UUID, most: int, *, alone: bool = False) -> None:
    """Count one of these for a mask. Raises EnoughToday past the most.

    Without Valkey it raises NobodyCounts, or with `alone` this process counts for itself.
    """
    try:
        name = f"anteroom:limit:{what}:{opaque(bell_key(), seat_id)}"
        allowed = bool(connection().eval(_SCRIPT, 1, name, most, DAY_SECONDS))
    except redis.exceptions.RedisError as away:
        if not alone:
            raise NobodyCounts from away
        allowed = _allowed_here(what, seat_id, most)
    if not allowed:
        raise EnoughToday


def _allowed_here(what: str, seat_id: UUID, most: int) -> bool:
    """Count in this process's memory."""
    begun, count = _here.get((what, seat_id), (time.monotonic(), 0))
    if time.monotonic() - begun > DAY_SECONDS:
        begun, count = time.monotonic(), 0
    if count >= most:
        return False
    _here[what, seat_id] = (begun, count + 1)
    return True
