"""How often somebody may try: one atomic script in Valkey. Nothing that names a person or address is kept
(10.4).

On loopback and behind an onion service everybody looks like one network part, so only the global figure
applies there.
"""

import redis

from dialogues.events.doorbell import connection

WINDOW_SECONDS = 60
TRIES_A_MINUTE = 300  # invitations and codes tried, the whole house together
_SCRIPT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""


class SlowDown(Exception):
    """Too many tries at once."""

    def __init__(self) -> None:
        super().__init__("Too many people are trying at once. Wait a minute and try again; nothing is lost.")


def count_try(action: str, most: int = TRIES_A_MINUTE) -> None:
    """Count one try. Raises SlowDown past the limit, and when Valkey is away: tries are refused then."""
    try:
        count = int(connection().eval(_SCRIPT, 1, f"anteroom:limit:{action}", WINDOW_SECONDS))
    except redis.exceptions.RedisError as away:
        raise SlowDown from away
    if count > most:
        raise SlowDown
