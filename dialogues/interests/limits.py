"""How much one seat may write on its side's page in a day. Without Valkey each process counts for itself."""

from uuid import UUID

from dialogues.events import daily
from dialogues.interests.refusals import EnoughToday

A_DAY = 60  # lines, remarks and turns of one seat


def count_turn(seat_id: UUID) -> None:
    """Count one turn of a seat on its side's page. Raises EnoughToday."""
    try:
        daily.count_today("side", seat_id, A_DAY, alone=True)
    except daily.EnoughToday as enough:
        raise EnoughToday from enough
