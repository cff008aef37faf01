"""Measures in the scenes of tests: announced, opened, answered and closed through the operations that everyone uses."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from dialogues.admission.access import Seat
from dialogues.ballots.ciphertext import Envelope, encrypt, hash_of
from dialogues.ballots.models import Measure
from dialogues.ballots.operations import advance_measures, cast_ballot, hand_out_token
from dialogues.ballots.questions import packed, version_for
from dialogues.dialogue.clock import now
from dialogues.polls.operations import open_straw_poll
from dialogues.proposals.drafting import ClauseDraft
from dialogues.proposals.models import ProposalVersion
from dialogues.proposals.operations import draft_version, start_proposal, table_version
from dialogues.vault.cells import read_json
from tests.cast import Scene

Papers = dict[UUID, bytes]  # seat → its token: only the scene knows


def tabled(scene: Scene, *, proposal_id: UUID | None = None, words: str = "The hotline is answered") -> ProposalVersion:
    """A version of the single text on the table."""
    if proposal_id is None:
        title = "Hotline between the border posts"
        proposal_id = start_proposal(staff=scene.facilitator, title=title, item_id=None).id
    lines = (f"{words} at every hour.", "Both posts test it weekly.")
    clauses = [ClauseDraft({"en": line}, bracketed=False) for line in lines]
    version = draft_version(staff=scene.facilitator, proposal_id=proposal_id, clauses=clauses)
    return table_version(staff=scene.facilitator, version_id=version.id)


def announced(scene: Scene, *, mark: str = "parallel_consent", version: ProposalVersion | None = None) -> Measure:
    """A straw poll whose tokens are being handed out."""
    version = version or tabled(scene)
    return open_straw_poll(staff=scene.facilitator, version_id=version.id, pass_mark=mark, closes_in_minutes=15)


def papers_for(scene: Scene, measure: Measure, seats: Sequence[Seat] | None = None) -> Papers:
    """Every seat fetches its token."""
    everyone = scene.all_seats() if seats is None else seats
    return {seat.id: hand_out_token(seat=seat, measure_id=measure.id) for seat in everyone}


def time_passes(measure: Measure, **change: timedelta) -> None:
    """Move a measure's times back, as if so much time had passed."""
    measure.refresh_from_db()
    fields = change or {"opens_at": timedelta(minutes=20)}
    for name, length in fields.items():
        setattr(measure, name, getattr(measure, name) - length)
    measure.save(update_fields=list(fields))


def opened(scene: Scene, measure: Measure) -> Measure:
    """The token phase is over and the sweep has been."""
    Measure.objects.filter(id=measure.id).update(opens_at=now())
    advance_measures()
    measure.refresh_from_db()
    return measure


def closed(measure: Measure) -> Measure:
    """The closing time has come and the sweep has been."""
    Measure.objects.filter(id=measure.id).update(closes_at=now())
    advance_measures()
    measure.refresh_from_db()
    return measure


def sealed_choice(measure: Measure, side: UUID, token: bytes, choice: Mapping[str, Any]) -> bytes:
    """Seal a choice as the browser does."""
    questions = read_json(measure, "questions")["questions"]
    envelope = Envelope(measure.id, side, hash_of(token))
    return encrypt(bytes(measure.spki), envelope, packed(dict(choice)), version_for(questions))


def cast(measure: Measure, seat: Seat, papers: Papers, answer: Sequence[Any]) -> str:
    """One person casts one answer; returns the receipt."""
    token = papers[seat.id]
    sealed = sealed_choice(measure, seat.side_id, token, {"answers": [list(answer)]})
    return cast_ballot(measure_id=measure.id, token=token, ciphertext=sealed)


def polled(scene: Scene, answers: Mapping[UUID, Sequence[Sequence[Any]]], **announcing: Any) -> Measure:
    """A whole straw poll: side → answers of its first seats. Ends released or withheld."""
    measure = announced(scene, **announcing)
    papers = papers_for(scene, measure)
    measure = opened(scene, measure)
    for side, given in answers.items():
        for seat, answer in zip(scene.seats[side], given, strict=False):
            cast(measure, seat, papers, answer)
    return closed(measure)


def everyone(scene: Scene, answer: Sequence[Any]) -> dict[UUID, list[Sequence[Any]]]:
    """The same answer from everybody."""
    return {side.id: [answer] * len(scene.seats[side.id]) for side in scene.sides}


def released_body(measure: Measure) -> dict[str, Any]:
    """What the gate let out."""
    body: dict[str, Any] = read_json(measure.release, "body")
    return json.loads(json.dumps(body))  # type: ignore[no-any-return]
