"""Handing out ballot tokens: one a seat, in the token phase, at random from those made beforehand.

A transaction here touches BallotGrant and BallotTokenPool and writes and locks nothing else: a row lock or
foreign-key check elsewhere would keep the order in which people came (anonymity.md 3).
"""

import secrets
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from dialogues.admission.access import Seat, seat_by_id
from dialogues.ballots.models import BallotGrant, BallotTokenPool, Measure
from dialogues.ballots.refusals import AlreadyIssued, Closed, NoSuchMeasure
from dialogues.vault.cells import read_cell

LOCK = 0x746F6B65  # "toke": keeps these advisory locks apart from everybody else's


def hand_out_token(*, seat: Seat, measure_id: UUID) -> bytes:
    """Return a random token of the seat's side, 32 bytes, once. Suspended and revoked seats get none.

    Raises NoSuchMeasure, Closed after SEAL-T, AlreadyIssued the second time, and what `seat_by_id` raises.
    """
    seat = seat_by_id(seat.id)  # a muted mask may not speak, but it may vote
    row = _take(seat, measure_id)
    return bytes.fromhex(read_cell(row, "token"))


@transaction.atomic
def _take(seat: Seat, measure_id: UUID) -> BallotTokenPool:
    """Write the grant and take one token out of the pool."""
    with connection.cursor() as cursor:
        # First the tables, in SEAL-T's own order: a call that waits behind the seal then reads the
        # state it left.
        cursor.execute(f"LOCK TABLE {GRANT}, {POOL} IN ROW EXCLUSIVE MODE")
        key = f"{measure_id}{seat.side_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [key, LOCK])
    refuse_unless_handed_out(seat, measure_id)
    # A conflict is not an error of the database: its text would carry the key.
    fresh = BallotGrant(measure=measure_id, seat=seat.id)
    if BallotGrant.objects.filter(measure=measure_id, seat=seat.id).exists():
        raise AlreadyIssued
    pool = list(BallotTokenPool.objects.filter(measure=measure_id, side=seat.side_id))
    if not pool:
        raise NoSuchMeasure
    pooled = secrets.choice(pool)
    fresh.save(force_insert=True)
    BallotTokenPool.objects.filter(pk=pooled.pk).delete()
    return pooled


def refuse_unless_handed_out(seat: Seat, measure_id: UUID) -> None:
    """Raise NoSuchMeasure or Closed unless this seat's papers are being handed out now."""
    state = (
        Measure.objects.filter(id=measure_id, dialogue_id=seat.dialogue_id, epoch=seat.epoch_id)
        .filter(Q(only_side=None) | Q(only_side=seat.side_id))
        .exclude(state=Measure.State.DRAFT)
        .values_list("state", flat=True)
        .first()
    )
    if state is None:
        raise NoSuchMeasure
    if state != Measure.State.ANNOUNCED:
        raise Closed


GRANT, POOL = (model._meta.db_table for model in (BallotGrant, BallotTokenPool))
