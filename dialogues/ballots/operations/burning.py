"""A result that leaves nothing behind: ballots, key and turnout go in the transaction that writes the one bit (invariant 25)."""

from collections.abc import Callable
from uuid import UUID

from dialogues.admission.models import SealRun
from dialogues.admission.seals import Counts, Rewrite, Seal, SealBusy, SealRefused, run_seal
from dialogues.ballots import gate
from dialogues.ballots.kinds import ClosedMeasure
from dialogues.ballots.models import Measure, MeasureSide
from dialogues.ballots.operations.destroying import TABLES
from dialogues.ballots.operations.minting import forget_keys
from dialogues.ballots.operations.releasing import write_release
from dialogues.dialogue.life import move

KIND = "SEAL-X"


def burn_release(closed: ClosedMeasure, release: gate.Release) -> None:
    """Write a release and destroy everything that it was made of, as one seal. Called again, nothing doubles."""
    try:
        run_seal(_seal(closed.id, closed.dialogue_id, lambda: _burn(closed, release)))
    except (SealRefused, SealBusy):
        return


def finish_burning(measure_id: UUID) -> None:
    """Take the seal through its last steps if it was cut off after the release was written."""
    if not SealRun.objects.filter(kind=KIND, target=measure_id, step__gt=0).exists():
        return
    measure = Measure.objects.get(id=measure_id)
    run_seal(_seal(measure.id, measure.dialogue_id, dict))


def _seal(measure_id: UUID, dialogue_id: UUID, prepare: Callable[[], Counts]) -> Seal:
    """The seal: every table of ballots rewritten without the measure's rows, and the one that held the turnout anew."""
    return Seal(
        kind=KIND,
        target=measure_id,
        dialogue_id=dialogue_id,
        tables=(*(Rewrite(model) for model in TABLES), Rewrite(MeasureSide)),
        prepare=prepare,
        destroy_keys=lambda: forget_keys(measure_id),
        after=lambda: None,
    )


def _burn(closed: ClosedMeasure, release: gate.Release) -> Counts:
    """Inside the seal, with the tables locked: the release, and nothing else, is left."""
    if not write_release(closed, release, None):
        raise SealRefused
    for model in TABLES:
        model._default_manager.filter(measure=closed.id).delete()
    MeasureSide.objects.filter(measure_id=closed.id).update(sealed_ballots=0, quorum=None)
    measure = Measure.objects.select_for_update().get(id=closed.id)
    move(measure, Measure.State.DESTROYED)
    measure.spki, measure.wrapped_key, measure.destroy_at = b"", b"", None
    measure.save(update_fields=["state", "spki", "wrapped_key", "destroy_at"])
    return {}
