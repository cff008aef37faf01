"""From a closed measure to its release: decrypt, drop what does not match, ask the gate, write once.

Nothing is computed before SEAL-P is finished, nothing of a part of the ballots, and no raw result is kept:
one transaction writes what the gate let out, the ledger's entry, the state, and the room's event.
"""

import json
from random import SystemRandom
from uuid import UUID

from dialogues.ballots import gate
from dialogues.ballots.ciphertext import BallotBroken, Envelope, Opener
from dialogues.ballots.kinds import ClosedMeasure, kind_of
from dialogues.ballots.models import Ballot, Measure, MeasureSide
from dialogues.ballots.operations.burning import burn_release
from dialogues.ballots.operations.holders import HOLDERS
from dialogues.ballots.operations.releasing import INCIDENT, write_release
from dialogues.ballots.queries.ledger import strictest_of
from dialogues.ballots.questions import Choice, Question, version_for
from dialogues.ballots.refusals import BallotRefused
from dialogues.vault.cells import read_json


class BallotsMissing(Exception):
    """Other ballots than the seal counted: some were taken or added. No result is made."""


def tally_measure(measure_id: UUID) -> None:
    """Take a closed measure to its release, once, however often and by however many it is called."""
    measure = Measure.objects.get(id=measure_id)
    questions = read_json(measure, "questions")["questions"]
    closed = closed_measure(measure, questions)
    try:
        ballots = open_ballots(measure, questions)
    except BallotsMissing:
        write_release(closed, gate.Release(INCIDENT), None)
        return
    kind = kind_of(measure.kind)
    request, values = kind.release_request(closed, ballots)
    release = gate.release_gate(request)
    if kind.burns:
        burn_release(closed, release)
    else:
        write_release(closed, release, values)


def closed_measure(measure: Measure, questions: list[Question]) -> ClosedMeasure:
    """Return what the measure's kind may know of it."""
    sides = MeasureSide.objects.filter(measure=measure).order_by("side__number")
    return ClosedMeasure(
        id=measure.id,
        dialogue_id=measure.dialogue_id,
        kind=measure.kind,
        subject=measure.subject,
        subject_hash=measure.subject_hash,
        lineage=measure.lineage,
        questions=questions,
        pass_mark=measure.pass_mark,
        k=measure.k,
        f=measure.f,
        group_mode=measure.group_mode,
        electorate={row.side_id: row.electorate for row in sides},
        related=strictest_of(measure),
    )


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
