"""A pair from the first draft to deposit, disclosure and withdrawal, beside what is refused."""

from datetime import timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from accounts.approvals.operations import confirm
from accounts.approvals.refusals import ApprovalRefused, SamePerson
from accounts.audit.models import AuditEntry
from dialogues.ballots.questions import ChoiceInvalid, valid_choice, version_for
from dialogues.ballots.subjects import load_subject, subject_kind
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.dialogue.models import Dialogue
from dialogues.events.models import Event
from dialogues.facesaving import queries
from dialogues.facesaving.ballot import hearing_question
from dialogues.facesaving.confidential import confidential_for, confidential_for_staff, confidential_of, destroy_retired
from dialogues.facesaving.measure import open_hearing
from dialogues.facesaving.models import ConfidentialText, FaceSavingPair, PublicLine
from dialogues.facesaving.operations import drafting, lines, sealing
from dialogues.facesaving.operations.sweep import advance_pairs
from dialogues.facesaving.refusals import ChangedMeanwhile, FaceRefused, NoSuchPair
from dialogues.vault import keystore
from dialogues.vault.cells import CellBroken
from dialogues.vault.deposits import seal_apart, unseal_apart
from facilitation.ending.shredding import end_due
from tests import cast
from tests.cast import Scene
from tests.facesaving.scenes import (
    LINES,
    SECRET,
    WORDS,
    arranged,
    confirmed,
    consistent,
    deposited,
    drafted,
    fresh,
    handed,
    heard,
    silence_kept,
    standing,
    written,
)

pytestmark = pytest.mark.django_db(transaction=True)
State, Line = FaceSavingPair.State, PublicLine.State


@pytest.mark.parametrize("model", [FaceSavingPair, PublicLine])
def test_every_undeclared_move_of_a_pair_and_a_line_is_refused(model: Any) -> None:
    for before, after in product(model.State, repeat=2):
        row = model(state=before)
        if after in model.MOVES[before]:
            move(row, after)
            assert row.state == after
        else:
            with pytest.raises(UndeclaredMove):
                move(row, after)


def test_a_pair_goes_the_whole_way_and_only_its_public_words_are_agreed(live: Scene) -> None:
    pair = consistent(live)
    assert pair.state == State.CONSISTENT
    (agreed,) = queries.agreed_pairs(live.dialogue_id)
    assert agreed.joint == WORDS.joint
    assert [text for _side, text in agreed.lines] == list(LINES[:2])
    own, other = live.sides
    (home,) = queries.what_may_be_said(live.dialogue_id, own.id)
    assert (home.own_line, home.joint) == (LINES[0], WORDS.joint)
    assert home.others == [(other, LINES[1])]
    assert "not spoken about" in home.if_asked
    assert SECRET not in str(agreed) + str(home) + str(queries.pairs_for_facilitators(live.dialogue_id))
    kinds = list(Event.objects.filter(kind__startswith="pair.").values_list("kind", flat=True))
    assert sorted(kinds) == ["pair.consistent", "pair.handed", "pair.lines_stand"]


def test_nothing_is_agreed_while_a_pair_is_drafted(live: Scene) -> None:
    standing(live)
    assert queries.agreed_pairs(live.dialogue_id) == []
    assert queries.what_may_be_said(live.dialogue_id, live.sides[0].id) == []


def test_a_line_that_cannot_be_left_unanswered_keeps_the_pair_open_until_it_is_reworded_and_heard_again(
    live: Scene,
) -> None:
    pair = standing(live)
    first, second = (side.id for side in live.sides)
    measure = heard(live, pair, {second: [2, 2, 2, 0, 0]})
    assert measure.state == "released"
    pair = fresh(pair)
    assert pair.heard == "cannot_leave_unanswered"
    assert PublicLine.objects.get(pair=pair, side=first).heard == "cannot_leave_unanswered"
    assert PublicLine.objects.get(pair=pair, side=second).heard == "fine"
    assert confirmed(live, pair).state == State.DRAFTED
    written(live, pair, first, "Families are together again.")
    assert set(PublicLine.objects.filter(pair=pair).values_list("confirmed", "heard")) == {("", "")}
    assert fresh(pair).heard == ""
    lines.put_line(seat=live.seats[first][0], pair_id=pair.id)
    silence_kept(pair)
    assert heard(live, fresh(pair)).state == "released"
    assert confirmed(live, fresh(pair)).state == State.CONSISTENT


