"""How many criticisms and proposals one mask may send in a day."""

from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.events.daily import EnoughToday, NobodyCounts, count_today
from dialogues.proposals.operations import TextRefused

A_DAY, IDEAS_A_DAY = 40, 3


def count_criticism(seat_id: UUID) -> None:
    """Count one criticism of a mask. Raises TextRefused past the limit, and while nobody can count."""
    _count("criticise", seat_id, A_DAY)


def count_idea(seat_id: UUID) -> None:
    """Count one unofficial proposal of a mask; the same refusals."""
    _count("propose", seat_id, IDEAS_A_DAY)


def _count(what: str, seat_id: UUID, most: int) -> None:
    """Count one of these within a day."""
    try:
        count_today(what, seat_id, most)
    except NobodyCounts as away:
        raise TextRefused(_("This cannot be taken just now. What you typed is kept; try again soon.")) from away
    except EnoughToday as enough:
        raise TextRefused(_("That was enough for one day. What you typed is kept; send it tomorrow.")) from enough
