"""A seat's browser session: a random cookie whose hash and day are stored, with idleness known to Valkey's
memory alone.

12 h at most, 30 minutes idle. When Valkey is away or was flushed, the database's row and day decide, so that
a restart of Valkey throws nobody out; idleness is then counted anew.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

import redis
from django.conf import settings

from dialogues.admission.models import SeatLogin
from dialogues.dialogue.clock import now
from dialogues.events.doorbell import connection

ABSOLUTE_SECONDS = 12 * 3600
IDLE_SECONDS = 30 * 60
PREFIX = "anteroom:login:"


def cookie_hash(cookie: str) -> bytes:
    """Return what is stored of a cookie."""
    return hashlib.sha256(cookie.encode()).digest()


def open_login(seat: UUID) -> str:
    """Store a new login of a seat and return its cookie.

    A transaction of its own: nothing else is touched.
    """
    cookie = secrets.token_urlsafe(32)
    expires = (now() + timedelta(seconds=ABSOLUTE_SECONDS)).date()
    SeatLogin.objects.create(cookie_hash=cookie_hash(cookie), seat=seat, expires_on=expires)
    _touch(cookie_hash(cookie))
    return cookie


def close_login(cookie: str) -> None:
    """Forget a login."""
    digest = cookie_hash(cookie)
    SeatLogin.objects.filter(cookie_hash=digest).delete()
    try:
        connection().delete(_key(digest))
    except redis.exceptions.RedisError:
        return


def seat_behind(cookie: str) -> UUID | None:
    """Return the seat of a cookie, or None if it is unknown, too old or was idle too long."""
    if not cookie:
        return None
    digest = cookie_hash(cookie)
    row = SeatLogin.objects.filter(cookie_hash=digest).first()
    if row is None or row.expires_on < now().date():
        return None
    if not _touch(digest):
        close_login(cookie)
        return None
    return row.seat


def seats_behind(cookies: Collection[str]) -> dict[str, UUID]:
    """Return cookie → seat of the logins that stand, for many cookies in one query and one visit to Valkey."""
    digests = {cookie_hash(cookie): cookie for cookie in cookies if cookie}
    rows = SeatLogin.objects.filter(cookie_hash__in=list(digests), expires_on__gte=now().date()) if digests else []
    standing = {bytes(row.cookie_hash): row.seat for row in rows}
    awake = _touch_all(list(standing))
    return {digests[digest]: seat for digest, seat in standing.items() if digest in awake}


def stay_awake(digest: bytes) -> None:
    """Note that the tab of a login stands open: somebody may be reading."""
    _touch(digest)


def standing_logins(digests: Collection[bytes]) -> set[bytes]:
    """Return which of these logins have not ended; looking does not count as using them."""
    found = SeatLogin.objects.filter(cookie_hash__in=list(digests), expires_on__gte=now().date())
    return {bytes(digest) for digest in found.values_list("cookie_hash", flat=True)}


def form_token(cookie: str, path: str, day: date | None = None) -> str:
    """Return the hidden field that ties a form to this login, page and day: participants have no Django session."""
    message = cookie_hash(cookie) + path.encode() + (day or now().date()).isoformat().encode()
    return hmac.digest(settings.SECRET_KEY.encode(), b"anteroom/form/v1" + message, "sha256").hex()


def form_token_fits(cookie: str, path: str, token: str) -> bool:
    """Return whether a posted token is the one that this page of this login was given today, or yesterday.

    Yesterday's counts too: midnight must not throw away what somebody is typing.
    """
    today = now().date()
    return any(
        hmac.compare_digest(form_token(cookie, path, day).encode(), token.encode())
        for day in (today, today - timedelta(days=1))
    )


def drop_expired() -> int:
    """Delete the logins whose day is over; returns how many. Called by the sweep."""
    return SeatLogin.objects.filter(expires_on__lt=now().date()).delete()[0]


def forget_times() -> None:
    """Forget, at a seal, when each login began and was last used; both clocks start anew.

    The stored day stays.
    """
    try:
        for name in connection().scan_iter(match=f"{PREFIX}*", count=500):
            connection().delete(name)
    except redis.exceptions.RedisError:
        return


def _touch(digest: bytes) -> bool:
    """Note that the login was used; return False if it was idle or open for too long."""
    return bool(_touch_all([digest]))


def _touch_all(digests: list[bytes]) -> set[bytes]:
    """Note that logins were used; return those that were neither idle nor open for too long.

    Minutes only, in memory only.
    """
    moment = int(time.time()) // 60 * 60
    try:
        with connection().pipeline(transaction=False) as asking:
            for digest in digests:
                asking.hmget(_key(digest), "started", "last")
            known = dict(zip(digests, asking.execute(), strict=True))
        awake = {
            digest: started or moment for digest, (started, last) in known.items() if _awake(moment, started, last)
        }
        with connection().pipeline(transaction=False) as noting:
            for digest, started in awake.items():
                noting.hset(_key(digest), mapping={"started": int(started), "last": moment})
                noting.expire(_key(digest), ABSOLUTE_SECONDS)
            noting.execute()
    except redis.exceptions.RedisError:
        return set(digests)
    return set(awake)


def _awake(moment: int, started: bytes | None, last: bytes | None) -> bool:
    """Whether a login is neither idle nor open for too long; one that Valkey does not know begins anew."""
    if last is not None and moment - int(last) > IDLE_SECONDS:
        return False
    return started is None or moment - int(started) <= ABSOLUTE_SECONDS


def _key(digest: bytes) -> str:
    """The name of a login in Valkey's memory."""
    return f"{PREFIX}{digest[:16].hex()}"