def test_a_hearing_that_too_few_answer_tells_nothing(live: Scene) -> None:
    pair = standing(live)
    assert heard(live, pair, most=4).state == "withheld"
    assert fresh(pair).heard == ""
    assert confirmed(live, fresh(pair)).state == State.DRAFTED


def test_in_a_small_group_one_word_comes_out_and_no_line_is_marked(transactional_db: None) -> None:
    scene = cast.live(heads=3)
    pair = standing(scene)
    heard(scene, pair, {scene.sides[1].id: [1, 1, 1]})
    assert fresh(pair).heard == "can_tolerate"
    assert set(PublicLine.objects.filter(pair=pair).values_list("heard", flat=True)) == {""}
    assert confirmed(scene, fresh(pair)).state == State.CONSISTENT


def test_the_three_checks_can_be_confirmed_one_by_one_and_any_new_word_voids_them(live: Scene) -> None:
    pair = standing(live)
    heard(live, pair)
    assert confirmed(live, fresh(pair), "ca").state == State.DRAFTED
    assert set(PublicLine.objects.filter(pair=pair).values_list("confirmed", flat=True)) == {"ac"}
    with pytest.raises(FaceRefused, match="nothing new"):
        lines.put_checks(seat=live.all_seats()[0], pair_id=pair.id, checks="a")
    arranged(live, pair, text="Something else altogether.")
    assert set(PublicLine.objects.filter(pair=pair).values_list("confirmed", flat=True)) == {""}
    assert fresh(pair).heard == "fine", "the public words were heard, and they are the same"
    other = drafting.PublicWords(WORDS.commitment, "Both republics exchange lists.")
    drafting.reword_pair(staff=live.facilitator, pair_id=pair.id, words=other)
    assert fresh(pair).heard == ""


def test_broken_silence_leaves_a_line_open_checks_unconfirmed_and_a_pair_where_it_is(live: Scene) -> None:
    pair = handed(live)
    side = live.sides[0].id
    one, another = live.seats[side][:2]
    written(live, pair, side, "Ours.")
    lines.put_line(seat=one, pair_id=pair.id)
    lines.break_silence(seat=another, pair_id=pair.id)
    line = PublicLine.objects.get(pair=pair, side=side)
    assert (line.state, line.broken, line.asked) == (Line.BROKEN, 1, "")
    with pytest.raises(ChangedMeanwhile):
        lines.break_silence(seat=another, pair_id=pair.id)
    pair = standing(live, pair)
    lines.put_checks(seat=one, pair_id=pair.id, checks="abc")
    lines.break_silence(seat=another, pair_id=pair.id)
    lines.put_withdrawal(seat=one, pair_id=pair.id)
    lines.break_silence(seat=another, pair_id=pair.id)
    silence_kept(pair)
    line.refresh_from_db()
    assert (line.confirmed, fresh(pair).state) == ("", State.DRAFTED)


def test_sides_read_each_others_lines_all_at_once_and_nobodys_draft(live: Scene) -> None:
    pair = handed(live)
    first, second = (side.id for side in live.sides)
    written(live, pair, first, "Ours.")
    lines.put_line(seat=live.seats[first][0], pair_id=pair.id)
    silence_kept(pair)
    written(live, pair, second, "Theirs.")

    def texts(side: Any) -> list[str]:
        (view,) = queries.pairs_for(live.seats[side][0])
        return [line.text for line in view.lines]

    assert texts(first) == ["Ours.", ""]
    assert texts(second) == ["", "Theirs."]
    view = queries.pair_in(live.dialogue_id, pair.id)
    assert view is not None
    assert [line.text for line in view.lines] == ["Ours.", ""]
    lines.put_line(seat=live.seats[second][0], pair_id=pair.id)
    asked = {line.side.id: line.asked for line in queries.pairs_for(live.seats[first][0])[0].lines}
    assert asked == {first: "", second: ""}, "what another side is being asked is not told"
    silence_kept(pair)
    assert texts(first) == texts(second) == ["Ours.", "Theirs."]


