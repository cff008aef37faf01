"""One-time tickets for the socket's first frame: ten seconds, once, never in an address (anonymity.md 10.2)."""

import hashlib
import json
import secrets
from uuid import UUID

import redis

from dialogues.events.doorbell import connection

SECONDS = 10


class TicketsAway(Exception):
    """Valkey is out of reach: no socket can be opened now; pages go on working."""


def issue(holder: dict[str, str]) -> str:
    """Return a ticket for a seat ({"seat": …}) or staff member ({"staff": …, "dialogue": …}). Raises TicketsAway."""
    ticket = secrets.token_urlsafe(24)
    try:
        connection().set(_key(ticket), json.dumps(holder), ex=SECONDS)
    except redis.exceptions.RedisError as error:
        raise TicketsAway from error
    return ticket


def take(ticket: str) -> dict[str, str] | None:
    """Return whom a ticket was issued to, and spend it; None if it is unknown, spent or too old."""
    try:
        found = connection().getdel(_key(ticket))
    except redis.exceptions.RedisError:
        return None
    holder: dict[str, str] | None = json.loads(found) if isinstance(found, bytes) else None
    return holder


def seat_ticket(seat: UUID) -> str:
    """Return a ticket for a seat."""
    return issue({"seat": str(seat)})


def _key(ticket: str) -> str:
    """The name of a ticket in Valkey's memory: its hash."""
    return f"anteroom:ticket:{hashlib.sha256(ticket.encode()).hexdigest()[:32]}"
