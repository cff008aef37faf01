"""{% announced_ballots seat %}: the ballots whose papers are being handed out, for the room page's script."""

from django import template

from dialogues.admission.access import Seat
from dialogues.ballots.queries import announced_ids

register = template.Library()


@register.simple_tag
def announced_ballots(seat: Seat) -> str:
    """Return the ids of the announced measures of the seat's epoch, parted by blanks."""
    return " ".join(str(measure_id) for measure_id in announced_ids(seat))
