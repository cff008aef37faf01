"""Ballot papers signed blind: one a seat, unknown to the server, found again by the words that made them."""

import hashlib
import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from dialogues.admission.access import Seat, Suspended
from dialogues.admission.blind import BlindedRefused
from dialogues.admission.codes import b64u, unb64u
from dialogues.admission.credential import Credential
from dialogues.admission.operations.entering import enter
from dialogues.admission.operations.moderating import suspend_seat
from dialogues.admission.signing import VOTE, BadSignature, key_name, vote_context
from dialogues.ballots.models import Ballot, BallotBoard, BallotGrant, BallotToken, Measure, MeasureSide
from dialogues.ballots.operations import cast_signed_ballot, hand_out_token, sign_paper
from dialogues.ballots.queries import paper_board, paper_key
from dialogues.ballots.refusals import AlreadyIssued, BadToken, Closed, NoSuchMeasure
from dialogues.vault import keystore
from tests import cast
from tests.ballots.scenes import announced, closed, opened, released_body, sealed_choice
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)
YES = {"answers": [[5, None]]}
Paper = tuple[Credential, bytes]


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    """Everybody has entered unlinkably and a session is live."""
    return cast.open_session(cast.sealed_unlinkable())


def paper_of(seat: Seat, measure: Measure, seed: bytes | None = None) -> Credential:
    """What this seat's browser would have signed."""
    side = MeasureSide.objects.get(measure=measure, side=seat.side_id)
    context = vote_context(seat.dialogue_id, seat.side_id, measure.id, bytes(side.kid))
    return Credential(seed or seat.id.bytes, context, bytes(side.spki), label=VOTE)


def signed_for(seat: Seat, measure: Measure) -> Paper:
    """Have a paper signed."""
    one = paper_of(seat, measure)
    return one, one.finish(sign_paper(seat=seat, measure_id=measure.id, blinded=one.blinded))


def vote(measure: Measure, seat: Seat, paper: Paper) -> str:
    """Cast with a signed paper."""
    one, signature = paper
    sealed = sealed_choice(measure, seat.side_id, one.msg, YES)
    return cast_signed_ballot(measure_id=measure.id, msg=one.msg, sig=signature, ciphertext=sealed)


def test_a_poll_is_held_with_papers_that_nobody_has_seen(scene: Scene) -> None:
    measure = announced(scene)
    papers = {seat.id: signed_for(seat, measure) for seat in scene.all_seats()}
    stored = {bytes(row.blind_sig or b"") for row in BallotGrant.objects.all()}
    assert not stored & {signature for _one, signature in papers.values()}
    measure = opened(scene, measure)
    assert measure.state == "open"
    assert {row.electorate for row in MeasureSide.objects.filter(measure=measure)} == {5}
    for seat in scene.all_seats():
        vote(measure, seat, papers[seat.id])
    assert Ballot.objects.count() == 10
    measure = closed(measure)
    assert measure.state == "released"
    assert released_body(measure)
    assert not BallotBoard.objects.exists()
    assert not BallotGrant.objects.exists()


def test_one_paper_a_seat_of_either_kind(scene: Scene) -> None:
    measure = announced(scene)
    first, second, third, *_rest = scene.all_seats()
    one = paper_of(first, measure)
    answer = sign_paper(seat=first, measure_id=measure.id, blinded=one.blinded)
    assert sign_paper(seat=first, measure_id=measure.id, blinded=one.blinded) == answer
    with pytest.raises(AlreadyIssued):
        sign_paper(seat=first, measure_id=measure.id, blinded=paper_of(first, measure, bytes(16)).blinded)
    with pytest.raises(AlreadyIssued):
        hand_out_token(seat=first, measure_id=measure.id)
    hand_out_token(seat=second, measure_id=measure.id)
    with pytest.raises(AlreadyIssued):
        sign_paper(seat=second, measure_id=measure.id, blinded=paper_of(second, measure).blinded)
    with pytest.raises(BlindedRefused):
        sign_paper(seat=third, measure_id=measure.id, blinded=bytes(384))
    assert BallotGrant.objects.count() == 2


def test_suspended_masks_other_dialogues_and_late_ones_get_no_signature(transactional_db: None) -> None:
    scene = cast.open_session(cast.sealed_unlinkable(heads=7))
    measure = announced(scene)
    out, late = scene.seats[scene.sides[0].id][:2]
    suspend_seat(staff=scene.facilitator, seat_id=out.id, hours=1)
    with pytest.raises(Suspended):
        sign_paper(seat=out, measure_id=measure.id, blinded=paper_of(out, measure).blinded)
    with pytest.raises(NoSuchMeasure):
        sign_paper(seat=late, measure_id=uuid4(), blinded=paper_of(late, measure).blinded)
    blinded = paper_of(late, measure).blinded
    for seat in scene.all_seats():
        if seat not in (out, late):
            signed_for(seat, measure)
    for side in scene.sides:
        assert keystore.get("seat", key_name(measure.id, side.id))
    opened(scene, measure)
    with pytest.raises(Closed):
        sign_paper(seat=late, measure_id=measure.id, blinded=blinded)