def test_two_facilitators_seal_the_text_under_a_new_key_and_then_nobody_reads_it(live: Scene) -> None:
    pair = consistent(live)
    before = ConfidentialText.objects.get(pair=pair)
    draft_body = bytes(before.body)
    assert confidential_for_staff(live.facilitator, pair.id) == SECRET
    assert confidential_for(live.all_seats()[0], pair.id) == SECRET
    approval = sealing.ask_to_deposit(staff=live.facilitators[0], pair_id=pair.id)
    with pytest.raises(SamePerson):
        confirm(staff=live.facilitators[0], approval_id=approval.id, subject_hash=approval.subject_hash)
    confirm(staff=live.facilitators[1], approval_id=approval.id, subject_hash=approval.subject_hash)
    pair = fresh(pair)
    assert pair.state == State.DEPOSITED
    assert confidential_for_staff(live.facilitator, pair.id) == confidential_for(live.all_seats()[0], pair.id) == ""
    with pytest.raises(keystore.KeyGone):
        unseal_apart(live.dialogue_id, before.id, draft_body)
    (kept,) = ConfidentialText.objects.filter(pair=pair)
    assert kept.id != before.id
    with pytest.raises(FaceRefused):
        sealing.ask_to_deposit(staff=live.facilitator, pair_id=pair.id)
    actions = list(AuditEntry.objects.filter(action__startswith="pair.").values_list("action", flat=True))
    assert "pair.deposited" in actions


def test_a_seal_is_refused_before_the_checks_and_without_a_text(live: Scene) -> None:
    pair = standing(live)
    with pytest.raises(FaceRefused, match="three checks"):
        sealing.ask_to_deposit(staff=live.facilitator, pair_id=pair.id)
    arranged(live, pair, text="")
    heard(live, fresh(pair))
    pair = confirmed(live, fresh(pair))
    assert pair.state == State.CONSISTENT
    with pytest.raises(FaceRefused, match="no confidential text"):
        sealing.ask_to_deposit(staff=live.facilitator, pair_id=pair.id)


def test_the_agreed_day_opens_a_deposit_and_not_a_day_sooner(live: Scene) -> None:
    pair = deposited(live, disclose_on=now().date() + timedelta(days=30))
    advance_pairs()
    assert fresh(pair).state == State.DEPOSITED
    FaceSavingPair.objects.filter(id=pair.id).update(disclose_on=now().date())
    advance_pairs()
    assert fresh(pair).state == State.ACTIVATED
    assert confidential_for(live.all_seats()[0], pair.id) == SECRET
    with pytest.raises(ChangedMeanwhile):
        lines.put_withdrawal(seat=live.all_seats()[0], pair_id=pair.id)


def test_every_side_can_open_a_deposit_by_sealed_test_after_a_straw_poll(live: Scene) -> None:
    pair, known = deposited(live), subject_kind("pair")
    subject = load_subject("pair", live.dialogue_id, pair.id)
    assert known is not None
    assert subject is not None
    assert (subject.poll_refusal, "straw poll" in subject.refusal) == ("", True)
    assert SECRET not in str(subject)
    with transaction.atomic():
        known.accepted(live.dialogue_id, pair.id)
    assert fresh(pair).state == State.ACTIVATED
    assert load_subject("pair", cast.draft_dialogue().dialogue_id, pair.id) is None


def test_a_pair_that_is_not_in_deposit_is_opened_by_nobody(live: Scene) -> None:
    pair, known = standing(live), subject_kind("pair")
    subject = load_subject("pair", live.dialogue_id, pair.id)
    assert known is not None
    assert subject is not None
    assert "deposit" in subject.refusal
    assert "deposit" in subject.poll_refusal
    with transaction.atomic():
        known.accepted(live.dialogue_id, pair.id)
    assert fresh(pair).state == State.DRAFTED


