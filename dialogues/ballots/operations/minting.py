"""The two halves of making a measure: its frozen row with the ballot key, and its tokens in one batch."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dialogues.admission import signing
from dialogues.ballots.ciphertext import hash_of, new_key
from dialogues.ballots.kinds import MeasureDraft, Sizes
from dialogues.ballots.models import BallotToken, BallotTokenPool, LedgerEntry, Measure, MeasureSide
from dialogues.ballots.operations.holders import HOLDERS
from dialogues.dialogue.clock import now
from dialogues.dialogue.models import Dialogue, Session
from dialogues.dialogue.queries import entry_of_dialogue
from dialogues.vault import keystore
from dialogues.vault.cells import write_cells, write_json

TOKEN_BYTES = 32
KEYSTORE_PART = "seat"
PHASE_OUTSIDE_SESSION = timedelta(hours=12)

Seats = Mapping[UUID, Sequence[UUID]]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a measure stands: dialogue, epoch, the session it belongs to, seats in force per side."""

    dialogue_id: UUID
    epoch_id: UUID
    session: Session | None
    seats: Seats


@transaction.atomic
def write_draft(ground: Ground, draft: MeasureDraft, sizes: Sizes) -> Measure:
    """Write a measure that nobody sees yet: wording, rule, thresholds, times, key, sides, ledger."""
    opens = now() + token_phase(ground.session)
    measure = Measure(
        dialogue_id=ground.dialogue_id,
        session=ground.session.id if ground.session else None,
        epoch=ground.epoch_id,
        kind=draft.kind,
        only_side=draft.side,
        subject=draft.subject,
        subject_hash=draft.subject_hash,
        lineage=draft.lineage,
        pass_mark=draft.pass_mark,
        k=sizes.k,
        f=sizes.f,
        group_mode=sizes.group_mode,
        opens_at=opens,
        closes_at=opens + timedelta(minutes=draft.minutes_open),
    )
    write_json(measure, questions=_wording(draft, sizes))
    measure.spki, private_key = new_key()
    HOLDERS[measure.key_holder].wrap(measure, private_key)
    measure.save(force_insert=True)
    unlinkable = entry_of_dialogue(ground.dialogue_id) == Dialogue.Entry.UNLINKABLE
    sides = [MeasureSide(measure=measure, side_id=side, seats=len(ids)) for side, ids in ground.seats.items()]
    for side in sides if unlinkable else ():
        side.spki, side.kid = signing.make_key(measure.id, side.side_id, KEYSTORE_PART)
    MeasureSide.objects.bulk_create(sides)
    _open_ledger(measure, ground)
    return measure


@transaction.atomic
def mint_tokens(measure: Measure, seats: Seats) -> None:
    """Make one token a seat in force, all at once and in random order; none belongs to a seat yet."""
    tokens = [(side, secrets.token_bytes(TOKEN_BYTES)) for side, ids in seats.items() for _seat in ids]
    SystemRandom().shuffle(tokens)
    BallotToken.objects.bulk_create(
        BallotToken(measure=measure.id, side=side, token_hash=hash_of(token)) for side, token in tokens
    )
    SystemRandom().shuffle(tokens)
    pooled = []
    for side, token in tokens:
        row = BallotTokenPool(dialogue_id=measure.dialogue_id, measure=measure.id, side=side)
        write_cells(row, token=token.hex())
        pooled.append(row)
    BallotTokenPool.objects.bulk_create(pooled)


def forget_keys(measure_id: UUID) -> None:
    """Destroy the keys that sign papers blind; does nothing where there are none."""
    for side in MeasureSide.objects.filter(measure_id=measure_id).values_list("side_id", flat=True):
        keystore.destroy(KEYSTORE_PART, signing.key_name(measure_id, side))


def token_phase(session: Session | None) -> timedelta:
    """Return how long tokens are handed out: minutes while everybody sits together, half a day otherwise."""
    if settings.DEMO or (session and session.state == Session.State.LIVE):
        return timedelta(seconds=settings.TOKEN_PHASE_SECONDS)
    return PHASE_OUTSIDE_SESSION


def _wording(draft: MeasureDraft, sizes: Sizes) -> dict[str, Any]:
    """Return what the ballot page says and warns of: seats changed since a result (None: unknown)."""
    counts = list(sizes.related.changed.values()) if sizes.related else []
    return {
        "title": draft.title,
        "about": draft.subject_words,
        "questions": list(draft.questions),
        "changed": None if None in counts else sum(count for count in counts if count),
        "since": sizes.related.since if sizes.related else "",
    }


def _open_ledger(measure: Measure, ground: Ground) -> None:
    """Keep who could vote: a seat revoked before the release may have voted, so the list is made now."""
    LedgerEntry.objects.create(
        dialogue_id=measure.dialogue_id,
        lineage=measure.lineage,
        measure=measure,
        subject_hash=measure.subject_hash,
        epoch=measure.epoch,
        seats={str(side): sorted(str(seat) for seat in ids) for side, ids in ground.seats.items()},
        level="none",
    )
