"""Languages side by side: checked by one person a side, the glossary, and what a clause still lacks."""

import re
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import StaffMember
from dialogues.admission.access import Seat
from dialogues.admission.operations.entering import enter
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.dialogue.models import Dialogue
from dialogues.polls.measure import straw_draft
from dialogues.proposals.checking.operations import check_translation
from dialogues.proposals.checking.queries import missing_languages, translations_of
from dialogues.proposals.drafting import read_draft
from dialogues.proposals.glossary.operations import TermDraft, drop_term, keep_term
from dialogues.proposals.glossary.queries import TermView, explained, glossary_of
from dialogues.proposals.models import GlossaryTerm, Proposal, ProposalVersion, TranslationCheck
from dialogues.proposals.operations import TextRefused, draft_version, table_version
from dialogues.proposals.queries import NoSuchText, VersionView, version_view
from dialogues.proposals.terms.operations import ClauseTerms, fill_in
from dialogues.proposals.terms.rules import lacking
from dialogues.room.meeting.preparation import preparation
from tests import cast as actors
from tests.cast import Scene
from tests.proposals.scenes import text

pytestmark = pytest.mark.django_db(transaction=True)
EN = "The border posts talk by telephone every day.\n\nWater is released each April."
UK = "Прикордонні пости щодня розмовляють телефоном.\n\nВоду спускають щоквітня."


@pytest.fixture
def bilingual(live: Scene) -> Scene:
    """A dialogue in English and Ukrainian."""
    Dialogue.objects.filter(id=live.dialogue_id).update(languages="en,uk")
    return live


def version_of(scene: Scene, proposal: Proposal | None = None, **texts: str) -> ProposalVersion:
    """A version on the table in these languages."""
    proposal = proposal or text(scene)
    clauses = read_draft(texts or {"en": EN, "uk": UK})
    return table_version(
        staff=scene.facilitator,
        version_id=draft_version(staff=scene.facilitator, proposal_id=proposal.id, clauses=clauses).id,
    )


def seen(scene: Scene, version: ProposalVersion) -> VersionView:
    """The version as people read it."""
    return version_view(version.id, dialogue_id=scene.dialogue_id)


def browser(scene: Scene, seat: Seat) -> Client:
    """A participant's browser."""
    client = Client(headers={"origin": "http://localhost:8000"})
    client.cookies["seat"] = enter(seat_secret=scene.secrets[seat.id])
    return client


