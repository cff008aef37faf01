"""Closing: SEAL-P fixes how many ballots there are, forgets who had a token, and shuffles the ballots."""

from uuid import UUID

from django.db import transaction

from dialogues.admission.seals import Counts, Rewrite, Seal, SealBusy, SealRefused, run_seal
from dialogues.ballots.kinds import kind_of
from dialogues.ballots.models import Ballot, BallotBoard, BallotGrant, Measure, MeasureSide
from dialogues.ballots.operations.pauses import keep_pause
from dialogues.ballots.operations.states import locked_measure, tell
from dialogues.ballots.operations.ticks import note_quorum, tick_due
from dialogues.ballots.publishable import least_answers
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move


def close_measure(measure_id: UUID) -> None:
    """Close an open measure whose time is over; until then look at the quorum when a tick has come."""
    with transaction.atomic():
        measure = locked_measure(measure_id, Measure.State.OPEN)
        if measure is None or keep_pause(measure) or measure.closes_at is None:
            return
        moment = now()
        if moment < measure.closes_at:
            tick = tick_due(measure, moment)
            if tick is not None and not kind_of(measure.kind).burns:
                note_quorum(measure, _enough(measure), tick)
            return
    try:
        run_seal(seal_p(measure))
    except (SealRefused, SealBusy):
        return  # prolonged or voided between the look and the seal


def finish_closing(measure_id: UUID) -> None:
    """Take SEAL-P through its last steps if it was cut off after the close; the tally comes after."""
    run_seal(seal_p(Measure.objects.get(id=measure_id)))


def seal_p(measure: Measure) -> Seal:
    """The seal at the close: ballots rewritten, the grants of this measure gone."""
    return Seal(
        kind="SEAL-P",
        target=measure.id,
        dialogue_id=measure.dialogue_id,
        tables=(Rewrite(Ballot), Rewrite(BallotGrant), Rewrite(BallotBoard)),
        prepare=lambda: _freeze(measure.id),
        destroy_keys=lambda: None,
        after=lambda: None,
    )


def _enough(measure: Measure) -> dict[UUID, bool]:
    """Return side → whether it has cast the ballots that its kind needs. Counts ballots, opens none."""
    least = least_answers(measure.k, measure.f, measure.group_mode) or 0
    needed = kind_of(measure.kind).answers_needed
    sides = MeasureSide.objects.filter(measure=measure).values_list("side_id", "electorate")
    return {
        side: Ballot.objects.filter(measure=measure.id, side=side).count() >= needed(electorate, least)
        for side, electorate in sides
    }


def _freeze(measure_id: UUID) -> Counts:
    """Inside the seal, with the tables locked: keep the number of ballots per side, forget the grants, close.

    Returns no counts: the audit chain is read by people who may not learn how many answered.
    """
    measure = Measure.objects.select_for_update().get(id=measure_id)
    if measure.state != Measure.State.OPEN or measure.closes_at is None or now() < measure.closes_at:
        raise SealRefused
    for row in MeasureSide.objects.filter(measure=measure):
        row.sealed_ballots = Ballot.objects.filter(measure=measure_id, side=row.side_id).count()
        row.quorum = None
        row.save(update_fields=["sealed_ballots", "quorum"])
    BallotGrant.objects.filter(measure=measure_id).delete()
    BallotBoard.objects.filter(measure=measure_id).delete()
    move(measure, Measure.State.CLOSED)
    measure.quorum_at = None
    measure.save(update_fields=["state", "quorum_at"])
    tell(measure, "measure.closed")
    return {}
