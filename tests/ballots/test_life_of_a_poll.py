"""A straw poll from its announcement to its destruction, with five people on either side."""

from datetime import timedelta

import pytest

from dialogues.ballots.models import (
    Ballot,
    BallotGrant,
    BallotToken,
    BallotTokenPool,
    LedgerEntry,
    Measure,
    MeasureSide,
    Release,
)
from dialogues.ballots.operations import advance_measures
from dialogues.ballots.queries import receipts, release_of
from dialogues.dialogue.clock import now
from dialogues.events.models import Event
from tests import cast as actors
from tests.ballots.scenes import (
    announced,
    cast,
    closed,
    everyone,
    opened,
    papers_for,
    polled,
    released_body,
)
from tests.cast import Scene


def test_a_poll_lives_from_announcement_to_destruction(live: Scene) -> None:
    measure = announced(live)
    assert measure.state == Measure.State.ANNOUNCED
    papers = papers_for(live, measure)
    measure = opened(live, measure)
    assert measure.state == Measure.State.OPEN
    assert [row.electorate for row in MeasureSide.objects.filter(measure=measure)] == [5, 5]
    codes = {cast(measure, seat, papers, [4, 1]) for seat in live.all_seats()}
    assert receipts(measure.id) == []
    measure = closed(measure)
    assert measure.state == Measure.State.RELEASED
    assert released_body(measure)["label"] == "parallel_consent"
    assert receipts(measure.id) == sorted(codes)
    Measure.objects.filter(id=measure.id).update(destroy_at=now())
    advance_measures()
    measure.refresh_from_db()
    assert measure.state == Measure.State.DESTROYED
    assert bytes(measure.wrapped_key) == b""
    assert not Ballot.objects.exists()
    assert not BallotToken.objects.exists()
    assert receipts(measure.id) == []
    release = release_of(measure.id)
    assert release is not None
    assert release.words[0].startswith("Parallel consent")


def test_the_room_is_told_of_every_turn_and_never_of_a_number(live: Scene) -> None:
    measure = polled(live, everyone(live, [5, None]))
    told = Event.objects.filter(subject=measure.id).order_by("seq").values_list("kind", flat=True)
    assert list(told) == ["measure.announced", "measure.opened", "measure.closed", "measure.released"]


def test_ballots_stay_72_hours_and_not_longer(live: Scene) -> None:
    measure = polled(live, everyone(live, [5, None]))
    assert measure.destroy_at is not None
    assert timedelta(hours=71, minutes=59) < measure.destroy_at - now() <= timedelta(hours=72)
    advance_measures()
    assert Ballot.objects.count() == 10


def rows() -> tuple[int, int, int]:
    """How many grants, pooled tokens and token hashes there are."""
    return BallotGrant.objects.count(), BallotTokenPool.objects.count(), BallotToken.objects.count()


def test_tokens_and_grants_are_gone_when_they_have_no_further_use(transactional_db: None) -> None:
    six = actors.live(6)
    measure = announced(six)
    papers_for(six, measure, six.all_seats()[1:])
    assert rows() == (11, 1, 12)
    measure = opened(six, measure)
    assert measure.state == Measure.State.OPEN
    assert rows() == (11, 0, 11)
    closed(measure)
    assert rows() == (0, 0, 11)


def test_a_poll_waits_until_every_side_has_enough_tokens(live: Scene) -> None:
    measure = announced(live)
    papers_for(live, measure, live.all_seats()[1:])
    assert opened(live, measure).state == Measure.State.ANNOUNCED
    papers_for(live, measure, live.all_seats()[:1])
    measure = opened(live, measure)
    assert measure.state == Measure.State.OPEN


def test_an_opening_that_had_to_wait_keeps_the_length_that_was_announced(live: Scene) -> None:
    measure = announced(live)
    late = now() - timedelta(minutes=30)
    Measure.objects.filter(id=measure.id).update(opens_at=late, closes_at=late + timedelta(minutes=15))
    papers_for(live, measure)
    advance_measures()
    measure.refresh_from_db()
    assert measure.state == Measure.State.OPEN
    assert measure.closes_at is not None
    assert timedelta(minutes=14) < measure.closes_at - now() <= timedelta(minutes=15)


def test_nothing_is_computed_before_the_poll_closes(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    opened(live, measure)
    for seat in live.all_seats():
        cast(measure, seat, papers, [5, None])
    advance_measures()
    measure.refresh_from_db()
    assert measure.state == Measure.State.OPEN
    assert not Release.objects.exists()
    assert release_of(measure.id) is None
    assert LedgerEntry.objects.get(measure=measure).level == "none"


def test_four_of_five_answers_are_not_enough(live: Scene) -> None:
    velmar, ostrany = live.sides
    measure = polled(live, {velmar.id: [[5, None]] * 4, ostrany.id: [[5, None]] * 5})
    assert measure.state == Measure.State.WITHHELD
    assert measure.release.outcome == "not_enough_answers"
    release = release_of(measure.id)
    assert release is not None
    words = " ".join(release.words)
    assert "Velmar" not in words
    assert "Ostrany" not in words
    assert receipts(measure.id) == []


@pytest.mark.parametrize(
    ("answers", "label", "objection"),
    [
        ([[5, None], [4, 1], [3, 2], [2, None], [0, 1]], "parallel_consent", True),
        ([["M", None]] * 5, "no_class", False),
    ],
)
def test_what_was_cast_is_what_is_released(
    live: Scene, answers: list[list[object]], label: str, objection: bool
) -> None:
    velmar, ostrany = live.sides
    measure = polled(live, {velmar.id: answers, ostrany.id: answers})
    body = released_body(measure)
    assert (body["label"], body["objection"], body["counts"]) == (label, objection, None)
    assert body["clauses"] == ([1] if objection else [])


def test_the_last_ballot_of_a_token_counts(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    opened(live, measure)
    for seat in live.all_seats():
        cast(measure, seat, papers, [0, 1])
        cast(measure, seat, papers, [5, None])
    measure = closed(measure)
    assert released_body(measure)["objection"] is False
    assert Ballot.objects.count() == 10
