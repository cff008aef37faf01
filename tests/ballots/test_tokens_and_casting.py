"""Tokens and ballots: one token a seat, in its phase; a ballot with a token, while the poll is open; nobody else."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection

from dialogues.admission import models as admission
from dialogues.admission.access import NotSeated, Suspended
from dialogues.ballots.ciphertext import receipt_of
from dialogues.ballots.models import Ballot, BallotGrant, BallotToken, Measure
from dialogues.ballots.operations import (
    advance_measures,
    cast_ballot,
    cast_form_ballot,
    hand_out_token,
    void_measure,
)
from dialogues.ballots.questions import ChoiceInvalid
from dialogues.ballots.refusals import (
    AlreadyIssued,
    BadCiphertext,
    BadToken,
    Closed,
    NoSuchMeasure,
    NotOpen,
    ReplacedTooOften,
)
from dialogues.dialogue.clock import now
from dialogues.dialogue.models import Session
from tests import cast as actors
from tests.ballots.scenes import announced, cast, closed, opened, papers_for, released_body, sealed_choice
from tests.cast import Scene

CHOICE = {"answers": [[5, None]]}


def test_a_seat_gets_one_token_and_the_second_asking_is_refused(live: Scene) -> None:
    measure = announced(live)
    seat = live.all_seats()[0]
    token = hand_out_token(seat=seat, measure_id=measure.id)
    assert len(token) == 32
    with pytest.raises(AlreadyIssued):
        hand_out_token(seat=seat, measure_id=measure.id)
    others = papers_for(live, measure, live.all_seats()[1:])
    assert len({token, *others.values()}) == 10


def test_the_same_seat_asking_many_times_at_once_gets_one_token(live: Scene) -> None:
    measure = announced(live)
    seat = live.all_seats()[0]
    got: list[bytes] = []

    def ask() -> None:
        try:
            got.append(hand_out_token(seat=seat, measure_id=measure.id))
        except AlreadyIssued:
            pass
        finally:
            connection.close()

    together([ask] * 6)
    assert len(got) == 1
    assert BallotGrant.objects.count() == 1


def test_one_token_casting_many_times_at_once_leaves_one_ballot(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    opened(live, measure)
    seat = live.all_seats()[0]

    def answer() -> None:
        try:
            cast(measure, seat, papers, [5, None])
        finally:
            connection.close()

    together([answer] * 6)
    (kept,) = Ballot.objects.all()
    assert kept.replaced == 5


def together(deeds: list[Callable[[], None]]) -> None:
    """Do things at the same time."""
    threads = [Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_no_token_is_handed_out_after_opening_nor_to_another_dialogues_seat(transactional_db: None) -> None:
    six, elsewhere = actors.live(6), actors.live(5)
    measure = announced(six)
    late, *early = six.all_seats()
    papers_for(six, measure, early)
    with pytest.raises(NoSuchMeasure):
        hand_out_token(seat=elsewhere.all_seats()[0], measure_id=measure.id)
    with pytest.raises(NoSuchMeasure):
        hand_out_token(seat=late, measure_id=uuid4())
    assert opened(six, measure).state == Measure.State.OPEN
    with pytest.raises(Closed):
        hand_out_token(seat=late, measure_id=measure.id)


def test_revoked_and_suspended_seats_get_no_token_but_muted_ones_do(live: Scene) -> None:
    measure = announced(live)
    muted, suspended, revoked, *_others = live.all_seats()
    later = now() + timedelta(hours=2)
    for seat, state in ((muted, "muted"), (suspended, "suspended"), (revoked, "revoked")):
        admission.Seat.objects.filter(id=seat.id).update(state=state, until_hour=later)
    assert hand_out_token(seat=muted, measure_id=measure.id)
    with pytest.raises(Suspended):
        hand_out_token(seat=suspended, measure_id=measure.id)
    with pytest.raises(NotSeated):
        hand_out_token(seat=revoked, measure_id=measure.id)


def test_a_revoked_seat_has_no_token_minted_and_the_poll_counts_without_it(transactional_db: None) -> None:
    six = actors.live(6)
    gone, *staying = six.all_seats()
    admission.Seat.objects.filter(id=gone.id).update(state="revoked")
    measure = announced(six)
    assert BallotToken.objects.filter(measure=measure.id).count() == 11
    papers_for(six, measure, staying)
    assert opened(six, measure).state == Measure.State.OPEN


def test_a_token_already_given_stays_valid_when_its_seat_is_revoked(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    opened(live, measure)
    admission.Seat.objects.filter(id=live.all_seats()[0].id).update(state="revoked")
    assert cast(measure, live.all_seats()[0], papers, [5, None])


def test_a_ballot_is_taken_only_while_the_poll_is_open(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    seat = live.all_seats()[0]
    with pytest.raises(NotOpen, match="not opened yet"):
        cast(measure, seat, papers, [5, None])
    opened(live, measure)
    receipt = cast(measure, seat, papers, [5, None])
    Measure.objects.filter(id=measure.id).update(closes_at=now())
    with pytest.raises(Closed):  # the clock decides, even before the sweep has come
        cast(measure, seat, papers, [0, 1])
    advance_measures()
    with pytest.raises(Closed):
        cast(measure, seat, papers, [0, 1])
    (kept,) = Ballot.objects.all()
    assert receipt_of(bytes(kept.ciphertext)) == receipt


def test_a_ballot_may_be_replaced_ten_times(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    opened(live, measure)
    seat = live.all_seats()[0]
    for _ in range(11):
        last = cast(measure, seat, papers, [5, None])
    with pytest.raises(ReplacedTooOften):
        cast(measure, seat, papers, [0, 1])
    (kept,) = Ballot.objects.all()
    assert receipt_of(bytes(kept.ciphertext)) == last


def test_wrong_tokens_and_shapeless_ballots_are_refused(live: Scene) -> None:
    measure, other = announced(live), announced(live)
    papers, elsewhere = papers_for(live, measure), papers_for(live, other)
    for one in (measure, other):
        opened(live, one)
    seat = live.all_seats()[0]
    good = sealed_choice(measure, seat.side_id, papers[seat.id], CHOICE)
    for token in (b"x" * 32, b"", elsewhere[seat.id]):
        with pytest.raises(BadToken):
            cast_ballot(measure_id=measure.id, token=token, ciphertext=good)
    for ciphertext in (b"", good[:-1], good + b"\0", b"\x02" + good[1:], b"\x02" + b"\0" * 4508):
        with pytest.raises(BadCiphertext):
            cast_ballot(measure_id=measure.id, token=papers[seat.id], ciphertext=ciphertext)
    with pytest.raises(NoSuchMeasure):
        cast_ballot(measure_id=uuid4(), token=papers[seat.id], ciphertext=good)


def test_copied_forged_and_hostile_ballots_are_dropped_at_the_tally(transactional_db: None) -> None:
    seven = actors.live(7)
    measure = announced(seven)
    papers = papers_for(seven, measure)
    opened(seven, measure)
    side, other = seven.sides
    victim, copier, stranger, liar, *honest = seven.seats[side.id]
    firm = {"answers": [[0, 1]]}
    stolen = sealed_choice(measure, side.id, papers[victim.id], firm)
    cast_ballot(measure_id=measure.id, token=papers[copier.id], ciphertext=stolen)  # a copy under another token
    wrong_side = sealed_choice(measure, other.id, papers[stranger.id], firm)
    cast_ballot(measure_id=measure.id, token=papers[stranger.id], ciphertext=wrong_side)
    nonsense = sealed_choice(measure, side.id, papers[liar.id], {"answers": [[0, 99]]})
    cast_ballot(measure_id=measure.id, token=papers[liar.id], ciphertext=nonsense)
    for seat in (victim, *honest, *seven.seats[other.id]):
        cast(measure, seat, papers, [5, None])
    measure = closed(measure)
    assert measure.release.outcome == "not_enough_answers"  # four valid ones of seven on the first side
    assert released_body(measure)["objection"] is None


def test_a_form_ballot_is_encrypted_here_and_counts_like_any_other(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    opened(live, measure)
    for seat in live.all_seats():
        assert cast_form_ballot(measure_id=measure.id, token=papers[seat.id], choice={"answers": [[4, 2]]})
    with pytest.raises(ChoiceInvalid):
        cast_form_ballot(measure_id=measure.id, token=papers[seat.id], choice={"answers": [[0, None]]})
    with pytest.raises(BadToken):
        cast_form_ballot(measure_id=measure.id, token=b"x" * 32, choice=CHOICE)
    assert {len(bytes(row.ciphertext)) for row in Ballot.objects.all()} == {385}
    assert released_body(closed(measure))["label"] == "parallel_consent"


def test_in_a_pause_nothing_opens_closes_or_is_cast_and_the_time_is_made_up_for(live: Scene) -> None:
    assert live.session is not None
    measure = announced(live)
    papers = papers_for(live, measure)
    opened(live, measure)
    Session.objects.filter(id=live.session.id).update(state=Session.State.COOLING_OFF)
    with pytest.raises(NotOpen, match="cooling off"):
        cast(measure, live.all_seats()[0], papers, [5, None])
    Measure.objects.filter(id=measure.id).update(closes_at=now())
    advance_measures()
    measure.refresh_from_db()
    assert measure.state == Measure.State.OPEN
    assert measure.paused_at is not None
    Measure.objects.filter(id=measure.id).update(paused_at=now() - timedelta(minutes=20))
    Session.objects.filter(id=live.session.id).update(state=Session.State.LIVE)
    advance_measures()
    measure.refresh_from_db()
    assert measure.state == Measure.State.OPEN
    assert measure.closes_at is not None
    assert timedelta(minutes=19) < measure.closes_at - now() <= timedelta(minutes=20)
    assert cast(measure, live.all_seats()[0], papers, [5, None])


def test_a_voided_poll_ends_unread(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    opened(live, measure)
    cast(measure, live.all_seats()[0], papers, [5, None])
    void_measure(staff=live.facilitator, measure_id=measure.id, reason="The wording of clause 1 was wrong.")
    measure.refresh_from_db()
    assert (measure.state, bytes(measure.wrapped_key)) == (Measure.State.VOID, b"")
    with pytest.raises(Closed):
        cast(measure, live.all_seats()[0], papers, [5, None])
    advance_measures()
    assert not Ballot.objects.exists()
    assert not BallotToken.objects.exists()
    assert not hasattr(Measure.objects.get(id=measure.id), "release")
