"""A sealed test lived through: let be held by silence, started by two, one bit out, nothing left behind."""

import re
from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.approvals.models import Approval
from accounts.approvals.operations import confirm
from accounts.approvals.refusals import SamePerson
from accounts.models import StaffMember
from dialogues.admission.models import SealRun
from dialogues.admission.operations.entering import enter
from dialogues.agenda import operations as agenda
from dialogues.agenda.models import AgendaItem
from dialogues.ballots.models import Ballot, BallotGrant, BallotToken, Measure, MeasureSide, Release
from dialogues.ballots.operations import burning, cast_ballot, void_measure
from dialogues.ballots.operations.sweep import advance_measures
from dialogues.ballots.queries import receipts, releases_of
from dialogues.ballots.refusals import BallotRefused
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.polls.models import SealedTest
from dialogues.polls.sealed import starting
from dialogues.polls.sealed.operations import (
    NoSuchTest,
    advance_tests,
    ask_the_sides,
    object_to_test,
    withdraw_test,
)
from dialogues.polls.sealed.queries import plan_hash
from dialogues.polls.sealed.starting import ask_to_start, start_test
from dialogues.proposals.criticisms.operations import close_criticism, declare_final, open_criticism
from dialogues.proposals.models import ProposalVersion
from tests import cast as actors
from tests.ballots.scenes import closed, everyone, opened, papers_for, polled, sealed_choice
from tests.cast import Scene
from tests.proposals.scenes import tabled, text

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "The border posts talk by telephone.\n\nWater is released each April."


@pytest.fixture
def six(transactional_db: None) -> Scene:
    """Six people a side: two thirds can be asked for."""
    return actors.live(6)


def final(scene: Scene, item_id: UUID | None = None, words: str = WORDS) -> ProposalVersion:
    """A final version that was polled."""
    proposal = text(scene)
    proposal.item = item_id
    proposal.save()
    version = tabled(scene, proposal, words)
    open_criticism(staff=scene.facilitator, version_id=version.id)
    close_criticism(staff=scene.facilitator, version_id=version.id)
    declare_final(staff=scene.facilitator, version_id=version.id)
    polled(scene, everyone(scene, [5, None]), version=version, mark="convergence")
    version.refresh_from_db()
    return version


def asked(scene: Scene, version: ProposalVersion, rule: str = "two_thirds") -> SealedTest:
    """The sides are asked."""
    return ask_the_sides(staff=scene.facilitator, kind="version", subject_id=version.id, rule=rule, minutes=60)


def silence_passes() -> int:
    """Nobody objects in time."""
    SealedTest.objects.filter(silence_until__isnull=False).update(silence_until=now() - timedelta(seconds=1))
    return advance_tests()


def started(scene: Scene, version: ProposalVersion) -> Measure:
    """Two facilitators start the test; its papers are handed out."""
    test = asked(scene, version)
    silence_passes()
    approval = ask_to_start(staff=scene.facilitator, test_id=test.id)
    confirm(staff=scene.facilitators[1], approval_id=approval.id, subject_hash=plan_hash(test.id))
    test.refresh_from_db()
    assert test.measure is not None
    return Measure.objects.get(id=test.measure)


def answered(scene: Scene, version: ProposalVersion, yes: tuple[int, int], no: tuple[int, int] = (0, 0)) -> Measure:
    """A whole test with so many yes and no on each side; the rest stays silent."""
    measure = started(scene, version)
    papers = papers_for(scene, measure)
    measure = opened(scene, measure)
    for side, (first, then) in zip(scene.sides, zip(yes, no, strict=True), strict=True):
        choices = [True] * first + [False] * then
        for seat, choice in zip(scene.seats[side.id], choices, strict=False):
            sealed = sealed_choice(measure, seat.side_id, papers[seat.id], {"answers": [choice]})
            cast_ballot(measure_id=measure.id, token=papers[seat.id], ciphertext=sealed)
    return closed(measure)


def result(scene: Scene) -> list[str]:
    """The newest result in words."""
    return releases_of(scene.dialogue_id)[0].words


