"""Criticising a text without owning the criticism, and what every criticism gets for it: an answer that all read."""

from itertools import product

import pytest
from django.db import connection

from dialogues.admission.access import Muted
from dialogues.admission.operations.moderating import mute_seat
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.events.queries import entries_after
from dialogues.proposals.criticisms import limits
from dialogues.proposals.criticisms.operations import (
    CriticismDraft,
    answer_criticism,
    close_criticism,
    criticise,
    declare_final,
    enter_from_ballots,
    open_criticism,
    reopen_criticism,
    withdraw_criticism,
)
from dialogues.proposals.criticisms.queries import criticisms_of, waiting_for_an_answer
from dialogues.proposals.models import Criticism, ProposalVersion
from dialogues.proposals.operations import TextRefused
from dialogues.proposals.queries import NoSuchText, text_on_the_table
from tests.cast import Scene, draft_dialogue
from tests.proposals.scenes import criticised, tabled, text

pytestmark = pytest.mark.django_db(transaction=True)
CONCERN = CriticismDraft("concern", 2, "Spring floods are not the only danger.")
WORDING = CriticismDraft("wording", 3, "", "The town stays open to both.")


def state(version: ProposalVersion) -> str:
    """Where a version stands."""
    version.refresh_from_db()
    return version.state


def the_only(version: ProposalVersion) -> Criticism:
    """The one criticism of a version."""
    return Criticism.objects.get(version=version)


def test_a_criticism_stands_beside_its_clause_for_everybody(live: Scene) -> None:
    version = criticised(live)
    criticise(seat=live.all_seats()[0], version_id=version.id, draft=CONCERN)
    criticise(seat=live.all_seats()[9], version_id=version.id, draft=WORDING)
    told = [(one.clause, one.kind, one.text, one.proposed) for one in criticisms_of(version.id)]
    assert told == [(2, "concern", CONCERN.text, ""), (3, "wording", "", WORDING.proposed)]
    assert waiting_for_an_answer(live.dialogue_id) == [(version.proposal_id, 2)]


def test_nothing_stored_says_who_wrote_it_or_which_side(live: Scene) -> None:
    version = criticised(live)
    seat = live.all_seats()[3]
    criticise(seat=seat, version_id=version.id, draft=CONCERN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM dialogues_criticism c")
        ((row,),) = cursor.fetchall()
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'dialogues_criticism'")
        columns = {name for (name,) in cursor.fetchall()}
    assert str(seat.id) not in row
    assert str(seat.side_id) not in row
    assert CONCERN.text not in row
    assert columns == {
        "id", "dialogue_id", "version_id", "clause", "kind", "from_ballot", "withdraw_hash", "state", "content", "reason",
    }  # fmt: skip


def test_a_criticism_leaves_no_mark_on_the_row_of_its_seat(live: Scene) -> None:
    version = criticised(live)
    marks = "SELECT id, xmin::text, xmax::text, ctid::text FROM dialogues_seat ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(marks)
        before = cursor.fetchall()
        criticise(seat=live.all_seats()[0], version_id=version.id, draft=CONCERN)
        cursor.execute(marks)
        assert cursor.fetchall() == before


def test_its_writer_takes_it_back_with_the_code_and_nothing_is_left(live: Scene) -> None:
    version = criticised(live)
    code = criticise(seat=live.all_seats()[0], version_id=version.id, draft=CONCERN)
    for wrong in ("nonsense", "0" * 25):
        with pytest.raises(TextRefused):
            withdraw_criticism(dialogue_id=live.dialogue_id, version_id=version.id, code=wrong)
    withdraw_criticism(dialogue_id=live.dialogue_id, version_id=version.id, code=code.lower())
    assert Criticism.objects.count() == 0


def test_an_answered_criticism_stays(live: Scene) -> None:
    version = criticised(live)
    code = criticise(seat=live.all_seats()[0], version_id=version.id, draft=CONCERN)
    answer_criticism(staff=live.facilitator, criticism_id=the_only(version).id, answer="accepted")
    with pytest.raises(TextRefused, match="An answered one stays"):
        withdraw_criticism(dialogue_id=live.dialogue_id, version_id=version.id, code=code)


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (CriticismDraft("concern", 1, "  "), "Write what you would say"),
        (CriticismDraft("wording", 1, "because"), "words that you propose"),
        (CriticismDraft("amendment", None, "because"), "words that you propose"),
        (CriticismDraft("praise", 1, "good"), "what kind"),
        (CriticismDraft("concern", 1, "a" * 1201), "At most 1200"),
    ],
)
def test_what_cannot_be_a_criticism_is_refused_in_words(live: Scene, draft: CriticismDraft, refusal: str) -> None:
    version = criticised(live)
    with pytest.raises(TextRefused, match=refusal):
        criticise(seat=live.all_seats()[0], version_id=version.id, draft=draft)
    assert Criticism.objects.count() == 0


def test_only_a_version_of_this_dialogue_that_is_open_can_be_criticised(live: Scene) -> None:
    version = tabled(live, text(live))
    seat = live.all_seats()[0]
    with pytest.raises(TextRefused, match="not open for criticism"):
        criticise(seat=seat, version_id=version.id, draft=CONCERN)
    open_criticism(staff=live.facilitator, version_id=version.id)
    with pytest.raises(NoSuchText):
        criticise(seat=seat, version_id=version.id, draft=CriticismDraft("concern", 9, "no such clause"))
    other = draft_dialogue()
    with pytest.raises(NoSuchText):
        open_criticism(staff=other.facilitator, version_id=version.id)