@pytest.mark.parametrize("make", [standing, consistent, deposited])
def test_any_side_can_withdraw_a_pair_and_its_text_is_destroyed(live: Scene, make: Any) -> None:
    pair = make(live)
    (text,) = ConfidentialText.objects.filter(pair=pair)
    sealed = bytes(text.body)
    lines.put_withdrawal(seat=live.all_seats()[-1], pair_id=pair.id)
    with pytest.raises(FaceRefused, match="One thing at a time"):
        lines.put_withdrawal(seat=live.all_seats()[-1], pair_id=pair.id)
    silence_kept(pair)
    assert fresh(pair).state == State.WITHDRAWN
    assert not ConfidentialText.objects.filter(pair=pair).exists()
    with pytest.raises(keystore.KeyGone):
        unseal_apart(live.dialogue_id, text.id, sealed)
    assert queries.agreed_pairs(live.dialogue_id) == []
    told = [str(event) for event in Event.objects.filter(kind="pair.withdrawn").values_list("role", "seat")]
    assert told == ["('system', None)"]


def test_a_draft_that_facilitators_alone_read_can_be_thrown_away_and_a_handed_one_cannot(live: Scene) -> None:
    pair = arranged(live, drafted(live))
    (text,) = ConfidentialText.objects.filter(pair=pair)
    assert queries.pairs_for(live.all_seats()[0]) == []
    assert confidential_for(live.all_seats()[0], pair.id) == ""
    drafting.discard_draft(staff=live.facilitator, pair_id=pair.id)
    assert not FaceSavingPair.objects.exists()
    with pytest.raises(keystore.KeyGone):
        unseal_apart(live.dialogue_id, text.id, bytes(text.body))
    with pytest.raises(FaceRefused, match="a side can withdraw"):
        drafting.discard_draft(staff=live.facilitator, pair_id=handed(live).id)


def test_words_are_refused_when_they_are_missing_too_long_or_late(live: Scene) -> None:
    pair = handed(live)
    seat = live.all_seats()[0]
    nothing = lines.mark_of("")
    with pytest.raises(FaceRefused, match="only blanks"):
        lines.write_line(seat=seat, pair_id=pair.id, text="  ", seen=nothing)
    with pytest.raises(FaceRefused, match="280 is the most"):
        lines.write_line(seat=seat, pair_id=pair.id, text="x" * 281, seen=nothing)
    with pytest.raises(ChangedMeanwhile):
        lines.write_line(seat=seat, pair_id=pair.id, text="Ours.", seen="elsewhere")
    with pytest.raises(FaceRefused, match="nothing to put"):
        lines.put_line(seat=seat, pair_id=pair.id)
    with pytest.raises(FaceRefused, match="line of every side stands"):
        lines.put_checks(seat=seat, pair_id=pair.id, checks="abc")
    with pytest.raises(FaceRefused, match="heard together"):
        open_hearing(staff=live.facilitator, pair_id=pair.id, minutes=30)
    with pytest.raises(FaceRefused, match="joint public text first"):
        drafting.draft_pair(staff=live.facilitator, words=drafting.PublicWords("A commitment.", " "))
    with pytest.raises(FaceRefused, match="who keeps"):
        drafting.arrange(staff=live.facilitator, pair_id=pair.id, arrangement=drafting.Arrangement("Secret.", ""))
    late = drafting.Arrangement("Secret.", "Both.", "", now().date())
    with pytest.raises(FaceRefused, match="lie ahead"):
        drafting.arrange(staff=live.facilitator, pair_id=pair.id, arrangement=late)


def test_words_rest_while_they_are_heard_and_once_they_stand(live: Scene) -> None:
    pair = standing(live)
    open_hearing(staff=live.facilitator, pair_id=pair.id, minutes=30)
    for act in (
        lambda: written(live, pair, live.sides[0].id, "Other words."),
        lambda: drafting.reword_pair(staff=live.facilitator, pair_id=pair.id, words=WORDS),
        lambda: open_hearing(staff=live.facilitator, pair_id=pair.id, minutes=30),
    ):
        with pytest.raises(FaceRefused, match="how the lines sound"):
            act()
    FaceSavingPair.objects.filter(id=pair.id).update(state=State.CONSISTENT, hearing=None)
    with pytest.raises(FaceRefused, match="words of this pair stand"):
        written(live, pair, live.sides[0].id, "Other words.")