def desk(scene: Scene) -> Client:
    """The facilitator's browser."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=scene.facilitator.id))
    return client


def said(scene: Scene, version: ProposalVersion) -> list[str]:
    """What every side said of the one translation."""
    (translation,) = translations_of(seen(scene, version))
    return [word.state for word in translation.sides]


def test_one_person_of_each_side_checks_and_nothing_says_who(bilingual: Scene) -> None:
    version = version_of(bilingual)
    assert said(bilingual, version) == ["", ""]
    first, second = (bilingual.seats[side.id][0] for side in bilingual.sides)
    check_translation(seat=first, version_id=version.id, language="uk", same=True)
    assert said(bilingual, version) == ["checked", ""]
    check_translation(
        seat=second,
        version_id=version.id,
        language="uk",
        same=False,
        remark="“Released” is stronger than the word here.",
    )
    assert said(bilingual, version) == ["checked", "doubted"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM dialogues_translationcheck t")
        rows = str(cursor.fetchall())
    assert not [seat for seat in bilingual.all_seats() if str(seat.id) in rows]


def test_what_was_checked_can_be_doubted_by_a_colleague_and_a_doubt_stands(bilingual: Scene) -> None:
    version = version_of(bilingual)
    one, other, third = bilingual.seats[bilingual.sides[0].id][:3]
    check_translation(seat=one, version_id=version.id, language="uk", same=True)
    with pytest.raises(TextRefused, match="said so already"):
        check_translation(seat=other, version_id=version.id, language="uk", same=True)
    check_translation(seat=other, version_id=version.id, language="uk", same=False, remark="Not every day.")
    with pytest.raises(TextRefused, match="said so already"):
        check_translation(seat=third, version_id=version.id, language="uk", same=True)
    assert said(bilingual, version) == ["doubted", ""]


def test_a_doubt_says_why_and_only_a_translation_on_the_table_is_checked(bilingual: Scene) -> None:
    version, seat = version_of(bilingual), bilingual.all_seats()[0]
    with pytest.raises(TextRefused, match="Say what"):
        check_translation(seat=seat, version_id=version.id, language="uk", same=False)
    for language in ("en", "fr"):
        with pytest.raises(NoSuchText):
            check_translation(seat=seat, version_id=version.id, language=language, same=True)
    with pytest.raises(NoSuchText):
        check_translation(seat=seat, version_id=uuid4(), language="uk", same=True)
    later = version_of(bilingual, Proposal.objects.get())
    with pytest.raises(TextRefused, match="given way"):
        check_translation(seat=seat, version_id=version.id, language="uk", same=True)
    assert said(bilingual, later) == ["", ""]


def test_a_check_refuses_every_move_that_is_not_drawn() -> None:
    for before in TranslationCheck.State:
        for after in TranslationCheck.State:
            row = TranslationCheck(state=before)
            if after in TranslationCheck.MOVES[before]:
                move(row, after)
            else:
                with pytest.raises(UndeclaredMove):
                    move(row, after)


def test_the_reading_page_shows_both_languages_their_checks_and_takes_a_doubt(bilingual: Scene) -> None:
    version = version_of(bilingual)
    client = browser(bilingual, bilingual.all_seats()[0])
    page = client.get("/room/text/").content.decode()
    assert 'lang="uk"' in page
    assert "not yet checked" in page
    address = reverse("proposals:check_language", args=[version.id, "uk"])
    form = dict(_hidden(page))
    refused = client.post(address, {**form, "same": "no"})
    assert refused.status_code in {HTTPStatus.CONFLICT, HTTPStatus.FORBIDDEN}
    check_translation(seat=bilingual.all_seats()[1], version_id=version.id, language="uk", same=True)
    page = client.get("/room/text/").content.decode()
    assert "It says the same" not in page
    assert "Doubt it after all" in page


def _hidden(page: str) -> list[tuple[str, str]]:
    """The hidden fields of the first form."""
    return re.findall(r'name="(token|page)" value="([^"]*)"', page)


def test_a_missing_language_is_named_and_an_unchecked_one_stands_on_the_ballot(bilingual: Scene) -> None:
    version = seen(bilingual, version_of(bilingual, en=EN))
    assert missing_languages(version) == ["Ukrainian"]
    assert "Not checked" not in straw_draft(version, "parallel_consent", 5).questions[0]["text"]
    both = seen(bilingual, version_of(bilingual))
    assert straw_draft(both, "parallel_consent", 5).questions[0]["text"].endswith("Not checked by every side yet: uk.")
    for side in bilingual.sides:
        check_translation(seat=bilingual.seats[side.id][0], version_id=both.id, language="uk", same=True)
    assert "Not checked" not in straw_draft(both, "parallel_consent", 5).questions[0]["text"]


def term(scene: Scene, why_open: str = "") -> GlossaryTerm:
    """A term of the glossary."""
    words = {"en": "border posts", "uk": "Прикордонні пости"}
    draft = TermDraft(words, "The five posts on the river.", left_open=bool(why_open), open=why_open)
    return keep_term(staff=scene.facilitator, draft=draft)


def test_a_term_is_marked_where_the_text_uses_it_in_every_language(bilingual: Scene) -> None:
    version_of(bilingual)
    kept = term(bilingual, "Ostrany counts a sixth one.")
    page = browser(bilingual, bilingual.all_seats()[0]).get("/room/text/").content.decode()
    assert page.count(f'href="#term-{kept.id}"') == 2
    assert "Left open on purpose:" in page
    assert "Ostrany counts a sixth one." in page
    whole = browser(bilingual, bilingual.all_seats()[0]).get("/room/glossary/").content.decode()
    assert "The five posts on the river." in whole


def test_the_longest_term_wins_and_a_part_of_a_word_is_none() -> None:
    def known(word: str) -> TermView:
        return TermView(uuid4(), {"en": word}, "", left_open=False, why_open="")

    water, release = known("water"), known("water release")
    found = explained([("Each WATER release, underwater, ", False), ("[water]", True)], [water, release])
    assert [(words, contested, name) for words, contested, name in found if name] == [
        ("WATER release", False, str(release.id)),
        ("water", True, str(water.id)),
    ]
    assert "".join(words for words, _contested, _term in found) == "Each WATER release, underwater, [water]"
    assert explained([("a.b", False)], [known("a+b")]) == [("a.b", False, "")]


def test_a_term_is_refused_in_words_and_changed_and_taken_out(bilingual: Scene) -> None:
    for draft, why in (
        (TermDraft({"uk": "пост"}, "x"), "first language"),
        (TermDraft({"en": "post"}, " "), "what every side takes"),
        (TermDraft({"en": "post"}, "x", left_open=True), "why the term is left open"),
        (TermDraft({"en": "p" * 61}, "x"), "60 characters"),
        (TermDraft({"en": "post"}, "x" * 601), "600 characters"),
    ):
        with pytest.raises(TextRefused, match=why):
            keep_term(staff=bilingual.facilitator, draft=draft)
    kept = term(bilingual)
    with pytest.raises(GlossaryTerm.DoesNotExist):
        drop_term(staff=actors.draft_dialogue().facilitator, term_id=kept.id)
    client = desk(bilingual)
    address = reverse("proposals:term", args=[bilingual.dialogue_id, kept.id])
    assert "The five posts on the river." in client.get(address).content.decode()
    assert client.post(address, {"word_en": "post", "meaning": ""}).status_code == HTTPStatus.CONFLICT
    assert client.post(address, {"word_en": "post", "meaning": "One of five."}).status_code == HTTPStatus.FOUND
    assert [known.meaning for known in glossary_of(bilingual.dialogue_id)] == ["One of five."]
    assert client.post(address, {"drop": "yes"}).status_code == HTTPStatus.FOUND
    assert glossary_of(bilingual.dialogue_id) == []
    added = reverse("proposals:glossary", args=[bilingual.dialogue_id])
    assert client.post(added, {"word_en": "ferry", "meaning": "The car ferry."}).status_code == HTTPStatus.FOUND
    assert [known.name for known in glossary_of(bilingual.dialogue_id)] == ["ferry"]


WHOLE = {"who": "Both posts", "what": "call", "by_when": "1 May", "verified": "a shared log"}


def test_what_a_clause_lacks_is_flagged_and_its_fields_stay_with_its_words(live: Scene) -> None:
    assert lacking({"who": "Both posts"}) == ["what", "by_when", "verified"]
    proposal = text(live)
    draft = draft_version(staff=live.facilitator, proposal_id=proposal.id, clauses=read_draft({"en": EN}))
    fill_in(staff=live.facilitator, version_id=draft.id, filled=[ClauseTerms(1, WHOLE, contested_in_law=True)])
    one, two = version_view(draft.id, dialogue_id=live.dialogue_id, drafts=True).clauses
    assert (one.lacking, one.red_flag) == ([], "law")
    assert two.lacking == ["Who", "What", "By when", "Verified how"]
    turned = "\n\n".join(reversed(EN.split("\n\n")))
    draft_version(staff=live.facilitator, proposal_id=proposal.id, clauses=read_draft({"en": turned}))
    one, two = version_view(draft.id, dialogue_id=live.dialogue_id, drafts=True).clauses
    assert (two.lacking, two.red_flag) == ([], "law")
    table_version(staff=live.facilitator, version_id=draft.id)
    with pytest.raises(TextRefused, match="not changed"):
        fill_in(staff=live.facilitator, version_id=draft.id, filled=[ClauseTerms(1, WHOLE)])
    later = draft_version(staff=live.facilitator, proposal_id=proposal.id, clauses=read_draft({"en": turned}))
    assert version_view(later.id, dialogue_id=live.dialogue_id, drafts=True).clauses[1].terms == WHOLE


def test_the_draft_page_takes_the_fields_and_everybody_reads_them(live: Scene) -> None:
    proposal = text(live)
    draft = draft_version(staff=live.facilitator, proposal_id=proposal.id, clauses=read_draft({"en": EN}))
    client = desk(live)
    address = reverse("proposals:fill_terms", args=[live.dialogue_id, draft.id])
    typed = {f"{name}-1": words for name, words in WHOLE.items()}
    assert client.post(address, {**typed, "law-2": "on"}).status_code == HTTPStatus.FOUND
    page = client.get(reverse("proposals:draft", args=[live.dialogue_id, proposal.id])).content.decode()
    assert 'value="a shared log"' in page
    assert "missing: Who, What, By when, Verified how" in page
    client.post(address, {"who-1": "x" * 301})
    assert version_view(draft.id, dialogue_id=live.dialogue_id, drafts=True).clauses[0].terms == WHOLE
    table_version(staff=live.facilitator, version_id=draft.id)
    read = browser(live, live.all_seats()[0]).get("/room/text/").content.decode()
    assert "a shared log" in read
    assert "Contested in law" in read


def test_the_preparation_list_asks_for_checked_languages_and_whole_commitments(bilingual: Scene) -> None:
    def lines() -> dict[str, bool]:
        return {check.code: check.done for check in preparation(bilingual.dialogue_id)}

    assert (lines()["checked"], lines()["commitments"]) == (True, True)
    proposal = text(bilingual)
    clauses = read_draft({"en": EN, "uk": UK})
    draft = draft_version(staff=bilingual.facilitator, proposal_id=proposal.id, clauses=clauses)
    filled = [ClauseTerms(number, WHOLE) for number in (1, 2)]
    fill_in(staff=bilingual.facilitator, version_id=draft.id, filled=filled)
    table_version(staff=bilingual.facilitator, version_id=draft.id)
    assert (lines()["checked"], lines()["commitments"]) == (False, True)
    for side in bilingual.sides:
        check_translation(seat=bilingual.seats[side.id][0], version_id=draft.id, language="uk", same=True)
    assert lines()["checked"]
