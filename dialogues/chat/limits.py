"""How much one seat may say: 20 messages a minute, 5 at once; one atomic script (anonymity.md 10.4).

The key is opaque and lives a minute in Valkey's memory. Without Valkey this process counts for itself.
"""

import hmac
import time
from collections import deque
from collections.abc import Sequence
from uuid import UUID

import redis
from django.conf import settings

from dialogues.events.doorbell import bell_key, connection, opaque

AT_ONCE_SECONDS = 5
# KEYS: whose it is and which it is, in turn. A message that passed before and comes again, after whatever went wrong, is not another one.
_SCRIPT = """
local over = {}
for i = 1, #KEYS, 2 do
  if redis.call('EXISTS', KEYS[i + 1]) == 0 then
    local minute = redis.call('INCR', KEYS[i] .. ':m')
    if minute == 1 then redis.call('EXPIRE', KEYS[i] .. ':m', 60) end
    local burst = redis.call('INCR', KEYS[i] .. ':b')
    if burst == 1 then redis.call('EXPIRE', KEYS[i] .. ':b', ARGV[1]) end
    if minute > tonumber(ARGV[2]) or burst > tonumber(ARGV[3]) then
      over[#over + 1] = (i - 1) / 2
    else
      redis.call('SET', KEYS[i + 1], '', 'EX', 60)
    end
  end
end
return over
"""
_local: dict[UUID, deque[float]] = {}


def count_messages(said: Sequence[tuple[UUID, UUID]]) -> set[int]:
    """Count messages, each named by its seat and its own id, in order; return the places of those that were too much.

    One script: nothing passes in between.
    """
    if not said:
        return set()
    try:
        key = bell_key()
        names = [f"anteroom:{{say}}:{name}" for seat, cmid in said for name in (opaque(key, seat), _once(key, cmid))]
        limits = (AT_ONCE_SECONDS, settings.SEAT_MESSAGES_A_MINUTE, settings.SEAT_MESSAGES_AT_ONCE)
        over = connection().eval(_SCRIPT, len(names), *names, *limits)
    except redis.exceptions.RedisError:
        return {place for place, (seat, _) in enumerate(said) if _too_fast_here(seat)}
    return {int(place) for place in over}


def _once(key: bytes, cmid: UUID) -> str:
    """The opaque name of one message."""
    return hmac.digest(key, cmid.bytes, "sha256")[:16].hex()


def _too_fast_here(seat_id: UUID) -> bool:
    """Count in this process while Valkey is away."""
    moment, said = time.monotonic(), _local.setdefault(seat_id, deque())
    while said and moment - said[0] > 60:
        said.popleft()
    said.append(moment)
    recent = sum(moment - one < AT_ONCE_SECONDS for one in said)
    return len(said) > settings.SEAT_MESSAGES_A_MINUTE or recent > settings.SEAT_MESSAGES_AT_ONCE


def too_soon(room_id: UUID, seat_id: UUID, cmid: UUID, seconds: int) -> bool:
    """Whether a mask has written in a slow room less than so many seconds ago; counts this message if not.

    The same message again, after a transaction that failed, is not another one. While Valkey is away a slow room is an ordinary one.
    """
    try:
        key = bell_key()
        name = f"anteroom:{{slow}}:{opaque(key, room_id)}:{opaque(key, seat_id)}"
        this = opaque(key, cmid).encode()
        before = connection().set(name, this, nx=True, ex=seconds, get=True)
        return before not in {None, this}
    except redis.exceptions.RedisError:
        return False
