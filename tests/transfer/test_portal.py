"""What officials read and do: compare, ask one thing back, print and fetch counted; what staff see of it."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from accounts.access import Staff
from dialogues.admission.operations.entering import enter
from facilitation.digests.models import Digest
from facilitation.digests.text import LineView, SectionView
from facilitation.transfer.comparing import compared
from facilitation.transfer.models import Delivery, ReaderQuestion
from facilitation.transfer.operations import (
    answer_question,
    ask_question,
    relay_question,
    set_question_aside,
    write_transfer_note,
)
from facilitation.transfer.queries import notes_of, questions_of, relayed_to
from facilitation.transfer.refusals import TransferRefused
from tests.cast import Scene, paired_channels
from tests.transfer.scenes import released, signed
from tests.transfer.test_embargo import browser

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = "A line between the posts is within reach."
SECOND = "A staffed line between the two posts is within reach."


def section(code: str, *lines: tuple[str, str]) -> SectionView:
    """A section of (key, words) lines."""
    return SectionView(
        code, code.title(), "people", "", [LineView(uuid4(), code, text, [], False, key) for key, text in lines]
    )


def told(old: list[SectionView], new: list[SectionView]) -> list[tuple[str, str, str]]:
    """What the comparison says: what, the newer words, moved from."""
    return [
        (line.what, "".join(run.words for run in line.runs if run.what != "removed"), str(line.moved_from))
        for found in compared(old, new)
        for line in found.lines
    ]


def test_a_clause_is_found_again_by_its_key_then_by_its_words_then_by_likeness() -> None:
    old = [
        section("common_ground", ("a", "The line is tested at noon."), ("b", "Calls are logged.")),
        section("divergence", ("c", "How fast a call is answered.")),
        section("bottom_line", ("", FIRST), ("", "Nothing else is ripe.")),
    ]
    new = [
        section("common_ground", ("a", "The line is tested daily at noon."), ("c", "How fast a call is answered.")),
        section("divergence", ("d", "Who pays.")),
        section("bottom_line", ("", SECOND)),
    ]
    assert told(old, new) == [
        ("changed", "The line is tested daily at noon.", ""),
        ("unchanged", "How fast a call is answered.", "Divergence"),
        ("withdrawn", "", ""),
        ("new", "Who pays.", ""),
        ("changed", SECOND, ""),
        ("withdrawn", "", ""),
    ]


def test_two_equal_digests_have_nothing_to_compare() -> None:
    same = [section("bottom_line", ("", FIRST)), section("changes", ("", "This is the first digest."))]
    (only,) = compared(same, same)
    assert only.quiet


def deliveries(reader: Staff) -> list[Delivery]:
    """What a channel was delivered, oldest first."""
    return list(Delivery.objects.filter(channel_id=reader.channel_id).order_by("digest__number"))


def test_an_official_compares_a_digest_with_the_last_one_of_their_channel(live: Scene) -> None:
    reader, other = paired_channels(live)
    released(live, bottom_line=FIRST)
    official = browser(reader)
    (first,) = deliveries(reader)
    assert "Compare with" not in official.get(f"/portal/{first.id}/").content.decode()
    assert official.get(f"/portal/{first.id}/compare/").status_code == 404
    released(live, bottom_line=SECOND)
    second = deliveries(reader)[1]
    assert "Compare with the last digest" in official.get(f"/portal/{second.id}/").content.decode()
    page = official.get(f"/portal/{second.id}/compare/").content.decode()
    assert "<ins> staffed</ins>" in page
    assert browser(other).get(f"/portal/{second.id}/compare/").status_code == 404
    assert browser(live.organizer).get(f"/portal/{second.id}/").status_code == 404


def test_prints_and_downloads_are_counted_for_a_channel_and_copies_are_the_same(live: Scene) -> None:
    readers = paired_channels(live)
    released(live, bottom_line=FIRST)
    copies = []
    for reader in readers:
        official, (delivery,) = browser(reader), deliveries(reader)
        official.get(f"/portal/{delivery.id}/")
        copies.append(official.get(f"/portal/{delivery.id}/md/").content)
    official, (first,) = browser(readers[0]), deliveries(readers[0])
    official.post(f"/portal/{first.id}/print/")
    official.post(f"/portal/{first.id}/print/")
    assert browser(readers[1]).post(f"/portal/{first.id}/print/").status_code == 404
    assert copies[0] == copies[1]
    counted = [(row.prints, row.downloads) for reader in readers for row in deliveries(reader)]
    assert counted == [(2, 1), (0, 1)]
    assert all(row.opened_on for reader in readers for row in deliveries(reader))


def test_a_channel_asks_one_question_about_a_digest_and_hears_where_it_stands_never_an_answer_in_words(
    live: Scene,
) -> None:
    reader, other = paired_channels(live)
    first = released(live, bottom_line=FIRST)
    official, (delivery,) = browser(reader), deliveries(reader)
    official.post(f"/portal/{delivery.id}/", {"text": "Who would repair the line?"})
    with pytest.raises(TransferRefused, match="asked its question"):
        ask_question(staff=reader, digest_id=first.id, text="And who pays?")
    ask_question(staff=other, digest_id=first.id, text="What does it cost?")
    assert "With the facilitators" in official.get(f"/portal/{delivery.id}/").content.decode()
    assert [text for _number, text, _day in questions_of(live.dialogue_id)] != []
    question = ReaderQuestion.objects.get(channel_id=reader.channel_id)
    relay_question(staff=live.facilitator, question_id=question.id, text="How would a broken line be mended?")
    assert relayed_to(live.dialogue_id) == ["How would a broken line be mended?"]
    seat = Client()
    seat.cookies[settings.SEAT_COOKIE_NAME] = enter(seat_secret=live.secrets[live.all_seats()[0].id])
    page = seat.get("/room/digest/").content.decode()
    assert "How would a broken line be mended?" in page
    assert "Who would repair" not in page
    with pytest.raises(TransferRefused, match="released after"):
        answer_question(staff=live.facilitator, question_id=question.id, digest_id=first.id)
    second = released(live, bottom_line=SECOND)
    answer_question(staff=live.facilitator, question_id=question.id, digest_id=second.id)
    page = official.get(f"/portal/{delivery.id}/").content.decode()
    assert "Answered in a later digest" in page
    assert "digest 2" in page
    aside = ReaderQuestion.objects.get(channel_id=other.channel_id)
    set_question_aside(staff=live.facilitator, question_id=aside.id)
    assert "Not taken up" in browser(other).get(f"/portal/{deliveries(other)[0].id}/").content.decode()


def test_the_questions_page_turns_a_question_and_keeps_what_was_typed_when_it_is_refused(live: Scene) -> None:
    reader, _other = paired_channels(live)
    digest = released(live)
    ask_question(staff=reader, digest_id=digest.id, text="Who would repair the line?")
    question = ReaderQuestion.objects.get()
    page, address = browser(live.facilitator), f"/staff/{live.dialogue_id}/questions/"
    long = "word " * 300
    answer = page.post(address, {"question": str(question.id), "deed": "relay", "text": long})
    assert "word word word" in answer.content.decode()
    page.post(address, {"question": str(question.id), "deed": "relay", "text": "Who mends it?"})
    page.post(address, {"question": str(question.id), "deed": "answer", "digest": "none"})
    browser(live.organizer).post(address, {"question": str(question.id), "deed": "aside"})
    question.refresh_from_db()
    assert question.state == "relayed"


def test_the_log_says_what_reached_whom_without_content_and_notes_are_for_those_who_write_them(live: Scene) -> None:
    reader, _other = paired_channels(live)
    digest = released(live, bottom_line=FIRST)
    browser(reader).get(f"/portal/{deliveries(reader)[0].id}/")
    write_transfer_note(staff=live.facilitator, text="The deputy read the part on the line.", digest_id=digest.id)
    assert [number for _day, number, _text in notes_of(live.dialogue_id)] == [1]
    address = f"/staff/{live.dialogue_id}/transfer/"
    for staff, reads_notes in ((live.facilitator, True), (live.organizer, True), (live.coordinators[0], False)):
        page = browser(staff).get(address).content.decode()
        assert "Officials of" in page
        assert FIRST not in page
        assert ("The deputy read" in page) == reads_notes
    browser(live.coordinators[0]).post(address, {"text": "A coordinator writes."})
    assert len(notes_of(live.dialogue_id)) == 1
    browser(live.organizer).post(address, {"text": "Another.", "digest": str(digest.id)})
    assert len(notes_of(live.dialogue_id)) == 2


def test_pages_of_embargo_delay_and_withdrawal_say_what_they_do_and_refuse_with_words(live: Scene) -> None:
    paired_channels(live)
    digest = signed(live)
    path = f"/staff/{live.dialogue_id}/digest/{digest.id}/"
    organizer = browser(live.organizer)
    page = organizer.get(path).content.decode()
    assert "Set the embargo" in page
    answer = organizer.post(f"{path}embargo/", {"day": "", "hour": "12:00"}, follow=True)
    assert "Write the day and the hour" in answer.content.decode()
    organizer.post(f"{path}embargo/", {"day": "2020-01-01", "hour": "12:00"})
    digest.refresh_from_db()
    assert digest.embargo_at is None
    assert digest.state == Digest.State.READY
    assert "Set the embargo" not in browser(live.coordinators[0]).get(path).content.decode()


@pytest.mark.parametrize("state", ReaderQuestion.State.values)
def test_the_diagram_of_a_question_knows_every_state(state: str) -> None:
    assert state in ReaderQuestion.MOVES
