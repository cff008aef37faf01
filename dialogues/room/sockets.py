"""At most three lines a seat, counted over all processes in one atomic script. The newest wins: a phone that lost its line must
be able to come back, so the oldest is closed. A place that is not renewed is given up, so that a killed process holds none."""

import time
from collections.abc import Sequence
from uuid import UUID

import redis

from dialogues.events.doorbell import bell_key, connection, opaque, shut_line

MOST = 3
LEASE_SECONDS = 30
_SCRIPT = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[4])
local over = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[5])
if over <= 0 then return {} end
local oldest = redis.call('ZRANGE', KEYS[1], 0, over - 1)
redis.call('ZREM', KEYS[1], unpack(oldest))
return oldest
"""


def take_places(lines: Sequence[tuple[UUID, str]]) -> None:
    """Take a place for each (seat, line); the oldest lines of a seat that has too many are told to close."""
    for (seat, _), over in zip(lines, _run(lines), strict=True):
        for name in over:
            shut_line(seat, name)


def renew_places(lines: Sequence[tuple[UUID, str]]) -> None:
    """Say that these lines are still there."""
    moment = time.time()
    try:
        key = bell_key()
        with connection().pipeline(transaction=False) as pipeline:
            for seat, name in lines:
                pipeline.zadd(_name(key, seat), {name: moment + LEASE_SECONDS}, xx=True)
                pipeline.expire(_name(key, seat), LEASE_SECONDS)
            pipeline.execute()
    except redis.exceptions.RedisError:
        return


def give_up_places(lines: Sequence[tuple[UUID, str]]) -> None:
    """Give places back."""
    try:
        key = bell_key()
        with connection().pipeline(transaction=False) as pipeline:
            for seat, name in lines:
                pipeline.zrem(_name(key, seat), name)
            pipeline.execute()
    except redis.exceptions.RedisError:
        return


def _run(lines: Sequence[tuple[UUID, str]]) -> list[list[str]]:
    """Run the script for each; without Valkey nobody is over (each process still counts its own)."""
    if not lines:
        return []
    moment = time.time()
    try:
        key = bell_key()
        with connection().pipeline(transaction=False) as pipeline:
            for place, (seat, name) in enumerate(lines):
                began = moment + LEASE_SECONDS + place / 1e6  # those that come together keep their order
                pipeline.eval(_SCRIPT, 1, _name(key, seat), moment, began, name, LEASE_SECONDS, MOST)
            return [[name.decode() for name in over] for over in pipeline.execute()]
    except redis.exceptions.RedisError:
        return [[] for _ in lines]


def _name(key: bytes, seat: UUID) -> str:
    """The opaque name of a seat's places."""
    return f"anteroom:lines:{opaque(key, seat)}"