def test_missing_foreign_and_unhanded_pairs_look_the_same(live: Scene) -> None:
    elsewhere = drafted(cast.sealed())
    for pair_id in (uuid4(), elsewhere.id, drafted(live).id):
        with pytest.raises(NoSuchPair):
            lines.put_withdrawal(seat=live.all_seats()[0], pair_id=pair_id)
    for pair_id in (uuid4(), elsewhere.id):
        with pytest.raises(NoSuchPair):
            drafting.hand_to_sides(staff=live.facilitator, pair_id=pair_id)
        assert confidential_for_staff(live.facilitator, pair_id) == ""


def test_a_hearing_ballot_is_short_and_takes_three_marks(live: Scene) -> None:
    questions = [hearing_question(side=str(side.id), label=side.label, text="Words.") for side in live.sides]
    assert version_for(questions) == 1
    assert valid_choice({"answers": [None, 2]}, questions) == {"answers": [None, 2]}
    for wrong in (3, -1, True, "fine"):
        with pytest.raises(ChoiceInvalid):
            valid_choice({"answers": [None, wrong]}, questions)


def test_a_retired_key_is_destroyed_by_the_sweep_if_nobody_else_did(live: Scene) -> None:
    pair = arranged(live, drafted(live))
    (text,) = ConfidentialText.objects.filter(pair=pair)
    sealed = bytes(text.body)
    ConfidentialText.objects.filter(pair=pair).update(retired=True)  # a crash between commit and destruction
    assert destroy_retired() == 1
    assert destroy_retired() == 0
    with pytest.raises(keystore.KeyGone):
        unseal_apart(live.dialogue_id, text.id, sealed)


def test_the_end_of_a_dialogue_destroys_the_key_of_a_deposit_too(live: Scene) -> None:
    pair = deposited(live)
    (text,) = ConfidentialText.objects.filter(pair=pair)
    assert keystore.exists("deposit", str(text.id))
    Dialogue.objects.filter(id=live.dialogue_id).update(ends_on=now().date())
    assert end_due() == 1
    assert not keystore.exists("deposit", str(text.id))
    assert not ConfidentialText.objects.exists()


def test_a_sealed_text_opens_in_its_place_alone_and_its_size_tells_little(live: Scene) -> None:
    pair = arranged(live, drafted(live))
    (text,) = ConfidentialText.objects.filter(pair=pair)
    assert confidential_of(pair) == SECRET
    with pytest.raises(CellBroken):
        unseal_apart(live.dialogue_id, text.id, b"\x02" + bytes(text.body)[1:])
    with pytest.raises(CellBroken):
        unseal_apart(live.dialogue_id, text.id, bytes(text.body)[:-1] + b"\x00")
    assert len(seal_apart(live.dialogue_id, text.id, "x")) == len(seal_apart(live.dialogue_id, text.id, "x" * 1000))


def test_no_row_of_a_pair_holds_a_seat_a_mask_or_a_time(live: Scene) -> None:
    for model in (FaceSavingPair, PublicLine, ConfidentialText):
        names = {field.attname for field in model._meta.concrete_fields}
        assert not names & {"seat", "seat_id", "mask", "created", "updated"}
    deposited(live)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM dialogues_publicline WHERE silence_until IS NOT NULL")
        assert cursor.fetchone() == (0,)


def test_whoever_asks_for_another_dialogues_seal_gets_nothing(live: Scene) -> None:
    pair = consistent(live)
    with pytest.raises(NoSuchPair):
        sealing.ask_to_deposit(staff=cast.draft_dialogue().facilitator, pair_id=pair.id)
    approval = sealing.ask_to_deposit(staff=live.facilitator, pair_id=pair.id)
    lines.put_withdrawal(seat=live.all_seats()[0], pair_id=pair.id)
    silence_kept(pair)
    with pytest.raises(ApprovalRefused):
        confirm(staff=live.facilitators[1], approval_id=approval.id, subject_hash=approval.subject_hash)
