"""How often a seat has done something about a draft: counted in Valkey's memory alone, under an opaque key."""

import redis
from django.utils.translation import gettext as _

from dialogues.admission.access import Seat
from dialogues.events import doorbell
from facilitation.digests.refusals import DigestRefused

KEPT_SECONDS = 72 * 3600


def count_for(seat: Seat, what: str, *, most: int, refusal: str) -> None:
    """Count one more. Raises DigestRefused with `refusal` above the most, and while the counter is away."""
    try:
        key = f"anteroom:draft:{doorbell.opaque(doorbell.bell_key(), seat.id)}:{what}"
        count = doorbell.connection().incr(key)
        doorbell.connection().expire(key, KEPT_SECONDS)
    except redis.exceptions.RedisError as away:
        raise DigestRefused(
            _("This cannot be done for a moment. Try again in a minute; nothing was changed.")
        ) from away
    if int(count) > most:
        raise DigestRefused(refusal)
