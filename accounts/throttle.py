"""Counting tries in Valkey: atomic, so that parallel requests cannot pass; names hidden by an HMAC."""

import hashlib
import hmac
from functools import lru_cache

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

# One script, one step: a plain INCR followed by EXPIRE could die in between and leave a count for ever.
SPEND = """
local count = redis.call('INCR', KEYS[1])
if count == 1 and tonumber(ARGV[1]) > 0 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""
REFUND = """
local count = tonumber(redis.call('GET', KEYS[1]) or '0')
if count > 0 then return redis.call('DECR', KEYS[1]) end
return 0
"""


class CountsAreAway(Exception):
    """Valkey does not answer. Whoever counts tries refuses then (anonymity.md 10.4)."""


def spend(action: str, whose: str, *, limit: int, seconds: int = 0) -> bool:
    """Count one try of `action` for `whose` and return whether it is within `limit` tries.

    The count begins anew `seconds` after its first try; with 0 it stays until forget(). Raises CountsAreAway.
    """
    try:
        return int(_valkey().eval(SPEND, 1, _key(action, whose), seconds)) <= limit
    except RedisError as error:
        raise CountsAreAway from error


def give_back(action: str, whose: str) -> None:
    """Take one try back, for a try that succeeded. A failure is harmless: the count is then one too high."""
    try:
        _valkey().eval(REFUND, 1, _key(action, whose))
    except RedisError:
        return


def tries(action: str, names: list[str]) -> dict[str, int]:
    """Return how many tries are counted under each name; nothing if Valkey does not answer."""
    if not names:
        return {}
    try:
        counts = _valkey().mget([_key(action, name) for name in names])
    except RedisError:
        return {}
    return {name: int(count or 0) for name, count in zip(names, counts, strict=True)}


def forget(action: str, whose: str) -> None:
    """Begin the count anew. Raises CountsAreAway."""
    try:
        _valkey().delete(_key(action, whose))
    except RedisError as error:
        raise CountsAreAway from error


def _key(action: str, whose: str) -> str:
    """Return the opaque name of a count: who tried cannot be read from Valkey without the secret key."""
    mac = hmac.new(settings.SECRET_KEY.encode(), f"try|{action}|{whose}".encode(), hashlib.sha256)
    return f"try:{mac.hexdigest()[:32]}"


def _valkey() -> Redis:
    """Return this process's connections to Valkey."""
    return _connections(settings.REDIS_URL)


@lru_cache(maxsize=2)
def _connections(url: str) -> Redis:
    """Open a pool once for each address."""
    return Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
