"""Signing ballot papers blind, in unlinkable dialogues (anonymity.md 6.2): the server never sees the paper it signs.

A transaction here touches BallotGrant and writes and locks nothing else. What is stored lets a lost answer be sent
again until SEAL-T; it leads to no paper without the seed, which never comes here.
"""

import hashlib
import secrets
from uuid import UUID

from django.db import connection, transaction

from dialogues.admission.access import Seat, seat_by_id
from dialogues.admission.blind import private_key, sign_blinded
from dialogues.admission.signing import key_name
from dialogues.ballots.models import BallotGrant
from dialogues.ballots.operations.minting import KEYSTORE_PART
from dialogues.ballots.operations.tokens import GRANT, LOCK, refuse_unless_handed_out
from dialogues.ballots.refusals import AlreadyIssued, Closed
from dialogues.vault import keystore


def sign_paper(*, seat: Seat, measure_id: UUID, blinded: bytes) -> bytes:
    """Sign a browser's blinded paper, once a seat; the same number gets the same answer again.

    Raises NoSuchMeasure, Closed after SEAL-T and where papers are not signed blind, AlreadyIssued, BlindedRefused,
    and what `seat_by_id` raises.
    """
    seat = seat_by_id(seat.id)  # a muted mask may not speak, but it may vote
    try:
        key = private_key(keystore.get(KEYSTORE_PART, key_name(measure_id, seat.side_id)))
    except keystore.KeyGone as gone:
        refuse_unless_handed_out(seat, measure_id)
        raise Closed from gone
    # Signed before the lock, so that nobody waits for a neighbour's power; it leaves only if the grant is this seat's.
    signed = sign_blinded(key, blinded)
    return _granted(seat, measure_id, hashlib.sha256(blinded).digest(), signed)


@transaction.atomic
def _granted(seat: Seat, measure_id: UUID, digest: bytes, signed: bytes) -> bytes:
    """Write the grant, or return what was signed for the same number before."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {GRANT} IN ROW EXCLUSIVE MODE")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [f"{measure_id}{seat.id}", LOCK])
    refuse_unless_handed_out(seat, measure_id)
    grant = BallotGrant.objects.filter(measure=measure_id, seat=seat.id).first()
    if grant is None:
        BallotGrant.objects.create(measure=measure_id, seat=seat.id, blinded_hash=digest, blind_sig=signed)
        return signed
    if not secrets.compare_digest(bytes(grant.blinded_hash or b""), digest):
        raise AlreadyIssued
    return bytes(grant.blind_sig or b"")
