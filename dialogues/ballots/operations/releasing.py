"""Writing a release: row, ledger, state and event in one transaction; called again, nothing doubles."""

from datetime import timedelta

from django.db import transaction

from dialogues.ballots import gate
from dialogues.ballots.kinds import ClosedMeasure, SideValues, kind_of
from dialogues.ballots.models import LedgerEntry, Measure, Release, SideValue
from dialogues.ballots.operations.states import locked_measure, tell
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.vault.cells import write_json

KEPT_AFTER_RELEASE = timedelta(hours=72)
INCIDENT = "incident"


@transaction.atomic
def write_release(closed: ClosedMeasure, release: gate.Release, values: SideValues | None) -> bool:
    """Keep what the gate let out of a closed measure. False if another worker has done it or is at it."""
    measure = locked_measure(closed.id, Measure.State.CLOSED)
    if measure is None:
        return False
    published = release.outcome == gate.RELEASED
    move(measure, Measure.State.TALLIED)
    move(measure, Measure.State.RELEASED if published else Measure.State.WITHHELD)
    measure.destroy_at = now() + KEPT_AFTER_RELEASE
    measure.save(update_fields=["state", "destroy_at"])
    row = Release(
        dialogue_id=measure.dialogue_id,
        measure=measure,
        subject_hash=measure.subject_hash,
        outcome=release.outcome,
        day=now().date(),
    )
    write_json(row, body=release.body())
    row.save(force_insert=True)
    if published:
        level = "counts" if release.counts else "label"
        LedgerEntry.objects.filter(measure=measure).update(level=level)
        _keep_values(measure, values)
        kind_of(measure.kind).on_release(closed, release)
    _tell(measure, release.outcome)
    return True


def _keep_values(measure: Measure, values: SideValues | None) -> None:
    """Keep the sides' working values for the ordering alone."""
    for side, value in (values or {}).items():
        row = SideValue(dialogue_id=measure.dialogue_id, measure=measure, side=side)
        write_json(row, values=value)
        row.save(force_insert=True)


def _tell(measure: Measure, outcome: str) -> None:
    """Tell the room that there is a result, or none; its words are read through the one renderer."""
    kind = "measure.released" if outcome == gate.RELEASED else "measure.withheld"
    tell(measure, kind, action="measure.incident" if outcome == INCIDENT else kind, outcome=outcome)
