"""What can be announced, and what is refused with a sentence that says what to do."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.admission import models as admission
from dialogues.admission.operations.advancing import end_window_early
from dialogues.ballots.kinds import MeasureDraft, NeverPublishable, Related, Sizes
from dialogues.ballots.models import LedgerEntry, Measure
from dialogues.ballots.operations import BallotRefused, announce_measure, extend_measure, void_measure
from dialogues.ballots.publishable import least_answers, refuse_unpublishable
from dialogues.ballots.queries import measure_for, quorum, release_of
from dialogues.ballots.queries.ledger import strictest_related
from dialogues.ballots.questions import gradient_question, pair_question
from dialogues.ballots.refusals import NoSuchMeasure
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.dialogue.models import Session
from dialogues.polls.operations import open_straw_poll
from tests import cast as actors
from tests.ballots.scenes import announced, cast, closed, everyone, opened, papers_for, polled, released_body, tabled
from tests.cast import Scene

STATES = list(Measure.State)
DECLARED = {(a, b) for a, moves in Measure.MOVES.items() for b in moves}
SIDES = (uuid4(), uuid4())


def a_draft(kind: str = "straw_poll", **change: object) -> MeasureDraft:
    """A draft to check."""
    gradient = gradient_question(key="whole", text="?", clauses=[{"number": 1, "text": "One"}])
    pair = pair_question(key="item", text="Item", number=1)
    asked = [gradient] if kind == "straw_poll" else [pair]
    fields = {"title": "T", "questions": asked, "lineage": uuid4(), "minutes_open": 15, "pass_mark": "parallel_consent"}
    return MeasureDraft(kind=kind, **{**fields, **change})  # type: ignore[arg-type]


def sized(*people: int, mode: str = "normal", f: int = 1, related: Related | None = None) -> Sizes:
    """Sizes of two or more sides."""
    return Sizes({uuid4(): count for count in people}, 5, f, mode, related)


@pytest.mark.parametrize(("before", "after"), [(a, b) for a in STATES for b in STATES])
def test_a_measure_makes_the_moves_of_its_diagram_and_no_other(before: str, after: str) -> None:
    measure = Measure(state=before)
    if (before, after) in DECLARED:
        move(measure, after)
        assert measure.state == after
    else:
        with pytest.raises(UndeclaredMove):
            move(measure, after)
        assert measure.state == before


@pytest.mark.parametrize(("mark", "people", "allowed"), [
    ("parallel_consent", (5, 5), True), ("convergence", (5, 5), False), ("tolerable", (5, 9), False),
    ("convergence", (6, 6), True), ("weighted", (9, 9), False), ("weighted", (10, 10), True), ("", (6, 6), False),
])  # fmt: skip
def test_a_mark_that_could_never_be_shown_is_refused_and_those_that_could_are_named(
    mark: str, people: tuple[int, ...], allowed: bool
) -> None:
    draft, sizes = a_draft(pass_mark=mark), sized(*people)
    if allowed:
        refuse_unpublishable(draft, sizes)
    else:
        with pytest.raises(NeverPublishable, match="parallel consent"):
            refuse_unpublishable(draft, sizes)


@pytest.mark.parametrize(
    "sizes",
    [
        sized(4, 9),
        sized(2, 9, mode="talk_only"),
        sized(mode="normal"),
        sized(9, 2, mode="small_group"),
        sized(6, 6, f=2),
    ],
)
@pytest.mark.parametrize("kind", ["straw_poll", "rating_round"])
def test_no_measure_opens_where_nothing_could_be_published(sizes: Sizes, kind: str) -> None:
    with pytest.raises(NeverPublishable):
        refuse_unpublishable(a_draft(kind), sizes)


@pytest.mark.parametrize("minutes", [0, -5, 14 * 24 * 60 + 1])
def test_a_ballot_is_open_for_a_minute_to_fourteen_days(minutes: int) -> None:
    with pytest.raises(BallotRefused, match="fourteen days"):
        refuse_unpublishable(a_draft(minutes_open=minutes), sized(6, 6))


@pytest.mark.parametrize("changed", [1, 5, None])
def test_the_same_text_is_not_asked_again_once_seats_have_changed(changed: int | None) -> None:
    sides = sized(10, 10)
    for same_text, refused in ((True, True), (False, False)):
        related = Related(same_text, dict.fromkeys(sides.seats, 0) | {next(iter(sides.seats)): changed})
        sizes = Sizes(sides.seats, 5, 1, "normal", related)
        if refused:
            with pytest.raises(NeverPublishable, match="The earlier result stands"):
                refuse_unpublishable(a_draft(), sizes)
        else:
            refuse_unpublishable(a_draft(), sizes)


@given(st.integers(5, 12), st.integers(1, 3))
def test_the_least_number_of_answers_is_m_or_three(k: int, f: int) -> None:
    assert least_answers(k, f, "normal") == max(k, 2 * f + 3)
    assert least_answers(k, f, "small_group") == 3
    assert least_answers(k, f, "talk_only") is None


def test_ten_ballots_at_once_are_enough(live: Scene) -> None:
    for _ in range(10):
        announced(live)
    with pytest.raises(BallotRefused, match="Ten ballots"):
        announced(live)
    assert Measure.objects.count() == 10


def test_nothing_is_announced_before_the_seal_in_a_pause_or_while_a_session_closes(seated: Scene) -> None:
    with pytest.raises(BallotRefused, match="entry window"):
        announce_measure(staff=seated.facilitator, draft=a_draft())
    end_window_early(staff=seated.organizer)
    actors.open_session(seated)
    assert seated.session is not None
    for state, words in ((Session.State.COOLING_OFF, "cooling off"), (Session.State.CLOSING, "closing")):
        Session.objects.filter(id=seated.session.id).update(state=state)
        with pytest.raises(BallotRefused, match=words):
            announce_measure(staff=seated.facilitator, draft=a_draft())
    assert not Measure.objects.exists()


def test_only_a_version_on_the_table_is_polled_and_only_once(live: Scene) -> None:
    first = tabled(live)
    measure = announced(live, version=first)
    with pytest.raises(BallotRefused, match="polled already"):
        announced(live, version=first)
    void_measure(staff=live.facilitator, measure_id=measure.id, reason="Announced too early in the meeting.")
    announced(live, version=first)
    tabled(live, proposal_id=first.proposal_id, words="The hotline is staffed")
    with pytest.raises(BallotRefused, match="on the table"):
        announced(live, version=first)


def test_times_are_prolonged_and_never_shortened(live: Scene) -> None:
    measure = announced(live)
    assert measure.opens_at is not None
    assert measure.closes_at is not None
    longer = extend_measure(staff=live.facilitator, measure_id=measure.id, minutes=5)
    assert longer.opens_at == measure.opens_at + timedelta(minutes=5)
    assert longer.closes_at == measure.closes_at + timedelta(minutes=5)
    for minutes in (0, -5, 7 * 24 * 60 + 1):
        with pytest.raises(BallotRefused, match="one minute more"):
            extend_measure(staff=live.facilitator, measure_id=measure.id, minutes=minutes)
    papers_for(live, measure)
    opens, closes = (
        moment for moment in (opened(live, measure).opens_at, Measure.objects.get(id=measure.id).closes_at) if moment
    )
    later = extend_measure(staff=live.facilitator, measure_id=measure.id, minutes=5)
    assert (later.opens_at, later.closes_at) == (opens, closes + timedelta(minutes=5))
    closed(measure)
    with pytest.raises(BallotRefused, match="announced or open"):
        extend_measure(staff=live.facilitator, measure_id=measure.id, minutes=5)
    with pytest.raises(UndeclaredMove):
        void_measure(staff=live.facilitator, measure_id=measure.id, reason="Too late to end it without result.")


def test_another_dialogues_staff_and_seats_find_nothing(live: Scene) -> None:
    measure = announced(live)
    elsewhere = actors.draft_dialogue()
    with pytest.raises(NoSuchMeasure):
        extend_measure(staff=elsewhere.facilitator, measure_id=measure.id, minutes=5)
    with pytest.raises(NoSuchMeasure):
        void_measure(staff=elsewhere.facilitator, measure_id=measure.id, reason="Not ours to end, but tried.")
    with pytest.raises(BallotRefused, match="15 to 500"):
        void_measure(staff=live.facilitator, measure_id=measure.id, reason="Because.")
    seat = live.all_seats()[0]
    assert measure_for(seat, measure.id).title == "Hotline between the border posts"
    with pytest.raises(NoSuchMeasure):
        measure_for(seat, uuid4())


def test_quorum_is_a_yes_or_no_at_ticks_and_moves_at_the_next_one_only(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure, live.all_seats()[1:])
    assert [side.enough for side in quorum(live.facilitator, measure.id).sides] == [None, None]
    opened(live, measure)
    assert [side.enough for side in quorum(live.facilitator, measure.id).sides] == [False, True]
    papers |= papers_for(live, measure, live.all_seats()[:1])
    measure = opened(live, measure)
    assert [side.enough for side in quorum(live.facilitator, measure.id).sides] == [None, None]
    next_quarter(live, measure)
    assert [side.enough for side in quorum(live.facilitator, measure.id).sides] == [False, False]
    for seat in live.all_seats():
        cast(measure, seat, papers, [5, None])
    opened(live, measure)
    assert [side.enough for side in quorum(live.facilitator, measure.id).sides] == [False, False]
    next_quarter(live, measure)
    assert [side.enough for side in quorum(live.facilitator, measure.id).sides] == [True, True]


def next_quarter(scene: Scene, measure: Measure) -> None:
    """A quarter of an hour goes by."""
    Measure.objects.filter(id=measure.id).update(quorum_at=now() - timedelta(minutes=30))
    opened(scene, measure)


def test_a_new_text_after_a_seat_left_gives_a_label_a_warning_and_no_counts(transactional_db: None) -> None:
    ten = actors.live(10)
    velmar, ostrany = ten.sides
    answers = {velmar.id: [[5, None]] * 7 + [[1, None]] * 3, ostrany.id: [[5, None]] * 7 + [[1, None]] * 3}
    first = polled(ten, answers)
    counts = {"support": 7, "oppose": 3, "of": 10}
    assert released_body(first)["counts"] == [counts, counts]
    release = release_of(first.id)
    assert release is not None
    assert "Velmar: 7 of 10 can at least live with the text, 3 oppose it." in release.words
    gone = ten.seats[velmar.id].pop()
    admission.Seat.objects.filter(id=gone.id).update(state="revoked")
    second = tabled(ten, proposal_id=first.lineage, words="The hotline is staffed")
    measure = announced(ten, version=second)
    view = measure_for(ten.all_seats()[0], measure.id)
    assert (view.changed, view.since) == (1, "Straw poll on version 1")
    papers = papers_for(ten, measure)
    opened(ten, measure)
    for seat in ten.all_seats():
        cast(measure, seat, papers, [5, None])
    assert released_body(closed(measure))["counts"] is None
    assert [entry.level for entry in LedgerEntry.objects.order_by("level")] == ["counts", "label"]


def test_the_strictest_earlier_result_decides(live: Scene) -> None:
    measure = polled(live, everyone(live, [5, None]))
    seats = {side: [seat.id for seat in listed] for side, listed in live.seats.items()}
    same = strictest_related(measure.lineage, measure.subject_hash, measure.epoch, seats)
    assert same is not None
    assert (same.same_text, set(same.changed.values())) == (True, {0})
    fewer = {side: ids[1:] for side, ids in seats.items()}
    new = strictest_related(measure.lineage, "other", measure.epoch, fewer)
    assert new is not None
    assert (new.same_text, set(new.changed.values())) == (False, {1})
    elsewhere = strictest_related(measure.lineage, "other", uuid4(), seats)
    assert elsewhere is not None
    assert set(elsewhere.changed.values()) == {None}
    assert strictest_related(uuid4(), measure.subject_hash, measure.epoch, seats) is None


def test_the_same_version_is_not_polled_again_after_a_result(live: Scene) -> None:
    version = tabled(live)
    polled(live, everyone(live, [5, None]), version=version)
    with pytest.raises(BallotRefused, match="polled already"):
        open_straw_poll(
            staff=live.facilitator, version_id=version.id, pass_mark="parallel_consent", closes_in_minutes=5
        )


def test_the_diagram_ends_where_it_should() -> None:
    final = {state for state, moves in Measure.MOVES.items() if not moves}
    assert final == {Measure.State.DESTROYED, Measure.State.VOID}
    path = ["draft", "announced", "open", "closed", "tallied", "released", "destroyed"]
    assert all(after in Measure.MOVES[Measure.State(before)] for before, after in pairwise(path))