def test_the_seal_of_a_poll_destroys_its_keys_and_fills_its_board(scene: Scene) -> None:
    measure = announced(scene)
    papers = {seat.id: signed_for(seat, measure) for seat in scene.all_seats()}
    seat = scene.all_seats()[0]
    assert paper_board(seat, measure.id) is None
    opened(scene, measure)
    for side in scene.sides:
        with pytest.raises(keystore.KeyGone):
            keystore.get("seat", key_name(measure.id, side.id))
    assert not BallotGrant.objects.exclude(blind_sig=None, blinded_hash=None).exists()
    board = {row["h"]: row["s"] for row in paper_board(seat, measure.id) or []}
    assert len(board) == 5
    again = paper_of(seat, measure)
    assert again.finish(unb64u(board[b64u(hashlib.sha256(again.blinded).digest())])) == papers[seat.id][1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text FROM dialogues_ballotboard")
        assert len(cursor.fetchall()) == 1


def test_a_forged_or_borrowed_paper_casts_nothing(scene: Scene) -> None:
    measure = announced(scene)
    papers = {seat.id: signed_for(seat, measure) for seat in scene.all_seats()}
    opened(scene, measure)
    seat = scene.all_seats()[0]
    one, signature = papers[seat.id]
    sealed = sealed_choice(measure, seat.side_id, one.msg, YES)
    seats_pass = Credential(one.seed, one.context, one.spki)
    for msg, sig in ((one.msg, bytes(384)), (one.msg[:-1] + b"x", signature), (seats_pass.msg, signature), (b"", b"")):
        with pytest.raises(BadToken):
            cast_signed_ballot(measure_id=measure.id, msg=msg, sig=sig, ciphertext=sealed)
    with pytest.raises(BadToken):
        cast_signed_ballot(measure_id=uuid4(), msg=one.msg, sig=signature, ciphertext=sealed)
    assert not Ballot.objects.exists()
    with pytest.raises(BadSignature):
        papers[seat.id][0].finish(papers[scene.all_seats()[1].id][1])


def test_the_calls_speak_to_a_seat_about_the_key_and_to_nobody_about_the_ballot(scene: Scene) -> None:
    measure = announced(scene)
    seat = scene.all_seats()[0]
    client = Client(headers={"origin": "http://localhost:8000"})
    address = f"/room/ballots/{measure.id}"
    assert client.get(f"{address}/key.json").status_code == 404
    client.cookies["seat"] = enter(seat_secret=scene.secrets[seat.id])
    key = client.get(f"{address}/key.json").json()
    found = paper_key(seat, measure.id)
    assert found is not None
    assert (key["kid"], key["side"]) == (b64u(found.kid), str(seat.side_id))
    assert client.get(f"{address}/board.json").status_code == 404
    one = paper_of(seat, measure)
    answer = client.post(f"{address}/token", {"blinded": b64u(one.blinded)}, content_type="application/json")
    signature = one.finish(unb64u(answer.json()["blind_sig"]))
    for other in scene.all_seats()[1:]:
        signed_for(other, measure)
    opened(scene, measure)
    assert len(client.get(f"{address}/board.json").json()) == 5
    sealed = sealed_choice(measure, seat.side_id, one.msg, YES)
    body = {"poll": str(measure.id), "msg": b64u(one.msg), "sig": b64u(signature), "ciphertext": b64u(sealed)}
    stranger = Client(headers={"origin": "http://localhost:8000"})
    cast_answer = stranger.post("/room/ballot", body, content_type="application/json")
    assert set(cast_answer.json()) == {"receipt"}
    assert not stranger.cookies
    wrong = json.dumps({**body, "token": "x"})
    assert stranger.post("/room/ballot", wrong, content_type="application/json").status_code == 400


def test_quick_dialogues_have_no_such_key(live: Scene) -> None:
    measure = announced(live)
    seat = live.all_seats()[0]
    found = paper_key(seat, measure.id)
    assert found is not None
    assert (found.kid, found.spki) == (b"", b"")
    with pytest.raises(Closed):
        sign_paper(seat=seat, measure_id=measure.id, blinded=bytes([1]) * 384)
    assert BallotToken.objects.filter(measure=measure.id).count() == 10
