"""How many criticisms and proposals one mask may send in a day: counted in Valkey's memory under an opaque name, not stored."""

from uuid import UUID

import redis
from django.utils.translation import gettext as _

from dialogues.events.doorbell import bell_key, connection, opaque
from dialogues.proposals.operations import TextRefused

A_DAY, IDEAS_A_DAY, DAY_SECONDS = 40, 3, 24 * 3600
# KEYS: the count. ARGV: the most and its length in seconds. A refused one is not counted.
_SCRIPT = """
if tonumber(redis.call('GET', KEYS[1]) or '0') >= tonumber(ARGV[1]) then return 0 end
if redis.call('INCR', KEYS[1]) == 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return 1
"""


def count_criticism(seat_id: UUID) -> None:
    """Count one criticism of a mask. Raises TextRefused past the limit, and while nobody can count."""
    _count("criticise", seat_id, A_DAY)


def count_idea(seat_id: UUID) -> None:
    """Count one unofficial proposal of a mask; the same refusals."""
    _count("propose", seat_id, IDEAS_A_DAY)


def _count(what: str, seat_id: UUID, most: int) -> None:
    """Count one of these within a day."""
    name = f"anteroom:limit:{what}:{opaque(bell_key(), seat_id)}"
    try:
        allowed = connection().eval(_SCRIPT, 1, name, most, DAY_SECONDS)
    except redis.exceptions.RedisError as away:
        raise TextRefused(_("This cannot be taken just now. What you typed is kept; try again soon.")) from away
    if not int(allowed):
        raise TextRefused(_("That was enough for one day. What you typed is kept; send it tomorrow."))