def test_two_thirds_on_every_side_is_mutual_acceptance_and_silence_is_no(six: Scene) -> None:
    answered(six, final(six), yes=(4, 4), no=(0, 2))
    assert result(six) == ["Mutual acceptance: every side reached the mark agreed beforehand."]


def test_one_side_short_is_no_mutual_acceptance_and_nothing_more(six: Scene) -> None:
    answered(six, final(six), yes=(6, 3))
    assert result(six) == ["No mutual acceptance. Nothing more is known."]


def test_ballots_key_and_turnout_go_with_the_result(six: Scene) -> None:
    measure = answered(six, final(six), yes=(4, 3), no=(1, 0))
    assert measure.state == Measure.State.DESTROYED
    assert (bytes(measure.spki), bytes(measure.wrapped_key)) == (b"", b"")
    for model in (Ballot, BallotGrant, BallotToken):
        assert not model._default_manager.filter(measure=measure.id).exists()
    assert set(MeasureSide.objects.filter(measure=measure).values_list("sealed_ballots", "quorum")) == {(0, None)}
    assert receipts(measure.id) == []
    assert SealRun.objects.get(kind=burning.KIND, target=measure.id).step == 7


def test_the_release_stands_in_the_transaction_that_destroys(six: Scene) -> None:
    measure = answered(six, final(six), yes=(4, 4))
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM dialogues_release WHERE measure_id = %s", [measure.id])
        (written,) = cursor.fetchone()
        cursor.execute("SELECT xmin::text FROM dialogues_measure WHERE id = %s", [measure.id])
        (destroyed,) = cursor.fetchone()
    assert abs(int(written) - int(destroyed)) <= 3  # savepoints of one transaction have numbers of their own


