"""How often somebody may try: one atomic script in Valkey, which parallel requests cannot pass (10.4).

A network part is taken only from the header that our own proxy writes, cut to a network, and kept as an HMAC
under a key that lives in Valkey's memory for a day. Without it (single machine, onion service) everybody
looks like one network part, so that only the count of the whole house applies.
"""

import hmac
import secrets
from datetime import UTC, datetime

import redis
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dialogues.events.doorbell import connection

HEADER = "X-Anteroom-Net"
PREFIX = "anteroom:limit:"
WINDOW_SECONDS = 60
TRIES_A_MINUTE = 300  # invitations and codes tried, the whole house together
REDEEMS_A_MINUTE = 600
NETWORK_SECONDS = 600
TRIES_A_NETWORK = 30
REDEEMS_A_NETWORK = 60  # a delegation sits behind one address
LOGINS_A_NETWORK = 240  # twelve words do not say which side they are of: each return tries the keys one by one
_A_NETWORK = {"redeem": REDEEMS_A_NETWORK, "login": LOGINS_A_NETWORK}

# KEYS: the counts. ARGV: for each its limit and its length in seconds. Returns 0, or the seconds to wait. A
# refused try is not counted: it must not prolong the refusal for everybody else.
_SCRIPT = """
for place, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[2 * place - 1]) then
    return math.max(redis.call('TTL', key), 1)
  end
end
for place, key in ipairs(KEYS) do
  if redis.call('INCR', key) == 1 then redis.call('EXPIRE', key, ARGV[2 * place]) end
end
return 0
"""


class SlowDown(Exception):
    """Too many tries at once, or nobody can count them; `retry_after` is in seconds."""

    def __init__(self, retry_after: int = WINDOW_SECONDS) -> None:
        super().__init__(_("Too many people are trying at once. Wait a minute and try again; nothing is lost."))
        self.retry_after = retry_after


def count_try(action: str, most: int = TRIES_A_MINUTE, *, request: HttpRequest | None = None) -> None:
    """Count one try. Raises SlowDown past the limit, and when Valkey is away: tries are refused then."""
    try:
        counts = [(f"{PREFIX}{action}", most, WINDOW_SECONDS)]
        network = _network(request)
        if network:
            least = _A_NETWORK.get(action, TRIES_A_NETWORK)
            counts.append((f"{PREFIX}{action}:{_opaque(network)}", least, NETWORK_SECONDS))
        numbers = [number for _name, limit, seconds in counts for number in (limit, seconds)]
        wait = int(connection().eval(_SCRIPT, len(counts), *(name for name, *_rest in counts), *numbers))
    except redis.exceptions.RedisError as away:
        raise SlowDown from away
    if wait:
        raise SlowDown(wait)


def forget_all() -> None:
    """Drop every count and the day's key, at a seal. Harmless when Valkey is away."""
    try:
        for name in connection().scan_iter(match=f"{PREFIX}*", count=500):
            connection().delete(name)
    except redis.exceptions.RedisError:
        return


def _network(request: HttpRequest | None) -> str:
    """Return the network part that our proxy named, or "" where none is in front of us."""
    return request.headers.get(HEADER, "") if request and settings.TRUST_NET_HEADER else ""


def _opaque(network: str) -> str:
    """Return the name of a network part: without Valkey's memory of this day nobody can tell whose it is."""
    client = connection()
    name = f"{PREFIX}key:{datetime.now(tz=UTC):%Y-%m-%d}"
    client.set(name, secrets.token_bytes(32), nx=True, ex=2 * 86400)
    key = client.get(name)
    assert isinstance(key, bytes)  # noqa: S101
    return hmac.digest(key, network.encode(), "sha256")[:16].hex()
