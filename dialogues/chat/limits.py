"""How much one seat may say: 20 messages a minute, 5 at once; one atomic script (anonymity.md 10.4).

The key is opaque and lives a minute in Valkey's memory. Without Valkey this process counts for itself.
"""

import time
from collections import deque
from uuid import UUID

import redis

from dialogues.chat.refusals import TooFast
from dialogues.events.doorbell import bell_key, connection, opaque

A_MINUTE, AT_ONCE, AT_ONCE_SECONDS = 20, 5, 5
_SCRIPT = """
local minute = redis.call('INCR', KEYS[1])
if minute == 1 then redis.call('EXPIRE', KEYS[1], 60) end
local burst = redis.call('INCR', KEYS[2])
if burst == 1 then redis.call('EXPIRE', KEYS[2], ARGV[1]) end
return {minute, burst}
"""
_local: dict[UUID, deque[float]] = {}


def count_message(seat_id: UUID) -> None:
    """Count one message of a seat. Raises TooFast."""
    try:
        name = f"anteroom:limit:say:{opaque(bell_key(), seat_id)}"
        minute, burst = connection().eval(_SCRIPT, 2, f"{name}:m", f"{name}:b", AT_ONCE_SECONDS)
    except redis.exceptions.RedisError:
        return _count_here(seat_id)
    if int(minute) > A_MINUTE or int(burst) > AT_ONCE:
        raise TooFast
    return None


def _count_here(seat_id: UUID) -> None:
    """Count in this process while Valkey is away."""
    moment, said = time.monotonic(), _local.setdefault(seat_id, deque())
    while said and moment - said[0] > 60:
        said.popleft()
    said.append(moment)
    recent = sum(moment - one < AT_ONCE_SECONDS for one in said)
    if len(said) > A_MINUTE or recent > AT_ONCE:
        raise TooFast
