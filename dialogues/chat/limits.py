"""How much one seat may say: 20 messages a minute, 5 at once; one atomic script (anonymity.md 10.4).

The key is opaque and lives a minute in Valkey's memory. Without Valkey this process counts for itself.
"""

import time
from collections import deque
from collections.abc import Sequence
from uuid import UUID

import redis
from django.conf import settings

from dialogues.events.doorbell import bell_key, connection, opaque

AT_ONCE_SECONDS = 5
_SCRIPT = """
local over = {}
for i = 1, #KEYS do
  local minute = redis.call('INCR', KEYS[i] .. ':m')
  if minute == 1 then redis.call('EXPIRE', KEYS[i] .. ':m', 60) end
  local burst = redis.call('INCR', KEYS[i] .. ':b')
  if burst == 1 then redis.call('EXPIRE', KEYS[i] .. ':b', ARGV[1]) end
  if minute > tonumber(ARGV[2]) or burst > tonumber(ARGV[3]) then over[#over + 1] = i - 1 end
end
return over
"""
_local: dict[UUID, deque[float]] = {}


def count_messages(seats: Sequence[UUID]) -> set[int]:
    """Count one message for each seat named, in order; return the places of those that were too much.

    One script: nothing passes in between.
    """
    if not seats:
        return set()
    try:
        key = bell_key()
        names = [f"anteroom:{{say}}:{opaque(key, seat)}" for seat in seats]
        limits = (AT_ONCE_SECONDS, settings.SEAT_MESSAGES_A_MINUTE, settings.SEAT_MESSAGES_AT_ONCE)
        over = connection().eval(_SCRIPT, len(names), *names, *limits)
    except redis.exceptions.RedisError:
        return {place for place, seat in enumerate(seats) if _too_fast_here(seat)}
    return {int(place) for place in over}


def _too_fast_here(seat_id: UUID) -> bool:
    """Count in this process while Valkey is away."""
    moment, said = time.monotonic(), _local.setdefault(seat_id, deque())
    while said and moment - said[0] > 60:
        said.popleft()
    said.append(moment)
    recent = sum(moment - one < AT_ONCE_SECONDS for one in said)
    return len(said) > settings.SEAT_MESSAGES_A_MINUTE or recent > settings.SEAT_MESSAGES_AT_ONCE


def too_soon(room_id: UUID, seat_id: UUID, seconds: int) -> bool:
    """Whether a mask has written in a slow room less than so many seconds ago; counts this message if not.

    While Valkey is away a slow room is an ordinary one.
    """
    try:
        key = bell_key()
        name = f"anteroom:{{slow}}:{opaque(key, room_id)}:{opaque(key, seat_id)}"
        return not connection().set(name, b"1", nx=True, ex=seconds)
    except redis.exceptions.RedisError:
        return False
