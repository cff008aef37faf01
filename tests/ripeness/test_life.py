"""A survey from the asking to what each may read, its repetition, and what changed seats do to it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid5

import pytest

from accounts.access import Role
from dialogues.admission.models import Epoch
from dialogues.admission.models import Seat as SeatRow
from dialogues.ballots.kinds import MeasureDraft, NeverPublishable
from dialogues.ballots.models import LedgerEntry, Measure, SideValue
from dialogues.ballots.operations import announce_measure, void_measure
from dialogues.ballots.queries import measure_for, release_of, releases_of
from dialogues.ballots.questions import ChoiceInvalid, statement_question, valid_choice, version_for
from dialogues.dialogue.clock import now
from dialogues.ripeness import operations, queries
from dialogues.ripeness.models import RipenessRound
from dialogues.ripeness.refusals import SurveyRefused
from dialogues.ripeness.statements import MORE_SIDES, TWO_SIDES, fingerprint, questions, statements
from dialogues.vault.cells import read_json
from tests import cast
from tests.ballots.scenes import closed, opened, papers_for
from tests.cast import Scene, key
from tests.ripeness.scenes import (
    DOUBT,
    GOOD,
    HALF,
    SURE,
    Person,
    answer,
    days_ago,
    everyone,
    in_force,
    somebody_leaves,
    surveyed,
)

pytestmark = pytest.mark.django_db(transaction=True)


def words(measure: Measure) -> list[str]:
    """The result as everybody reads it."""
    release = release_of(measure.id)
    assert release is not None
    return release.words


def test_the_ballot_asks_nine_statements_in_a_frame_and_fits_the_short_ballot() -> None:
    asked = questions(2)
    assert [question["number"] for question in asked] == list(range(1, 10))
    assert version_for(asked) == 1
    assert [statement.number for statement in statements(2) if statement.reversed] == [3, 6, 9]
    assert [statement.belief for statement in statements(2)] == [0] * 3 + [1] * 3 + [2] * 3


def test_with_three_sides_the_statements_say_the_other_sides() -> None:
    assert not any("other sides" in text for text in TWO_SIDES)
    assert not any("other side " in text or "other side’" in text for text in MORE_SIDES)
    assert fingerprint(2) != fingerprint(3) == fingerprint(6)


@pytest.mark.parametrize("answer", [0, 6, True, "3", 2.0, [3]])
def test_an_answer_is_a_whole_number_from_one_to_five_or_nothing(answer: object) -> None:
    asked = [statement_question(key="s1", text="?", number=1)]
    with pytest.raises(ChoiceInvalid):
        valid_choice({"answers": [answer]}, asked)
    with pytest.raises(ChoiceInvalid, match="at least one"):
        valid_choice({"answers": [None]}, asked)
    assert valid_choice({"answers": [3]}, asked) == {"answers": [3]}


def test_everybody_reads_the_class_and_the_shared_beliefs_and_a_side_its_own_values(live: Scene) -> None:
    first, second = live.sides
    mixed = (4, 4, 2, 3, 3, 3, 2, 2, 4)  # .75, .5, .25
    measure = surveyed(live, {first.id: [SURE] * 5, second.id: [mixed] * 5})
    assert measure.state == Measure.State.RELEASED
    sentence, fixed = words(measure)
    assert (
        sentence == "Not ripe. Every side sees that it cannot prevail alone; the other two beliefs are not yet shared."
    )
    assert fixed == "This is what participants judge, not what leaders think; a timing aid, not a forecast."
    one, other = live.seats[first.id][0], live.seats[second.id][0]
    mine, theirs = queries.own_round(one), queries.own_round(other)
    assert mine is not None
    assert theirs is not None
    assert (mine.bands, mine.medians) == (("high", "high", "high"), (1.0, 1.0, 1.0))
    assert (theirs.bands, theirs.medians) == (("high", "mid", "low"), (0.75, 0.5, 0.25))
    assert mine.joint == theirs.joint
    assert mine.joint.shared == (True, False, False)


def test_facilitators_read_bands_and_no_other_role_does(live: Scene) -> None:
    surveyed(live, everyone(live, SURE, HALF))
    (seen,) = queries.rounds_for(live.facilitator)
    assert list(seen.bands.values()) == [("high",) * 3, ("mid",) * 3]
    assert seen.trend == ""
    for role in set(Role) - {Role.FACILITATOR}:
        staff = key(cast.person(f"Somebody {role}"), live.dialogue_id, role)
        (round_,) = queries.rounds_for(staff)
        assert (round_.bands, round_.trend, round_.since) == ({}, "", None)
        assert round_.joint == seen.joint


def test_no_release_holds_a_band_a_figure_or_a_trend(live: Scene) -> None:
    days_ago(surveyed(live, everyone(live, DOUBT, HALF)), 20)
    surveyed(live, everyone(live, GOOD, HALF))
    for release in releases_of(live.dialogue_id):
        told = release.body["ripeness"]
        assert set(told) == {"class", "shared"}
        for word in ("low", "mid", "high", "0.", "up", "medians"):
            assert word not in str(told)


def test_the_trend_needs_fourteen_days_and_counts_from_the_newest_survey_that_old(live: Scene) -> None:
    first = surveyed(live, everyone(live, HALF, HALF))
    days_ago(first, 13)
    second = surveyed(live, everyone(live, GOOD, HALF))
    assert queries.rounds_for(live.facilitator)[-1].trend == ""
    days_ago(first, 7)
    days_ago(second, 14)
    surveyed(live, everyone(live, HALF, HALF))
    seen = queries.rounds_for(live.facilitator)
    assert [round_.joint.number for round_ in seen] == [1, 2, 3]
    assert seen[-1].trend == "down"
    assert seen[-1].since == now().date() - timedelta(days=14)


@pytest.mark.parametrize(
    ("then", "after", "word"), [(HALF, GOOD, "up"), (GOOD, HALF, "down"), (GOOD, GOOD, "unchanged")]
)
def test_the_trend_is_one_word(live: Scene, then: Person, after: Person, word: str) -> None:
    days_ago(surveyed(live, everyone(live, then)), 14)
    surveyed(live, everyone(live, after))
    assert queries.rounds_for(live.facilitator)[-1].trend == word


def test_too_few_usable_answers_to_one_belief_leave_no_result_and_keep_no_value(live: Scene) -> None:
    lacking = (None, None, 2, 4, 4, 2, 4, 4, 2)
    first, second = live.sides
    measure = surveyed(live, {first.id: [GOOD] * 5, second.id: [GOOD] * 4 + [lacking]})
    assert measure.state == Measure.State.WITHHELD
    assert words(measure) == ["Not enough answers came in, so there is no result. Nothing more is known."]
    assert not SideValue.objects.exists()
    assert not RipenessRound.objects.exists()
    assert queries.own_round(live.seats[first.id][0]) is None
    assert queries.last_without_result(live.dialogue_id)


def test_after_a_survey_without_result_the_earlier_one_stands(live: Scene) -> None:
    surveyed(live, everyone(live, GOOD))
    surveyed(live, {live.sides[0].id: [GOOD] * 5})
    mine = queries.own_round(live.all_seats()[0])
    assert mine is not None
    assert mine.joint.number == 1
    assert queries.last_without_result(live.dialogue_id)
    surveyed(live, everyone(live, HALF))
    assert not queries.last_without_result(live.dialogue_id)
    assert [round_.number for round_ in queries.joint_rounds(live.dialogue_id)] == [1, 2]


def test_one_survey_at_a_time_and_a_void_one_makes_room(live: Scene) -> None:
    measure = operations.open_survey(staff=live.facilitator, minutes=30)
    assert queries.under_way(live.dialogue_id) == measure.id == operations.outlook(live.facilitator).under_way
    with pytest.raises(SurveyRefused, match="under way"):
        operations.open_survey(staff=live.facilitator, minutes=30)
    void_measure(staff=live.facilitator, measure_id=measure.id, reason="Announced in the wrong week.")
    operations.open_survey(staff=live.facilitator, minutes=30)
    assert Measure.objects.filter(state=Measure.State.ANNOUNCED).count() == 1


@pytest.mark.parametrize("minutes", [0, 14 * 24 * 60 + 1])
def test_a_survey_is_open_for_a_minute_to_fourteen_days(live: Scene, minutes: int) -> None:
    with pytest.raises(SurveyRefused, match="fourteen days"):
        operations.open_survey(staff=live.facilitator, minutes=minutes)
    assert not Measure.objects.exists()


def test_before_the_seal_nothing_is_asked(seated: Scene) -> None:
    assert operations.outlook(seated.facilitator).refusal == "Surveys open once the entry window is sealed."
    with pytest.raises(SurveyRefused, match="entry window"):
        operations.open_survey(staff=seated.facilitator, minutes=30)


def test_when_one_seat_has_left_the_earlier_result_stands_and_nothing_is_asked(transactional_db: None) -> None:
    scene = cast.live(heads=6)
    surveyed(scene, everyone(scene, GOOD))
    somebody_leaves(scene)
    told = operations.outlook(scene.facilitator).refusal
    assert "Seats have changed since “Ripeness survey, round 1”" in told
    with pytest.raises(SurveyRefused, match="the earlier one stands"):
        operations.open_survey(staff=scene.facilitator, minutes=30)
    assert Measure.objects.count() == 1


def test_a_seat_that_leaves_while_a_second_survey_runs_takes_its_result_away(transactional_db: None) -> None:
    scene = cast.live(heads=6)
    surveyed(scene, everyone(scene, GOOD))
    measure = operations.open_survey(staff=scene.facilitator, minutes=30)
    somebody_leaves(scene)
    papers = papers_for(scene, measure, in_force(scene))
    opened(scene, measure)
    for seat in in_force(scene):
        answer(measure, seat, papers, DOUBT)
    measure = closed(measure)
    assert measure.state == Measure.State.WITHHELD
    assert words(measure) == ["No result can be shown for this ballot: it could give somebody’s answer away."]
    assert [round_.label for round_ in queries.joint_rounds(scene.dialogue_id)] == ["ripe_window"]


def test_the_common_editor_refuses_a_second_survey_too_whoever_asks_it(transactional_db: None) -> None:
    scene = cast.live(heads=6)
    surveyed(scene, everyone(scene, GOOD))
    SeatRow.objects.filter(id=scene.all_seats()[0].id).update(state="suspended")
    draft = MeasureDraft("ripeness_survey", "T", questions(2), uuid5(scene.dialogue_id, "ripeness"), 30)
    draft = replace(draft, subject_hash=fingerprint(2))
    with pytest.raises(NeverPublishable, match="earlier result stands"):
        announce_measure(staff=scene.facilitator, draft=draft)
    SeatRow.objects.filter(id=scene.all_seats()[0].id).update(state="active")
    assert operations.outlook(scene.facilitator).refusal == ""


def test_across_epochs_nothing_is_known_of_the_seats_so_there_is_no_second_result(live: Scene) -> None:
    surveyed(live, everyone(live, GOOD))
    LedgerEntry.objects.update(epoch=Epoch.objects.get().dialogue_id)  # as if it had been another round of entry
    assert operations.outlook(live.facilitator).refusal


def test_when_many_have_left_a_new_survey_gives_the_class_alone(transactional_db: None) -> None:
    scene = cast.live(heads=12)
    days_ago(surveyed(scene, everyone(scene, HALF)), 20)
    somebody_leaves(scene, 6)
    assert operations.outlook(scene.facilitator).class_only
    assert operations.outlook(scene.facilitator).refusal == ""
    measure = surveyed(scene, everyone(scene, GOOD))
    assert words(measure)[0] == (
        "A ripe window. Which beliefs every side shares is not published this time: it could give an answer away."
    )
    view = measure_for(in_force(scene)[0], measure.id)
    assert (view.changed, view.since) == (6, "Ripeness survey, round 1")
    own = queries.own_round(in_force(scene)[0])
    assert own is not None
    assert (own.bands, own.medians, own.joint.shared) == ((), (), None)
    seen = queries.rounds_for(scene.facilitator)[-1]
    assert (seen.bands, seen.trend) == ({}, "")


def test_a_small_group_reads_the_class_alone(transactional_db: None) -> None:
    scene = cast.live(heads=3)
    measure = surveyed(scene, everyone(scene, SURE, HALF))
    assert words(measure)[0].startswith("Ripening. Which beliefs every side shares is not published")
    own = queries.own_round(scene.all_seats()[0])
    assert own is not None
    assert own.bands == ()
    assert queries.rounds_for(scene.facilitator)[0].bands == {}
    held = read_json(RipenessRound.objects.get(), "held")
    assert held == {"trend": "", "since": "", "sides": {}}


def test_a_draft_dialogue_without_entry_has_nothing_to_ask(transactional_db: None) -> None:
    scene = cast.draft_dialogue()
    assert operations.outlook(scene.facilitator).refusal == "Surveys open once the entry window is sealed."
    assert queries.joint_rounds(scene.dialogue_id) == []
