"""From a closed measure to its release: decrypt, drop what does not match, ask the gate, write once."""

import json
import logging
from random import SystemRandom
from typing import Any
from uuid import UUID

from dialogues.ballots.gate import Release as GateRelease
from django.db import transaction

from accounts.audit.operations import record
from dialogues.ballots.ciphertext import BallotBroken, Envelope, Opener
from dialogues.ballots.kinds import ClosedMeasure, kind_of
from dialogues.ballots.models import Ballot, LedgerEntry, Measure, MeasureSide, Release, SideValue
from dialogues.ballots.operations.holders import HOLDERS
from dialogues.ballots.questions import Choice, Question, version_for
from dialogues.ballots.refusals import BallotRefused
from dialogues.dialogue.clock import now
from dialogues.vault.cells import read_json


class BallotsMissing(Exception):
    """Other ballots than the seal counted: some were taken or added. No result is made."""


def open_ballots(measure: Measure, questions: list[Question]) -> dict[UUID, list[Choice]]:
    """Return the valid choices of a closed measure per side, in random order.

    Reads outside any transaction that writes. Raises BallotsMissing if their number is not the seal's.
    """
    rows = list(Ballot.objects.filter(measure=measure.id))
    SystemRandom().shuffle(rows)
    sides = dict(MeasureSide.objects.filter(measure=measure).values_list("side_id", "sealed_ballots"))
    for side, sealed in sides.items():
        if sum(row.side == side for row in rows) != sealed:
            raise BallotsMissing
    private_key = HOLDERS[measure.key_holder].open(measure, shares=())
    opener = Opener(private_key, measure.id, version_for(questions))
    choices: dict[UUID, list[Choice]] = {side: [] for side in sides}
    for row in rows:
        choice = _choice(opener, row, measure, questions)
        if choice is not None:
            choices[row.side].append(choice)
    return choices


def _choice(opener: Opener, row: Ballot, measure: Measure, questions: list[Question]) -> Choice | None:
    """Open one ballot; None if it is broken, copied from elsewhere, or answers other questions."""
    try:
        envelope, inside = opener.open(bytes(row.ciphertext))
        if envelope != Envelope(measure.id, row.side, bytes(row.token_hash)):
            return None
        choice = json.loads(inside)
        return kind_of(measure.kind).validate(choice, questions) if isinstance(choice, dict) else None
    except (BallotBroken, BallotRefused, ValueError, RecursionError):
        return None
