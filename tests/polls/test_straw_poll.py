"""The straw poll: which marks are offered, what the tally hands to the gate, what the editor says and refuses."""

import re
from collections import Counter
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.access import Staff
from accounts.models import StaffMember
from dialogues.admission import models as admission
from dialogues.ballots.gate import release_gate
from dialogues.ballots.kinds import ClosedMeasure, Related
from dialogues.ballots.models import Measure
from dialogues.ballots.questions import gradient_question, valid_choice
from dialogues.ballots.wording import MARKS, disclosure, result_words
from dialogues.polls.measure import answers_needed, release_request, straw_draft
from dialogues.polls.rules import offers
from dialogues.proposals.queries import version_view
from tests import cast as actors
from tests.ballots.scenes import announced, everyone, polled, tabled
from tests.cast import Scene

LEFT, RIGHT = uuid4(), uuid4()
QUESTION = gradient_question(
    key="whole", text="?", clauses=[{"number": 1, "text": "One"}, {"number": 2, "text": "Two"}]
)
answers = st.sampled_from(
    [[5, None], [4, 1], [3, None], [2, None], [1, None], [0, 1], [0, 2], ["M", None], ["A", None]]
)


def closed_poll(left: int, right: int, **change: Any) -> ClosedMeasure:
    """A closed poll of two sides with these electorates."""
    fields: dict[str, Any] = {
        "id": uuid4(),
        "dialogue_id": uuid4(),
        "kind": "straw_poll",
        "subject": uuid4(),
        "subject_hash": "",
        "lineage": uuid4(),
        "questions": [QUESTION],
        "pass_mark": "parallel_consent",
        "k": 5,
        "f": 1,
        "group_mode": "normal",
        "electorate": {LEFT: left, RIGHT: right},
    }
    return ClosedMeasure(**{**fields, **change})


@pytest.mark.parametrize(("sizes", "marks"), [
    ((5, 5), "P"), ((5, 12), "P"), ((6, 6), "CPT"), ((9, 9), "CPT"), ((10, 10), "CPWT"), ((4, 9), ""), ((10, 10, 6), "CPT"),
])  # fmt: skip
def test_the_marks_offered_are_those_every_side_can_show(sizes: tuple[int, ...], marks: str) -> None:
    offered = offers(sizes, f=1, group_mode="normal", k=5)
    letters = dict(zip(MARKS, "CPWT", strict=True))
    assert "".join(letters[offer.mark] for offer in offered if offer.publishable) == marks
    assert [offer.mark for offer in offered] == list(MARKS)


def test_a_small_group_is_offered_marks_and_a_talk_only_group_none() -> None:
    assert [offer.publishable for offer in offers((3, 4), f=1, group_mode="small_group", k=5)] == [
        True,
        True,
        False,
        True,
    ]
    assert not any(offer.publishable for offer in offers((2, 9), f=1, group_mode="talk_only", k=5))


@given(st.lists(answers, max_size=12), st.lists(answers, max_size=12))
def test_the_tally_counts_every_answer_once_on_its_own_side(left: list[Any], right: list[Any]) -> None:
    ballots = {
        LEFT: [valid_choice({"answers": [answer]}, [QUESTION]) for answer in left],
        RIGHT: [valid_choice({"answers": [answer]}, [QUESTION]) for answer in right],
    }
    request, values = release_request(closed_poll(12, 12), ballots)
    assert values is None
    for side, given_answers in zip(request.sides, (left, right), strict=True):
        assert side.straw is not None
        count = Counter(answer[0] for answer in given_answers)
        assert side.straw.support == count[5] + count[4] + count[3]
        assert (side.straw.tolerate, side.straw.oppose, side.straw.firm) == (count[2], count[1] + count[0], count[0])
        assert (side.straw.discuss, side.straw.abstain) == (count["M"], count["A"])
    assert Counter(request.clauses) == Counter(answer[1] for answer in left + right if answer[0] == 0)


def test_the_earlier_result_reaches_the_gate_side_by_side() -> None:
    poll = closed_poll(6, 7, related=Related(same_text=False, changed={RIGHT: None, LEFT: 2}))
    request, _values = release_request(poll, {})
    assert request.related is not None
    assert (request.related.same_text, request.related.changed) == (False, (2, None))


@pytest.mark.parametrize(("electorate", "minimum", "needed"), [(5, 5, 5), (12, 5, 8), (13, 5, 9), (3, 3, 3), (9, 7, 7)])
def test_a_side_needs_two_thirds_of_its_electorate_and_never_fewer_than_the_minimum(
    electorate: int, minimum: int, needed: int
) -> None:
    assert answers_needed(electorate, minimum) == needed


