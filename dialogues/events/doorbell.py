"""The doorbell: after commit, one publish that says “this room has entries up to n”. Ids only, never words.

A lost ring loses nothing: every process compares numbers every few seconds and each browser asks again. Names are opaque:
an HMAC under a key that lives in Valkey's memory and is made anew when Valkey starts.
"""

import hmac
import json
import logging
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from threading import Lock
from uuid import UUID

import redis
from django.conf import settings

CHANNEL = "anteroom:doorbell"
KEY_NAME = "anteroom:bell-key"
KEY_SECONDS = 2
_ringer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="doorbell")
_due_lock = Lock()
_due: dict[UUID, int] = {}
_known: list[tuple[float, bytes]] = []
log = logging.getLogger("anteroom.doorbell")


@cache
def connection() -> "redis.Redis":
    """Return this process's client; the pool behind it reconnects by itself."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


def bell_key() -> bytes:
    """Return the key of this boot of Valkey, made by whoever asks first; looked at again every two seconds."""
    moment = time.monotonic()
    if _known and moment - _known[0][0] < KEY_SECONDS:
        return _known[0][1]
    client = connection()
    client.set(KEY_NAME, secrets.token_bytes(32), nx=True)
    key = client.get(KEY_NAME)
    assert isinstance(key, bytes)  # noqa: S101
    _known[:] = [(moment, key)]
    return key


def forget_key() -> None:
    """Ask for the key anew next time: Valkey may have been restarted."""
    _known.clear()


@lru_cache(maxsize=8192)
def opaque(key: bytes, thing: UUID) -> str:
    """Return the name that a room or seat has on the wire."""
    return hmac.digest(key, thing.bytes, "sha256")[:16].hex()


def ring(room_id: UUID, up_to: int) -> None:
    """Tell every process that the room has entries up to this number. A failure is harmless: it is a hint."""
    _publish("tick", room_id, {"n": up_to})


def ring_soon(room_id: UUID, up_to: int) -> None:
    """Ring without waiting for Valkey: the messages are stored, and who stored them has answered already."""
    with _due_lock:
        waiting = bool(_due)
        _due[room_id] = max(up_to, _due.get(room_id, 0))
    if not waiting:
        _ringer.submit(_ring_due)


def _ring_due() -> None:
    """Ring for every room that has something new."""
    with _due_lock:
        due = dict(_due)
        _due.clear()
    for room_id, up_to in due.items():
        ring(room_id, up_to)


def shut_seat(seat_id: UUID) -> None:
    """Tell every process to close this seat's sockets; the sweep closes what was missed."""
    _publish("shut", seat_id, {})


def shut_line(seat_id: UUID, name: str) -> None:
    """Tell the process that has this line to close it: the seat has opened too many."""
    _publish("over", seat_id, {"s": name})


def shut_facilitators(room_id: UUID) -> None:
    """Tell every process to close the facilitators' lines to a caucus that has asked them out."""
    _publish("out", room_id, {})


def tell_facilitators(room_id: UUID) -> None:
    """Tell the facilitators in a room that something waits for them: a hint that leaves no row, and so no time."""
    _publish("look", room_id, {})


def channel_of(name: str) -> str:
    """Where hints about a thing are published: one channel, or, sharded, one for each thing."""
    return f"{CHANNEL}:{name}" if settings.DOORBELL_SHARDED else CHANNEL


def _publish(what: str, thing: UUID, more: dict[str, int | str]) -> None:
    """Publish one hint."""
    try:
        name = opaque(bell_key(), thing)
        message = json.dumps({"t": what, "o": name, **more})
        if settings.DOORBELL_SHARDED:
            connection().spublish(channel_of(name), message)
        else:
            connection().publish(CHANNEL, message)
    except redis.exceptions.RedisError:
        log.warning("The doorbell is out of reach; readers catch up by asking.")
