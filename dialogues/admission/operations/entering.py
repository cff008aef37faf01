"""Coming in and going out with a seat code."""

import secrets

from django.utils.translation import gettext as _

from dialogues.admission import access, logins
from dialogues.admission.codes import seat_auth
from dialogues.admission.models import SeatAuth
from dialogues.events import doorbell


class Unknown(Exception):
    """No seat is known by this code."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "No seat is known by this code here. Check it letter by letter, or ask your coordinator for the "
                "next round of entry."
            )
        )


def enter(*, seat_secret: bytes) -> str:
    """Return the cookie of a new login for the seat behind a secret. Raises Unknown, Suspended, NotSeated."""
    row = SeatAuth.objects.filter(seat_auth=seat_auth(seat_secret)).first()
    if row is None:
        raise Unknown
    access.seat_by_id(row.seat)
    return logins.open_login(row.seat)


def go_out(*, cookie: str) -> None:
    """Close this login and the seat's sockets; the seat stays."""
    seat = logins.seat_behind(cookie) if cookie else None
    if seat is not None:
        logins.close_login(cookie)
        doorbell.shut_seat(seat)


def fresh_secret() -> bytes:
    """Return a random seat secret, for tests and demonstrations that keep no code."""
    return secrets.token_bytes(32)
