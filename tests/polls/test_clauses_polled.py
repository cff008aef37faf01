"""A poll that asks about clauses beside the whole: each judged by itself, ordered across the sides, “yes, if” let out."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import StaffMember
from dialogues.admission.operations.entering import enter
from dialogues.ballots.by_clause import part_words
from dialogues.ballots.gate import STRAW, Part, Related, ReleaseRequest, SideAnswers, Words, release_gate
from dialogues.ballots.models import Measure
from dialogues.ballots.operations import cast_ballot
from dialogues.ballots.queries import releases_of
from dialogues.ballots.questions import part_question, valid_choice
from dialogues.ballots.readout import pictures
from dialogues.ballots.refusals import BallotRefused
from dialogues.ballots.rules.ranking import ranked
from dialogues.ballots.rules.straw import StrawTally
from dialogues.polls.operations import open_straw_poll
from dialogues.proposals.criticisms.queries import criticisms_of
from dialogues.proposals.models import Criticism, ProposalVersion
from tests import cast as actors
from tests.ballots.scenes import closed, opened, papers_for, sealed_choice, tabled
from tests.cast import Scene

Answers = Sequence[Any]
tallies = st.builds(
    lambda support, tolerate, oppose, discuss: StrawTally(support, tolerate, oppose, min(oppose, 1), discuss),
    *[st.integers(0, 6)] * 4,
)


def request(whole: Sequence[StrawTally], **more: Any) -> ReleaseRequest:
    """A closed poll of two sides of twelve."""
    fields: dict[str, Any] = {"kind": STRAW, "closed": True, "group_mode": "normal", "k": 5, "f": 1}
    return ReleaseRequest(**fields, sides=tuple(SideAnswers(12, straw=side) for side in whole), **more)


@given(st.tuples(tallies, tallies), st.tuples(tallies, tallies))
def test_a_clause_gets_what_it_would_get_if_it_were_asked_alone(
    whole: tuple[StrawTally, StrawTally], part: tuple[StrawTally, StrawTally]
) -> None:
    both = release_gate(request(whole, parts=(Part(2, part),)))
    if both.outcome != "released":
        assert both.parts == ()
        return
    alone = release_gate(request(part))
    ((number, beside),) = both.parts
    told = (beside.outcome, beside.label, beside.publishable, beside.objection, beside.counts)
    assert number == 2
    assert told == (alone.outcome, alone.label, alone.publishable, alone.objection, alone.counts)


def body(number: int, label: str | None, *counts: tuple[int, int | None, int]) -> dict[str, Any]:
    """What was let out of one clause."""
    listed = [{"support": a, "oppose": o, "of": n} for a, o, n in counts]
    return {
        "number": number,
        "label": label,
        "counts": listed or None,
        "objection": False,
        "publishable": ["tolerable"],
    }


def test_clauses_stand_by_g_where_every_count_was_let_out() -> None:
    parts = [body(1, "weighted", (8, 1, 10), (7, 2, 10)), body(2, "tolerable", (9, 0, 10), (9, 0, 10))]
    assert [part["number"] for part in ranked(parts)] == [2, 1]


def test_one_clause_with_hidden_counts_and_all_stand_by_class_and_number() -> None:
    shown, hidden = body(1, "tolerable", (9, 0, 10), (9, 0, 10)), body(2, "convergence")
    assert [part["number"] for part in ranked([shown, hidden, body(3, "convergence")])] == [2, 3, 1]
    half = body(4, "convergence", (9, None, 10), (9, None, 10))
    assert [part["number"] for part in ranked([shown, half])] == [4, 1]
    assert ranked([body(5, None)]) == []


@given(st.lists(st.tuples(*[st.tuples(st.integers(0, 6), st.integers(0, 6))] * 3), min_size=2, max_size=5))
def test_no_side_counts_for_more_than_another_in_the_order(figures: list[tuple[tuple[int, int], ...]]) -> None:
    orders = set()
    for turned in permutations(range(3)):
        parts = [
            body(number, "tolerable", *[(*clause[side], 12) for side in turned])
            for number, clause in enumerate(figures, start=1)
        ]
        orders.add(tuple(part["number"] for part in ranked(parts)))
    assert len(orders) == 1


def test_the_words_on_clauses_begin_with_their_order_and_name_those_without_a_result() -> None:
    parts = [body(1, "tolerable"), body(2, "convergence"), body(3, None)]
    words = part_words({"parts": parts}, ["Velmar", "Ostrany"])
    assert words == [
        "From the widest agreement across the sides to the narrowest: 2, 1.",
        "On 2: convergence. No firm objection on any side.",
        "On 1: tolerable. No firm objection on any side.",
        "Too few answers for a result on: 3.",
    ]
    assert part_words({}, []) == []


SAID = (Words(1, "Yes, if the line is tested."), Words(None, "No."))
ALL_FOR = (StrawTally(6, 0, 0, 0, 0), StrawTally(5, 0, 0, 0, 0))


def test_words_leave_from_ten_ballots_on_and_only_if_nothing_can_be_compared() -> None:
    def let_out(sizes: tuple[int, int], mode: str = "normal", related: Related | None = None) -> int:
        sides = tuple(SideAnswers(size, straw=StrawTally(size, 0, 0, 0, 0)) for size in sizes)
        asked = ReleaseRequest(STRAW, True, mode, 5, 1, sides, related=related, words=SAID)
        return len(release_gate(asked).words)

    assert let_out((5, 5)) == 2
    assert let_out((4, 8)) == 0
    assert let_out((6, 6), "small_group") == 0
    assert let_out((6, 6), related=Related(same_text=False, changed=(0, 1))) == 0
    assert let_out((6, 6), related=Related(same_text=False, changed=(0, 0))) == 2
    sides = tuple(SideAnswers(9, straw=StrawTally(3, 0, 0, 0, 0, 6)) for _side in range(2))
    assert release_gate(ReleaseRequest(STRAW, True, "normal", 5, 1, sides, words=SAID)).words == ()


def test_a_firm_objection_to_the_clause_asked_about_names_it_by_itself() -> None:
    question = part_question(number=3, text="The town stays open.")
    assert valid_choice({"answers": [[0, None]]}, [question]) == {"answers": [[0, 3]]}
    assert valid_choice({"answers": [[4, 3]]}, [question]) == {"answers": [[4, None]]}


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def twelve(transactional_db: None) -> Scene:
    """Twelve people a side: counts can be shown."""
    return actors.live(12)


def asked(scene: Scene, version: ProposalVersion, mark: str = "parallel_consent", *, words: bool = True) -> Measure:
    """A poll on the whole, on both clauses, and words."""
    return open_straw_poll(
        staff=scene.facilitator,
        version_id=version.id,
        pass_mark=mark,
        closes_in_minutes=15,
        parts=[1, 2],
        words=words,
    )


def answered(scene: Scene, measure: Measure, left: Sequence[Answers], right: Sequence[Answers]) -> Measure:
    """Everybody who is listed answers."""
    papers = papers_for(scene, measure)
    measure = opened(scene, measure)
    for side, given_answers in zip(scene.sides, (left, right), strict=True):
        for seat, answers in zip(scene.seats[side.id], given_answers, strict=False):
            sealed = sealed_choice(measure, side.id, papers[seat.id], {"answers": list(answers)})
            cast_ballot(measure_id=measure.id, token=papers[seat.id], ciphertext=sealed)
    return closed(measure)


FOR, AGAINST = [5, None], [1, None]


def test_a_poll_on_clauses_orders_them_and_draws_what_may_be_shown(twelve: Scene) -> None:
    first = [[FOR, FOR, FOR]] * 3 + [[FOR, AGAINST, FOR]] * 5 + [[AGAINST, AGAINST, AGAINST]] * 4
    measure = answered(twelve, asked(twelve, tabled(twelve)), first, first)
    (release,) = releases_of(twelve.dialogue_id)
    assert "From the widest agreement across the sides to the narrowest: 2, 1." in release.words
    assert [picture.title for picture in release.pictures] == ["The whole", "No. 2", "No. 1"]
    client = Client(headers={"origin": "http://localhost:8000"})
    client.cookies["seat"] = enter(seat_secret=twelve.secrets[twelve.all_seats()[0].id])
    page = client.get(f"/room/ballots/{measure.id}/").content.decode()
    assert page.count('<svg viewBox="0 0 240 14"') == 6
    assert "Velmar: 8 of 12 can at least live with it, 4 oppose it" in page
    desk = Client()
    desk.force_login(StaffMember.objects.get(id=twelve.facilitator.id))
    assert desk.get(f"/staff/{twelve.dialogue_id}/measures/{measure.id}/").content.decode().count("<figure") == 3


def test_hidden_counts_have_no_picture() -> None:
    assert pictures({"label": None}, ["a", "b"]) == []
    assert pictures({**body(0, "tolerable"), "parts": [body(1, "tolerable")]}, ["a", "b"]) == []


def test_a_conditional_yes_becomes_a_criticism_of_its_clause_and_tells_neither_answer_nor_side(live: Scene) -> None:
    version = tabled(live)
    yes_if = [[4, 2, "  If the test is each day.\u202e "], FOR, FOR]
    others = [[FOR, FOR, None]] * 4
    answered(live, asked(live, version), [yes_if, *others], [[[0, 1, "Never."], FOR, FOR], *others])
    entered = criticisms_of(version.id)
    assert sorted((one.clause, one.kind, one.text, one.from_ballot, one.open) for one in entered) == [
        (1, "concern", "Never.", True, True),
        (2, "concern", "If the test is each day.", True, True),
    ]
    row = Criticism.objects.filter(version=version).first()
    assert row is not None
    assert bytes(row.withdraw_hash) == b""


def test_words_that_do_not_get_out_are_read_by_nobody(live: Scene) -> None:
    version = tabled(live)
    abstain = [["A", None, "Yes, if it rains."], None, None]
    answered(live, asked(live, version), [abstain] * 5, [[FOR, FOR, FOR]] * 5)
    (release,) = releases_of(live.dialogue_id)
    assert release.outcome == "not_enough_answers"
    assert not Criticism.objects.exists()
    assert "rains" not in str(release.body)


def test_a_whole_left_out_and_a_clause_answered_is_no_answer_to_the_whole(live: Scene) -> None:
    version = tabled(live)
    answered(live, asked(live, version), [[None, FOR, FOR]] * 5, [[FOR, FOR, FOR]] * 5)
    assert releases_of(live.dialogue_id)[0].outcome == "not_enough_answers"


def test_the_editor_offers_clauses_and_words_and_announces_what_was_ticked(live: Scene) -> None:
    version = tabled(live)
    client = Client()
    client.force_login(StaffMember.objects.get(id=live.facilitator.id))
    address = reverse("polls:open", args=[live.dialogue_id, version.id])
    page = client.get(address).content.decode()
    assert "Ask about these by themselves as well" in page
    assert "Let voters say" in page
    typed = {"pass_mark": "parallel_consent", "minutes": "10", "parts": ["2"], "words": "on"}
    assert client.post(address, {**typed, "parts": ["7"]}).status_code == 409
    assert client.post(address, typed).status_code == 302
    seat = live.all_seats()[0]
    measure = Measure.objects.get()
    papers_for(live, measure)
    opened(live, measure)
    reader = Client(headers={"origin": "http://localhost:8000"})
    reader.cookies["seat"] = enter(seat_secret=live.secrets[seat.id])
    ballot = reader.get(f"/room/ballots/{measure.id}/").content.decode()
    assert "Clause 2: Both posts test it weekly." in ballot
    assert ballot.count("Which clause?") == 1
    assert "How you write can still point to you" in ballot
    assert "by itself" in ballot


def test_a_clause_that_there_is_not_is_refused(live: Scene) -> None:
    version = tabled(live)
    with pytest.raises(BallotRefused, match="not part of this text"):
        open_straw_poll(
            staff=live.facilitator,
            version_id=version.id,
            pass_mark="parallel_consent",
            closes_in_minutes=5,
            parts=[9],
        )
