"""How much one seat may write on its side's page in a day. Counted in Valkey's memory under an opaque name, never stored.

Without Valkey this process counts for itself.
"""

import time
from uuid import UUID

import redis

from dialogues.events.doorbell import bell_key, connection, opaque
from dialogues.interests.refusals import EnoughToday

A_DAY = 60  # lines, remarks and turns of one seat
DAY_SECONDS = 86_400
_SCRIPT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""
_local: dict[UUID, tuple[float, int]] = {}


def count_turn(seat_id: UUID) -> None:
    """Count one turn of a seat on its side's page. Raises EnoughToday."""
    try:
        name = f"anteroom:limit:side:{opaque(bell_key(), seat_id)}"
        count = int(connection().eval(_SCRIPT, 1, name, DAY_SECONDS))
    except redis.exceptions.RedisError:
        count = _count_here(seat_id)
    if count > A_DAY:
        raise EnoughToday


def _count_here(seat_id: UUID) -> int:
    """Count in this process while Valkey is away."""
    begun, count = _local.get(seat_id, (time.monotonic(), 0))
    if time.monotonic() - begun > DAY_SECONDS:
        begun, count = time.monotonic(), 0
    _local[seat_id] = (begun, count + 1)
    return count + 1