def test_cut_off_after_the_result_the_rest_of_the_seal_is_made_up_for(
    six: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(measure_id: UUID) -> None:
        raise RuntimeError("cut off")

    monkeypatch.setattr(burning, "forget_keys", cut)
    measure = answered(six, final(six), yes=(4, 4))
    assert Release.objects.filter(measure=measure).count() == 1
    assert SealRun.objects.get(kind=burning.KIND, target=measure.id).step < 7
    monkeypatch.undo()
    advance_measures()
    assert SealRun.objects.get(kind=burning.KIND, target=measure.id).step == 7
    assert Release.objects.filter(measure=measure).count() == 1


def test_one_objection_from_anywhere_and_it_is_not_held(six: Scene) -> None:
    test = asked(six, final(six))
    object_to_test(seat=six.all_seats()[11], test_id=test.id)
    assert silence_passes() == 0
    test.refresh_from_db()
    assert test.state == "objected"
    with pytest.raises(BallotRefused, match="not let this test be held"):
        ask_to_start(staff=six.facilitator, test_id=test.id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM dialogues_sealedtest t")
        row = str(cursor.fetchall())
    assert str(six.all_seats()[11].id) not in row
    assert str(six.all_seats()[11].side_id) not in row


def test_one_facilitator_alone_does_not_start_it(six: Scene) -> None:
    test = asked(six, final(six))
    silence_passes()
    approval = ask_to_start(staff=six.facilitator, test_id=test.id)
    with pytest.raises(SamePerson):
        confirm(staff=six.facilitator, approval_id=approval.id, subject_hash=plan_hash(test.id))
    with pytest.raises(BallotRefused, match="Two facilitators"):
        start_test(staff=six.facilitator, test_id=test.id)
    assert Approval.objects.get(id=approval.id).state == "waiting"


def test_only_a_final_version_that_was_polled_is_tested(six: Scene) -> None:
    version = tabled(six, text(six), WORDS)
    with pytest.raises(BallotRefused, match="Only a final version"):
        asked(six, version)
    ProposalVersion.objects.filter(id=version.id).update(state="final")
    with pytest.raises(BallotRefused, match="A straw poll comes before"):
        asked(six, version)
    with pytest.raises(NoSuchTest):
        ask_the_sides(staff=six.facilitator, kind="version", subject_id=uuid4(), rule="majority", minutes=60)
    with pytest.raises(NoSuchTest):
        ask_the_sides(staff=six.facilitator, kind="horoscope", subject_id=version.id, rule="majority", minutes=60)


def test_outside_the_demonstration_a_text_rests_and_a_test_is_open_for_a_day(six: Scene, settings: Settings) -> None:
    version = final(six)
    settings.DEMO = False
    with pytest.raises(BallotRefused, match="rests for a full day"):
        asked(six, version)
    ProposalVersion.objects.filter(id=version.id).update(tabled_on=now().date() - timedelta(days=2))
    with pytest.raises(BallotRefused, match="24 hours at least"):
        asked(six, version)


def test_a_rule_that_gives_somebody_away_is_not_offered(transactional_db: None) -> None:
    scene = actors.live(5)
    version = tabled(scene, text(scene), WORDS)
    ProposalVersion.objects.filter(id=version.id).update(state="final")
    polled(scene, everyone(scene, [5, None]), version=version)
    with pytest.raises(BallotRefused, match="could give somebody’s answer away"):
        asked(scene, version, "two_thirds")
    assert asked(scene, version, "majority").rule == "majority"


def test_the_same_clauses_are_tested_once(six: Scene) -> None:
    version = final(six)
    answered(six, version, yes=(3, 4))
    again = final(six, words=WORDS.replace("telephone.", "telephone").upper())
    with pytest.raises(BallotRefused, match="were tested before"):
        asked(six, again)


def test_what_every_side_accepts_as_the_whole_is_agreed_and_a_text_on_one_item_stays_provisional(six: Scene) -> None:
    item = agenda.add_item(staff=six.facilitator, title="A hotline", sphere="security")
    AgendaItem.objects.filter(id=item.id).update(state="discussing")
    version = final(six, item_id=item.id)  # its poll reached the mark, so the item is closed for now
    item.refresh_from_db()
    assert item.state == "provisionally_agreed"
    answered(six, version, yes=(6, 6))
    item.refresh_from_db()
    assert item.state == "provisionally_agreed"
    answered(six, final(six, words="The whole of it."), yes=(6, 6))
    item.refresh_from_db()
    assert item.state == "agreed"


def test_an_announcement_that_was_cut_off_is_taken_up_and_not_doubled(
    six: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(test_id: UUID, measure_id: UUID) -> None:
        raise RuntimeError("cut off")

    monkeypatch.setattr(starting, "_note", cut)
    test = asked(six, final(six))
    silence_passes()
    approval = ask_to_start(staff=six.facilitator, test_id=test.id)
    confirm(staff=six.facilitators[1], approval_id=approval.id, subject_hash=plan_hash(test.id))
    monkeypatch.undo()
    test.refresh_from_db()
    assert (test.state, test.measure) == ("confirmed", None)
    with pytest.raises(BallotRefused, match="announced already"):
        withdraw_test(staff=six.facilitator, test_id=test.id)
    for _pressed in range(2):
        start_test(staff=six.facilitator, test_id=test.id)
    test.refresh_from_db()
    measures = Measure.objects.filter(kind="sealed_test", dialogue_id=six.dialogue_id)
    assert [measure.id for measure in measures] == [test.measure]
    assert test.state == "announced"


def test_a_ballot_made_void_before_it_opened_can_be_announced_anew(six: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(test_id: UUID, measure_id: UUID) -> None:
        raise RuntimeError("cut off")

    monkeypatch.setattr(starting, "_note", cut)
    test = asked(six, final(six))
    silence_passes()
    approval = ask_to_start(staff=six.facilitator, test_id=test.id)
    confirm(staff=six.facilitators[1], approval_id=approval.id, subject_hash=plan_hash(test.id))
    monkeypatch.undo()
    first = Measure.objects.get(kind="sealed_test", dialogue_id=six.dialogue_id)
    void_measure(staff=six.facilitator, measure_id=first.id, reason="The line was down for most of us.")
    start_test(staff=six.facilitator, test_id=test.id)
    test.refresh_from_db()
    assert test.measure not in {None, first.id}


def test_the_turnout_leaves_no_dead_row_behind_on_the_disk(six: Scene) -> None:
    measure = started(six, final(six))
    papers = papers_for(six, measure)
    measure = opened(six, measure)
    seat = six.all_seats()[0]
    sealed = sealed_choice(measure, seat.side_id, papers[seat.id], {"answers": [True]})
    cast_ballot(measure_id=measure.id, token=papers[seat.id], ciphertext=sealed)
    closed(measure)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text), count(*) FROM dialogues_measureside")
        writers, rows = cursor.fetchone()
        cursor.execute("SELECT pg_relation_filepath('dialogues_measureside')")
        (place,) = cursor.fetchone()
    assert writers == 1 < rows  # written anew in one go: the file that held the turnout is gone
    run = SealRun.objects.get(kind=burning.KIND, target=measure.id)
    assert run.step == 7
    assert place not in run.old_files


def test_a_test_waits_until_its_rule_can_show_a_result(six: Scene) -> None:
    measure = started(six, final(six))
    everyone_here = six.all_seats()
    papers_for(
        six, measure, everyone_here[:5] + everyone_here[6:]
    )  # five of six: two thirds of five would tell too much
    measure = opened(six, measure)
    assert measure.state == Measure.State.ANNOUNCED
    papers_for(six, measure, everyone_here[5:6])
    assert opened(six, measure).state == Measure.State.OPEN


def pages_of(scene: Scene, measure: Measure) -> dict[str, str]:
    """What a participant of the first side reads after the test, without what differs on every load."""
    client = Client(headers={"origin": "http://localhost:8000"})
    client.cookies["seat"] = enter(seat_secret=scene.secrets[scene.all_seats()[0].id])
    told = {}
    for name, address in {
        "ballot": f"/room/ballots/{measure.id}/",
        "list": "/room/ballots/",
        "order": "/room/agenda/",
    }.items():
        page = client.get(address).content.decode()
        page = re.sub(r'nonce="[^"]*"|name="(token|page)" value="[^"]*"', "", page)
        page = page.replace(str(measure.id), "MEASURE").replace(str(measure.subject), "TEST")
        page = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d\d:\d\d|[A-Za-z0-9_-]{60,}", "·", page)
        told[name] = page.replace(scene.all_seats()[0].mask, "MASK")
    return told


def test_a_side_that_said_no_reads_the_same_whether_the_others_accepted_or_not(transactional_db: None) -> None:
    one, other = actors.live(6), actors.live(6)
    accepted = answered(one, final(one), yes=(2, 6))
    refused = answered(other, final(other), yes=(2, 1), no=(4, 5))
    for name, page in pages_of(one, accepted).items():
        assert page.splitlines() == pages_of(other, refused)[name].splitlines(), name


def test_nobody_sees_whether_enough_have_answered_an_open_test(six: Scene) -> None:
    measure = started(six, final(six))
    papers_for(six, measure)
    measure = opened(six, measure)
    desk = Client()
    desk.force_login(StaffMember.objects.get(id=six.facilitator.id))
    page = desk.get(f"/staff/{six.dialogue_id}/measures/{measure.id}/").content.decode()
    assert "Enough on every side?" not in page
    assert "perhaps your own, did not" in page


def test_a_test_on_its_way_can_be_given_up_and_another_dialogue_has_none(six: Scene) -> None:
    test = asked(six, final(six))
    with pytest.raises(NoSuchTest):
        withdraw_test(staff=actors.draft_dialogue().facilitator, test_id=test.id)
    withdraw_test(staff=six.facilitator, test_id=test.id)
    test.refresh_from_db()
    assert test.state == "withdrawn"


@pytest.mark.parametrize(("before", "after"), list(product(SealedTest.State.values, repeat=2)))
def test_a_test_refuses_every_move_that_is_not_drawn(before: str, after: str) -> None:
    row = SealedTest(state=before)
    if after in SealedTest.MOVES[SealedTest.State(before)]:
        move(row, after)
    else:
        with pytest.raises(UndeclaredMove):
            move(row, after)
