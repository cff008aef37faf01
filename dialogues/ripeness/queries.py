"""What may be read of ripeness, by whom: the joint class by all, a side's own values by that side, bands by facilitators."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from accounts.access import Staff
from accounts.models import Role
from dialogues.admission.access import Seat
from dialogues.ballots.gate import RIPENESS
from dialogues.ballots.kinds import ClosedMeasure
from dialogues.ballots.models import Measure, SideValue
from dialogues.ripeness.models import RipenessRound
from dialogues.vault.cells import read_json

WAITING = (Measure.State.ANNOUNCED, Measure.State.OPEN, Measure.State.CLOSED, Measure.State.TALLIED)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The working values of an earlier survey of the same seats, for the trend alone."""

    day: date
    beliefs: Mapping[UUID, list[float]]


@dataclass(frozen=True, slots=True)
class JointRound:
    """A survey as everybody reads it. `shared` is None where only the class was let out."""

    number: int
    day: date
    label: str
    shared: tuple[bool, ...] | None


@dataclass(frozen=True, slots=True)
class StaffRound:
    """A survey as facilitators read it: every side's bands, and the trend. Without figures."""

    joint: JointRound
    bands: Mapping[UUID, tuple[str, ...]]
    trend: str
    since: date | None


@dataclass(frozen=True, slots=True)
class OwnRound:
    """The newest survey as a side's own people read it: bands, and medians rounded to an eighth; empty if not let out."""

    joint: JointRound
    bands: tuple[str, ...]
    medians: tuple[float, ...]


def joint_rounds(dialogue_id: UUID) -> list[JointRound]:
    """Return the released surveys, the first one first."""
    return [_joint(row) for row in _rounds(dialogue_id)]


def rounds_for(staff: Staff) -> list[StaffRound]:
    """Return the released surveys with bands and trend for a facilitator; without either for any other role."""
    may = staff.role == Role.FACILITATOR
    return [_staff_round(row, read_json(row, "held") if may else {}) for row in _rounds(staff.dialogue_id)]


def own_round(seat: Seat) -> OwnRound | None:
    """Return the newest released survey with the values of the seat's own side, and of no other."""
    row = RipenessRound.objects.filter(dialogue_id=seat.dialogue_id).select_related("measure__release").last()
    if row is None:
        return None
    mine = read_json(row, "held")["sides"].get(str(seat.side_id)) or {"bands": [], "medians": []}
    return OwnRound(_joint(row), tuple(mine["bands"]), tuple(mine["medians"]))


def under_way(dialogue_id: UUID) -> UUID | None:
    """Return the survey that is announced, open or being counted, if there is one."""
    rows = Measure.objects.filter(dialogue_id=dialogue_id, kind=RIPENESS, state__in=WAITING)
    return rows.values_list("id", flat=True).first()


def last_without_result(dialogue_id: UUID) -> bool:
    """Tell whether the newest survey that ended brought no result, so that an earlier one stands."""
    ended = (Measure.State.RELEASED, Measure.State.WITHHELD, Measure.State.DESTROYED)
    rows = Measure.objects.filter(dialogue_id=dialogue_id, kind=RIPENESS, state__in=ended)
    newest = rows.order_by("-closes_at").values_list("ripeness_round", flat=True).first()
    return newest is None and rows.exists()


def earlier_beliefs(measure: ClosedMeasure, latest: date) -> Earlier | None:
    """Return the newest survey on the same statements whose result is of that day or older."""
    rows = Measure.objects.filter(
        dialogue_id=measure.dialogue_id,
        lineage=measure.lineage,
        subject_hash=measure.subject_hash,
        ripeness_round__isnull=False,
        release__day__lte=latest,
    )
    row = rows.select_related("release").order_by("-closes_at").first()
    if row is None:
        return None
    values = SideValue.objects.filter(measure=row)
    return Earlier(row.release.day, {value.side: read_json(value, "values")["beliefs"] for value in values})


def _rounds(dialogue_id: UUID) -> list[RipenessRound]:
    """The released surveys in order, with their releases."""
    return list(RipenessRound.objects.filter(dialogue_id=dialogue_id).select_related("measure__release"))


def _joint(row: RipenessRound) -> JointRound:
    """The joint part: from the measure's release, which is the same for all."""
    told: dict[str, Any] = read_json(row.measure.release, "body")["ripeness"]
    shared = None if told["shared"] is None else tuple(told["shared"])
    return JointRound(row.number, row.measure.release.day, told["class"], shared)


def _staff_round(row: RipenessRound, held: Mapping[str, Any]) -> StaffRound:
    """One survey with what was held for facilitators."""
    bands = {UUID(side): tuple(found["bands"]) for side, found in held.get("sides", {}).items()}
    since = held.get("since")
    return StaffRound(_joint(row), bands, held.get("trend", ""), date.fromisoformat(since) if since else None)
