"""Destroying: 72 hours after the result, and at once for a voided measure, ballots and key are gone."""

from uuid import UUID

from dialogues.admission.seals import Counts, Rewrite, Seal, SealBusy, SealRefused, run_seal
from dialogues.ballots.models import Ballot, BallotBoard, BallotGrant, BallotToken, BallotTokenPool, Measure
from dialogues.ballots.operations.minting import forget_keys
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move

TABLES = (Ballot, BallotBoard, BallotGrant, BallotToken, BallotTokenPool)
ENDED = (Measure.State.RELEASED, Measure.State.WITHHELD)


def destroy_measure(measure_id: UUID) -> None:
    """Rewrite the tables without the measure's rows, forget its key: a seal, so that no file keeps them."""
    measure = Measure.objects.get(id=measure_id)
    try:
        run_seal(
            Seal(
                kind="SEAL-D",
                target=measure.id,
                dialogue_id=measure.dialogue_id,
                tables=tuple(Rewrite(model) for model in TABLES),
                prepare=lambda: _destroy(measure_id),
                destroy_keys=lambda: forget_keys(measure_id),
                after=lambda: None,
            )
        )
    except (SealRefused, SealBusy):
        return


def _destroy(measure_id: UUID) -> Counts:
    """Inside the seal, with the tables locked: drop every row of the measure, its key, and move on."""
    measure = Measure.objects.select_for_update().get(id=measure_id)
    due = measure.state in ENDED and measure.destroy_at is not None and measure.destroy_at <= now()
    if not due and measure.state != Measure.State.VOID:
        raise SealRefused
    for model in TABLES:
        model._default_manager.filter(measure=measure_id).delete()
    if due:
        move(measure, Measure.State.DESTROYED)
    measure.spki, measure.wrapped_key = b"", b""
    measure.save(update_fields=["state", "spki", "wrapped_key"])
    return {}
