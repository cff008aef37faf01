"""One-time tickets for the socket's first frame.

Ten seconds, once, never in an address (anonymity.md 10.2).
"""

import hashlib
import json
import secrets
from uuid import UUID

import redis

from accounts.access import Staff
from dialogues.events.doorbell import connection

SECONDS = 10
PREFIX = "anteroom:ticket:"


class TicketsAway(Exception):
    """Valkey is out of reach: no socket can be opened now; pages go on working."""


def issue(holder: dict[str, str]) -> str:
    """Return a ticket for a seat ({"seat": …}) or staff member ({"staff": …, "dialogue": …}).

    Raises TicketsAway.
    """
    ticket = secrets.token_urlsafe(24)
    try:
        connection().set(_key(ticket), json.dumps(holder), ex=SECONDS)
    except redis.exceptions.RedisError as error:
        raise TicketsAway from error
    return ticket


def take(ticket: str) -> dict[str, str] | None:
    """Return whom a ticket was issued to, and spend it; None if it is unknown, spent or too old."""
    return take_all([ticket])[0]


def take_all(tickets: list[str]) -> list[dict[str, str] | None]:
    """Spend many tickets in one visit; each is spent by itself."""
    try:
        with connection().pipeline(transaction=False) as pipeline:
            for ticket in tickets:
                pipeline.getdel(_key(ticket))
            found = pipeline.execute()
    except redis.exceptions.RedisError:
        return [None for _ in tickets]
    return [json.loads(one) if isinstance(one, bytes) else None for one in found]


def seat_ticket(seat: UUID) -> str:
    """Return a ticket for a seat."""
    return issue({"seat": str(seat)})


def staff_ticket(staff: Staff) -> str:
    """Return a ticket for a staff member in one dialogue and role."""
    return issue({"staff": str(staff.id), "dialogue": str(staff.dialogue_id), "role": staff.role.value})


def forget_all() -> None:
    """Make every ticket void, at a seal; whoever held one asks for another. Harmless when Valkey is away."""
    try:
        for name in connection().scan_iter(match=f"{PREFIX}*", count=500):
            connection().delete(name)
    except redis.exceptions.RedisError:
        return


def _key(ticket: str) -> str:
    """The name of a ticket in Valkey's memory: its hash."""
    return f"{PREFIX}{hashlib.sha256(ticket.encode()).hexdigest()[:32]}"
