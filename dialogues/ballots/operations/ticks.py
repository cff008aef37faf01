"""Quorum yes or no, looked at four times an hour and not in between: no answer shows as it comes in."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from dialogues.ballots.models import Measure, MeasureSide


def tick_due(measure: Measure, moment: datetime) -> datetime | None:
    """Return the minute to note if a quarter of an hour has struck since the last look, None if none has."""
    minute = moment.replace(second=0, microsecond=0)
    quarter = minute.replace(minute=minute.minute - minute.minute % 15)
    return minute if measure.quorum_at is None or quarter > measure.quorum_at else None


def note_quorum(measure: Measure, enough: Mapping[UUID, bool], at: datetime) -> None:
    """Write each side's yes or no of this tick. The caller holds the measure's row."""
    for side, yes in enough.items():
        MeasureSide.objects.filter(measure=measure, side_id=side).update(quorum=yes)
    measure.quorum_at = at
    measure.save(update_fields=["quorum_at"])
