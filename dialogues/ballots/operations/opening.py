"""Opening: SEAL-T freezes the electorate. No token is handed out after it; who took one is shuffled away."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import SystemRandom
from uuid import UUID

from django.db import transaction

from dialogues.admission.models import Seat
from dialogues.admission.queries import seats_in_force
from dialogues.admission.seals import Counts, Rewrite, Seal, SealBusy, SealRefused, run_seal
from dialogues.ballots.ciphertext import hash_of
from dialogues.ballots.gate import SMALL
from dialogues.ballots.kinds import kind_of
from dialogues.ballots.models import BallotBoard, BallotGrant, BallotToken, BallotTokenPool, Measure, MeasureSide
from dialogues.ballots.operations.minting import forget_keys
from dialogues.ballots.operations.pauses import keep_pause
from dialogues.ballots.operations.states import locked_measure, tell
from dialogues.ballots.operations.ticks import note_quorum, tick_due
from dialogues.ballots.publishable import least_answers
from dialogues.ballots.queries.quorum import enough_tokens, tokens_out
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.vault.cells import read_cell

LATE = timedelta(seconds=60)


def open_measure(measure_id: UUID) -> None:
    """Open a measure whose token phase is over, if every side has enough tokens; else let it wait."""
    with transaction.atomic():
        measure = locked_measure(measure_id, Measure.State.ANNOUNCED)
        if measure is None or keep_pause(measure) or not _ready(measure, now()):
            return
    try:
        run_seal(seal_t(measure))
    except (SealRefused, SealBusy):
        return  # a seat was revoked between the look and the seal: the next sweep looks again


def finish_opening(measure_id: UUID) -> None:
    """Take SEAL-T through its last steps if it was cut off after the measure had opened."""
    run_seal(seal_t(Measure.objects.get(id=measure_id)))


def seal_t(measure: Measure) -> Seal:
    """The seal at the end of a token phase: grants and tokens rewritten, the pool emptied."""
    return Seal(
        kind="SEAL-T",
        target=measure.id,
        dialogue_id=measure.dialogue_id,
        tables=(
            Rewrite(BallotGrant, changes={"blinded_hash": "NULL", "blind_sig": "NULL"}),
            Rewrite(BallotToken),
            Rewrite(BallotTokenPool),
            Rewrite(BallotBoard),
        ),
        prepare=lambda: _freeze(measure.id),
        destroy_keys=lambda: forget_keys(measure.id),
        after=lambda: None,
    )


def _ready(measure: Measure, moment: datetime) -> bool:
    """Tell whether the time has come and every side has enough; note the yes or no of this tick if not."""
    if measure.opens_at is None or moment < measure.opens_at:
        return False
    enough = _enough(measure)
    if all(enough.values()):
        return True
    tick = tick_due(measure, moment)
    if tick is not None:
        note_quorum(measure, enough, tick)
    return False


def _enough(measure: Measure) -> Mapping[UUID, bool]:
    """Return side → whether tokens ≥ two thirds of its active seats, ≥ the least electorate, and enough for the rule."""
    least = least_answers(measure.k, measure.f, measure.group_mode) or 0
    seats = seats_in_force(measure.epoch)
    opens_with, insiders = kind_of(measure.kind).opens_with, 0 if measure.group_mode == SMALL else measure.f
    return {
        side: enough_tokens(handed_out, len(seats.get(side, ())), least)
        and opens_with(measure.pass_mark, handed_out, insiders)
        for side, handed_out in tokens_out(measure.id).items()
    }


def _freeze(measure_id: UUID) -> Counts:
    """Inside the seal, with the tables locked: check again, keep totals, drop what nobody took, open.

    Returns no counts: the audit chain is read by people who may not learn how many took part.
    """
    measure = Measure.objects.select_for_update().get(id=measure_id)
    if measure.state != Measure.State.ANNOUNCED or not all(_enough(measure).values()):
        raise SealRefused
    for side, handed_out in tokens_out(measure_id).items():
        MeasureSide.objects.filter(measure=measure, side_id=side).update(electorate=handed_out, quorum=None)
    pool = BallotTokenPool.objects.filter(measure=measure_id)
    never = [hash_of(bytes.fromhex(read_cell(row, "token"))) for row in pool]
    BallotToken.objects.filter(measure=measure_id, token_hash__in=never).delete()
    pool.delete()
    _fill_board(measure_id)
    _open(measure)
    return {}


def _fill_board(measure_id: UUID) -> None:
    """Put what was signed blind onto the board, in random order: twelve words find their paper again on it."""
    signed = list(BallotGrant.objects.filter(measure=measure_id, blind_sig__isnull=False))
    sides = dict(Seat.objects.filter(id__in=[grant.seat for grant in signed]).values_list("id", "side_id"))
    SystemRandom().shuffle(signed)
    BallotBoard.objects.bulk_create(
        BallotBoard(
            measure=measure_id, side=sides[grant.seat], blinded_hash=grant.blinded_hash, blind_sig=grant.blind_sig
        )
        for grant in signed
    )


def _open(measure: Measure) -> None:
    """Set the state; an opening that had to wait for people keeps the length it was announced with."""
    moment = now()
    if measure.opens_at and measure.closes_at and moment - measure.opens_at > LATE:
        measure.closes_at = moment + (measure.closes_at - measure.opens_at)
        measure.opens_at = moment
    measure.quorum_at = moment  # the next look is at the next quarter, not now
    move(measure, Measure.State.OPEN)
    measure.save(update_fields=["state", "opens_at", "closes_at", "quorum_at"])
    tell(measure, "measure.opened")
