"""A question to one side: its people alone are asked, and its verdict is theirs and the facilitators' alone."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import StaffMember
from dialogues.admission import models as admission
from dialogues.admission.access import Seat
from dialogues.admission.operations.entering import enter
from dialogues.ballots.kinds import NeverPublishable
from dialogues.ballots.models import Measure, MeasureSide
from dialogues.ballots.operations import cast_ballot, hand_out_token
from dialogues.ballots.queries import measure_for, measures_for, measures_of, releases_of
from dialogues.ballots.refusals import BallotRefused, NoSuchMeasure
from dialogues.events.models import Event
from dialogues.polls.side.operations import ask_side
from tests import cast as actors
from tests.ballots.scenes import closed, opened, papers_for, sealed_choice
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "May the hotline take effect before the rest?"


def asked(scene: Scene, rule: str = "majority", text: str = QUESTION) -> Measure:
    """The first side is asked."""
    return ask_side(staff=scene.facilitator, side_id=scene.sides[0].id, text=text, rule=rule, minutes=10)


def answered(scene: Scene, measure: Measure, yes: int, no: int) -> Measure:
    """So many of the side say yes and no."""
    seats = scene.seats[scene.sides[0].id]
    papers = papers_for(scene, measure, seats)
    measure = opened(scene, measure)
    for seat, answer in zip(seats, [True] * yes + [False] * no, strict=False):
        sealed = sealed_choice(measure, seat.side_id, papers[seat.id], {"answers": [answer]})
        cast_ballot(measure_id=measure.id, token=papers[seat.id], ciphertext=sealed)
    return closed(measure)


def browser(scene: Scene, seat: Seat) -> Client:
    """A participant's browser."""
    client = Client(headers={"origin": "http://localhost:8000"})
    client.cookies["seat"] = enter(seat_secret=scene.secrets[seat.id])
    return client


def words(scene: Scene, **whose: object) -> list[str]:
    """The newest result as somebody reads it."""
    found = releases_of(scene.dialogue_id, **whose)  # type: ignore[arg-type]
    return found[0].words if found else []


def test_the_verdict_is_for_the_side_and_the_facilitators_and_nobody_else(live: Scene) -> None:
    measure = answered(live, asked(live), yes=3, no=2)
    mine, theirs = live.sides
    verdict = ["Yes: the mark was reached."]
    assert words(live, side_id=mine.id) == verdict
    assert words(live, everything=True) == verdict
    assert words(live, side_id=theirs.id) == []
    assert words(live) == []
    assert measures_of(live.dialogue_id) == []
    other = live.seats[theirs.id][0]
    assert measures_for(other) == []
    with pytest.raises(NoSuchMeasure):
        measure_for(other, measure.id)
    page = browser(live, other)
    assert page.get(f"/room/ballots/{measure.id}/").status_code == HTTPStatus.NOT_FOUND
    assert QUESTION not in page.get("/room/ballots/").content.decode()
    own = browser(live, live.seats[mine.id][0]).get(f"/room/ballots/{measure.id}/").content.decode()
    assert "Yes: the mark was reached." in own


def test_the_other_side_gets_no_paper_and_no_word_in_the_plenary(live: Scene) -> None:
    measure = asked(live)
    mine, theirs = live.sides
    assert list(MeasureSide.objects.filter(measure=measure).values_list("side_id", flat=True)) == [mine.id]
    with pytest.raises(NoSuchMeasure):
        hand_out_token(seat=live.seats[theirs.id][0], measure_id=measure.id)
    rooms = set(Event.objects.filter(subject=measure.id).values_list("room__kind", "room__side"))
    assert rooms == {("caucus", mine.id)}
    band = browser(live, live.seats[theirs.id][0]).get("/room/").content.decode()
    assert f"/room/ballots/{measure.id}/" not in band
    assert f"/room/ballots/{measure.id}/" in browser(live, live.seats[mine.id][0]).get("/room/").content.decode()


def test_too_few_answers_are_no_answer(live: Scene) -> None:
    answered(live, asked(live), yes=4, no=0)
    assert "Not enough answers" in words(live, everything=True)[0]


def test_a_count_is_told_only_where_both_camps_hide(transactional_db: None) -> None:
    twelve = actors.live(12)
    answered(twelve, asked(twelve), yes=7, no=5)
    assert words(twelve, everything=True) == ["Yes: the mark was reached.", "7 of 12 say yes."]
    answered(twelve, asked(twelve, text="Another question?"), yes=11, no=1)
    assert words(twelve, everything=True) == ["Yes: the mark was reached."]


def test_a_rule_that_gives_somebody_away_is_refused_in_words(live: Scene) -> None:
    with pytest.raises(NeverPublishable, match="These would not: more than half of those who answer say yes"):
        asked(live, "two_thirds")


def test_in_a_small_group_no_side_is_asked(transactional_db: None) -> None:
    small = actors.live(4)
    with pytest.raises(BallotRefused, match="small group"):
        asked(small)


def test_the_same_words_are_the_same_question_and_a_changed_side_is_not_asked_them_again(
    transactional_db: None,
) -> None:
    seven = actors.live(7)
    answered(seven, asked(seven), yes=5, no=2)
    again = asked(seven, text=QUESTION.upper() + "?")
    assert again.lineage == Measure.objects.exclude(id=again.id).get().lineage
    closed(opened(seven, again))
    Measure.objects.filter(id=again.id).delete()
    admission.Seat.objects.filter(id=seven.all_seats()[0].id).update(state="revoked")
    with pytest.raises(NeverPublishable, match="asked before"):
        asked(seven)


def test_the_editor_keeps_what_was_typed_and_announces(live: Scene) -> None:
    desk = Client()
    desk.force_login(StaffMember.objects.get(id=live.facilitator.id))
    address = reverse("polls:side", args=[live.dialogue_id])
    typed = {"side": str(live.sides[0].id), "text": QUESTION, "rule": "three_quarters", "minutes": "10"}
    refused = desk.post(address, typed)
    assert refused.status_code == HTTPStatus.CONFLICT
    assert QUESTION in refused.content.decode()
    made = desk.post(address, {**typed, "rule": "majority"})
    assert made.status_code == HTTPStatus.FOUND
    page = desk.get(made.headers["Location"]).content.decode()
    assert "The answer is yes if more than half of those who answer say yes." in page
    assert "only your side and the facilitators" in page
    elsewhere = actors.draft_dialogue().sides[0].id
    assert desk.post(address, {**typed, "rule": "majority", "side": str(elsewhere)}).status_code == HTTPStatus.CONFLICT


def test_a_question_is_asked_in_words(live: Scene) -> None:
    with pytest.raises(BallotRefused, match="Write the question"):
        asked(live, text="  ")