@pytest.mark.parametrize(
    "left", [[[5, None]] * 6, [[5, None]] * 3 + [[1, None]] * 3, [[0, 1]] * 6, [["M", None]] * 6, [[5, None]] * 4]
)
def test_every_result_has_words_that_name_no_side(left: list[Any]) -> None:
    ballots = {LEFT: [{"answers": [answer]} for answer in left], RIGHT: [{"answers": [[4, None]]}] * 6}
    request, _values = release_request(closed_poll(6, 6), ballots)
    release = release_gate(request)
    words = result_words(outcome=release.outcome, body=release.body(), labels=["Velmar", "Ostrany"])
    assert words
    assert not any("Velmar" in sentence or "Ostrany" in sentence for sentence in words)
    assert not any(re.search(r"[%{}]", sentence) for sentence in words)


def test_the_lowest_result_is_a_divergence_only_where_finer_classes_could_be_shown() -> None:
    for size, beginning in ((6, "No class reached"), (10, "Divergence")):
        ballots = {LEFT: [{"answers": [[1, None]]}] * size, RIGHT: [{"answers": [[1, None]]}] * size}
        request, _values = release_request(closed_poll(size, size, pass_mark="tolerable"), ballots)
        release = release_gate(request)
        words = result_words(outcome=release.outcome, body=release.body(), labels=["a", "b"])
        assert words[0].startswith(beginning)
        assert words[1] == "The mark agreed beforehand, tolerable, was not reached."


def test_what_the_result_reveals_is_said_for_each_kind_of_group() -> None:
    assert "fewer than two people" in disclosure(kind="straw_poll", f=1, group_mode="normal")[0]
    assert "fewer than three people" in disclosure(kind="straw_poll", f=2, group_mode="normal")[0]
    small = disclosure(kind="straw_poll", f=1, group_mode="small_group")
    assert small[0] == "“Convergence” would tell everyone that nobody cast a firm objection."
    assert "pseudonymous, not anonymous" in small[1]


def as_staff(staff: Staff) -> Client:
    """A browser in which this staff member is signed in."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=staff.id))
    return client


def text(response: Any) -> str:
    """A page's words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_editor_says_what_could_be_shown_and_refuses_the_rest_keeping_what_was_typed(live: Scene) -> None:
    version = tabled(live)
    client = as_staff(live.facilitator)
    address = reverse("polls:open", args=[live.dialogue_id, version.id])
    shown = text(client.get(address))
    assert "a result can show: parallel consent" in shown
    assert "It can never show: convergence, weighted consent, tolerable" in shown
    refused = client.post(address, {"pass_mark": "convergence", "minutes": "47"})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "This mark could never be shown for sides of this size" in text(refused)
    assert 'value="47"' in refused.content.decode()
    assert not Measure.objects.exists()
    announced_now = client.post(address, {"pass_mark": "parallel_consent", "minutes": "47"})
    assert announced_now.status_code == HTTPStatus.FOUND
    again = client.post(address, {"pass_mark": "parallel_consent", "minutes": "47"})
    assert "polled already" in text(again)


def test_the_editor_offers_nothing_where_a_side_has_shrunk(live: Scene) -> None:
    version = tabled(live)
    admission.Seat.objects.filter(id=live.all_seats()[0].id).update(state="revoked")
    client = as_staff(live.facilitator)
    address = reverse("polls:open", args=[live.dialogue_id, version.id])
    response = client.post(address, {"pass_mark": "parallel_consent", "minutes": "10"})
    assert response.status_code == HTTPStatus.CONFLICT
    assert "A side has fewer than 5 people here" in text(response)
    assert not Measure.objects.exists()


def test_the_editor_is_for_facilitators_of_this_dialogue(live: Scene) -> None:
    version = tabled(live)
    elsewhere = actors.draft_dialogue()
    for staff, dialogue in (
        (live.organizer, live.dialogue_id),
        (live.coordinators[0], live.dialogue_id),
        (elsewhere.facilitator, live.dialogue_id),
        (elsewhere.facilitator, elsewhere.dialogue_id),
    ):
        address = reverse("polls:open", args=[dialogue, version.id])
        assert as_staff(staff).get(address).status_code == HTTPStatus.NOT_FOUND
    assert (
        "/staff/account/"
        in Client().get(reverse("polls:open", args=[live.dialogue_id, version.id])).headers["Location"]
    )


def test_the_editor_warns_when_seats_have_changed_since_the_last_version(transactional_db: None) -> None:
    six = actors.live(6)
    first = polled(six, everyone(six, [5, None]))
    second = tabled(six, proposal_id=first.lineage, words="The hotline is staffed")
    admission.Seat.objects.filter(id=six.all_seats()[0].id).update(state="revoked")
    page = as_staff(six.facilitator).get(reverse("polls:open", args=[six.dialogue_id, second.id]))
    assert "1 seat changed since “Straw poll on version 1”" in text(page)


def test_a_long_clause_is_named_by_its_beginning(live: Scene) -> None:
    version = tabled(live, words="word " * 60)
    view = version_view(version.id, dialogue_id=live.dialogue_id)
    (question,) = straw_draft(view, "parallel_consent", 10).questions
    assert question["clauses"][0]["text"].endswith("word …")
    assert len(question["clauses"][0]["text"]) < 95
    assert announced(live, version=version).subject_hash == version.text_hash