def test_a_muted_mask_does_not_criticise(live: Scene) -> None:
    version = criticised(live)
    seat = live.all_seats()[0]
    mute_seat(staff=live.facilitator, seat_id=seat.id, hours=1)
    with pytest.raises(Muted):
        criticise(seat=seat, version_id=version.id, draft=CONCERN)


def test_one_mask_cannot_flood_a_text(live: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "A_DAY", 2)
    version = criticised(live)
    for _turn in range(2):
        criticise(seat=live.all_seats()[0], version_id=version.id, draft=CONCERN)
    with pytest.raises(TextRefused, match="enough for one day"):
        criticise(seat=live.all_seats()[0], version_id=version.id, draft=CONCERN)
    criticise(seat=live.all_seats()[1], version_id=version.id, draft=CONCERN)


def test_every_criticism_is_answered_before_the_criticism_closes(live: Scene) -> None:
    version = criticised(live)
    criticise(seat=live.all_seats()[0], version_id=version.id, draft=CONCERN)
    with pytest.raises(TextRefused, match="wait for an answer: 1"):
        close_criticism(staff=live.facilitator, version_id=version.id)
    row = the_only(version)
    with pytest.raises(TextRefused, match="Say why it is declined"):
        answer_criticism(staff=live.facilitator, criticism_id=row.id, answer="declined")
    answer_criticism(staff=live.facilitator, criticism_id=row.id, answer="declined", reason="Floods are in clause 1.")
    close_criticism(staff=live.facilitator, version_id=version.id)
    assert state(version) == "criticism_closed"
    (told,) = criticisms_of(version.id)
    assert (told.state_words, told.reason) == ("Declined", "Floods are in clause 1.")
    kinds = [entry.kind for entry in entries_after(live.plenary.id, 0)]
    assert kinds[-2:] == ["text.criticism_opened", "text.criticism_closed"]


def test_an_answer_can_be_taken_back_until_the_criticism_closes(live: Scene) -> None:
    version = criticised(live)
    criticise(seat=live.all_seats()[0], version_id=version.id, draft=CONCERN)
    row = answer_criticism(staff=live.facilitator, criticism_id=the_only(version).id, answer="merged", reason="With 3.")
    assert reopen_criticism(staff=live.facilitator, criticism_id=row.id).state == "open"
    answer_criticism(staff=live.facilitator, criticism_id=row.id, answer="bracketed")
    close_criticism(staff=live.facilitator, version_id=version.id)
    with pytest.raises(TextRefused, match="answers stand"):
        reopen_criticism(staff=live.facilitator, criticism_id=row.id)


def test_the_next_version_waits_until_the_criticism_of_this_one_is_closed(live: Scene) -> None:
    version = criticised(live)
    proposal = version.proposal
    with pytest.raises(TextRefused, match="open for criticism"):
        tabled(live, proposal, "One clause.")
    close_criticism(staff=live.facilitator, version_id=version.id)
    second = tabled(live, proposal, "One clause.")
    assert (state(version), state(second)) == ("superseded", "tabled")
    standing = text_on_the_table(live.dialogue_id)
    assert standing is not None
    assert standing.id == second.id


def test_final_needs_words_without_brackets_or_the_word_divergence(live: Scene) -> None:
    version = criticised(live)
    close_criticism(staff=live.facilitator, version_id=version.id)
    with pytest.raises(TextRefused, match="in brackets"):
        declare_final(staff=live.facilitator, version_id=version.id)
    declare_final(staff=live.facilitator, version_id=version.id, divergence=True)
    assert state(version) == "final"
    plain = criticised(live, "No bracket here.")
    close_criticism(staff=live.facilitator, version_id=plain.id)
    declare_final(staff=live.facilitator, version_id=plain.id)
    assert state(plain) == "final"


def test_words_from_ballots_enter_without_side_in_random_order(live: Scene) -> None:
    version = tabled(live, text(live))
    drafts = [CriticismDraft("concern", 1, f"yes, if {number}") for number in range(12)]
    assert enter_from_ballots(version_id=version.id, drafts=drafts) == 12
    told = criticisms_of(version.id)
    assert {one.text for one in told} == {draft.text for draft in drafts}
    assert all(one.from_ballot for one in told)
    assert [one.text for one in told] != [draft.text for draft in drafts]  # one chance in 479 million to fail


@pytest.mark.parametrize(("before", "after"), list(product(Criticism.State.values, repeat=2)))
def test_a_criticism_refuses_every_move_that_is_not_drawn(before: str, after: str) -> None:
    row = Criticism(state=before)
    if after in Criticism.MOVES[Criticism.State(before)]:
        move(row, after)
        assert row.state == after
    else:
        with pytest.raises(UndeclaredMove):
            move(row, after)


@pytest.mark.parametrize(("before", "after"), list(product(ProposalVersion.State.values, repeat=2)))
def test_a_version_refuses_every_move_that_is_not_drawn(before: str, after: str) -> None:
    row = ProposalVersion(state=before)
    if after in ProposalVersion.MOVES[ProposalVersion.State(before)]:
        move(row, after)
        assert row.state == after
    else:
        with pytest.raises(UndeclaredMove):
            move(row, after)
