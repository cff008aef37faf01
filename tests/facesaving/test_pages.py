"""The pages of face-saving pairs: who reads what, what was typed is kept, and no more queries however many there are."""

import re
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dialogues.facesaving.measure import open_hearing
from dialogues.facesaving.models import FaceSavingPair, PublicLine
from dialogues.facesaving.operations import lines, sealing
from tests.ballots.scenes import opened, papers_for
from tests.cast import Scene
from tests.facesaving.scenes import (
    LINES,
    SECRET,
    WORDS,
    arranged,
    consistent,
    deposited,
    drafted,
    fresh,
    handed,
    silence_kept,
    standing,
    written,
)
from tests.pages.test_pages import browser_of, queries, staff_browser

pytestmark = pytest.mark.django_db(transaction=True)


def text(client: Client, address: str) -> str:
    """What a page says, without its tags."""
    answer = client.get(address)
    assert answer.status_code == 200
    return plain(answer)


def plain(answer: Any) -> str:
    """What an answer says, without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def desk(scene: Scene, pair: FaceSavingPair | None = None) -> str:
    """The facilitators' page of one pair, or of all."""
    if pair is None:
        return reverse("facesaving:board", args=[scene.dialogue_id])
    return reverse("facesaving:pair", args=[scene.dialogue_id, pair.id])


def page(pair: FaceSavingPair | None = None) -> str:
    """The participants' page of one pair, or of all."""
    return reverse("facesaving:read_pair", args=[pair.id]) if pair else reverse("facesaving:read")


def test_a_facilitator_drafts_hands_over_hears_and_asks_for_the_seal_through_the_pages(live: Scene) -> None:
    staff = staff_browser(live.facilitator)
    assert "No pair yet" in text(staff, desk(live))
    assert "Cuba, October 1962" in text(staff, desk(live))
    typed = {"commitment": WORDS.commitment, "joint": WORDS.joint, "linkage": "unstated", "item": ""}
    assert staff.post(desk(live), typed).status_code == 302
    pair = FaceSavingPair.objects.get()
    assert "facilitators alone read" in text(staff, desk(live, pair))
    assert "No pair yet" in text(browser_of(live), page())
    assert browser_of(live).get(page(pair)).status_code == 404
    secret = {"deed": "confide", "text": SECRET, "custody": "The church council.", "condition": "", "disclose_on": ""}
    assert staff.post(desk(live, pair), secret).status_code == 302
    assert staff.post(desk(live, pair), {"deed": "hand"}).status_code == 302
    assert "Waiting for the line of every side" in text(staff, desk(live, pair))
    standing(live, fresh(pair))
    assert LINES[1] in text(staff, desk(live, pair))
    assert staff.post(desk(live, pair), {"deed": "hear", "minutes": "30"}).status_code == 302
    assert "being asked how the lines sound" in text(staff, desk(live, pair))
    assert "How do these lines sound to you?" in text(browser_of(live), page(pair))


def test_the_desk_asks_for_a_second_person_and_shows_nothing_of_a_sealed_text(live: Scene) -> None:
    staff, pair = staff_browser(live.facilitator), consistent(live)
    assert SECRET in text(staff, desk(live, pair))
    staff.post(desk(live, pair), {"deed": "seal"})
    waiting = text(staff_browser(live.facilitators[1]), reverse("staff:approvals", args=[live.dialogue_id]))
    assert "Seal the confidential text of face-saving pair 1" in waiting
    assert SECRET not in waiting
    sealed = deposited(live)
    for told in (text(staff, desk(live, sealed)), text(browser_of(live), page(sealed))):
        assert "Sealed. Nobody reads it" in told
        assert SECRET not in told
        assert "church council" in told
    assert "Prepare a sealed test" in text(staff, desk(live, sealed))
    assert staff.get(reverse("polls:sealed", args=[live.dialogue_id, "pair", sealed.id])).status_code == 200


def test_a_participant_writes_the_sides_line_puts_it_and_confirms_the_checks(live: Scene) -> None:
    pair = handed(live)
    seat = browser_of(live)
    assert "Detainees come home." in text(seat, page())
    assert SECRET in text(seat, page(pair))

    def post(**typed: str) -> Any:
        shown = seat.get(page(pair)).content.decode()
        token = re.search(r'name="token" value="([^"]+)"', shown)
        seen = re.search(r'name="seen" value="([^"]+)"', shown)
        assert token
        kept = {"token": token[1], "page": page(pair), **({"seen": seen[1]} if seen else {})}
        return seat.post(page(pair), {**kept, **typed}, HTTP_ORIGIN=settings.ORIGIN)

    assert post(deed="write", text="Ours.").status_code == 302
    assert post(deed="put").status_code == 302
    assert "Your side is asked whether this line stands" in text(seat, page(pair))
    assert post(deed="break").status_code == 302
    assert "broke the silence" in text(seat, page(pair))
    assert post(deed="write", text="Ours, reworded.").status_code == 302
    pair = standing(live, pair)
    told = text(seat, page(pair))
    assert LINES[0] in told
    assert LINES[1] in told
    refused = post(deed="checks")
    assert refused.status_code == 409
    assert "Tick what your side would confirm" in plain(refused)
    assert post(deed="checks", checks="b").status_code == 302
    assert "embarrassing but not false" in text(seat, page(pair))
    silence_kept(pair)
    assert text(seat, page(pair)).count("Our side has confirmed this.") == 1
    assert post(deed="nonsense").status_code == 404


def test_a_refusal_keeps_what_was_typed_on_both_sides_of_the_house(live: Scene) -> None:
    staff, pair = staff_browser(live.facilitator), handed(live)
    answer = staff.post(desk(live), {"commitment": "Kept words", "joint": "", "linkage": "open", "item": ""})
    assert answer.status_code == 409
    assert "Write the joint public text first" in plain(answer)
    assert "Kept words" in answer.content.decode()
    answer = staff.post(desk(live, pair), {"deed": "confide", "text": "Kept secret", "custody": ""})
    assert answer.status_code == 409
    assert "Say who keeps" in plain(answer)
    assert "Kept secret" in answer.content.decode()
    seat = browser_of(live)
    shown = seat.get(page(pair)).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', shown)
    assert token
    written(live, pair, live.sides[0].id, "Somebody was faster.")
    typed = {"token": token[1], "page": page(pair), "deed": "write", "text": "My words", "seen": lines.mark_of("")}
    answer = seat.post(page(pair), typed, HTTP_ORIGIN=settings.ORIGIN)
    assert answer.status_code == 409
    for words in ("changed meanwhile", "Somebody was faster.", "My words"):
        assert words in answer.content.decode(), words


def test_the_ballot_asks_about_the_others_line_and_not_about_ones_own(live: Scene) -> None:
    pair = standing(live)
    measure = open_hearing(staff=live.facilitator, pair_id=pair.id, minutes=30)
    papers_for(live, measure)
    opened(live, measure)
    told = browser_of(live).get(reverse("ballots:ballot", args=[measure.id])).content.decode()
    assert LINES[0] in told
    assert LINES[1] in told
    assert told.count('type="radio" name="hears-1"') == 3
    assert 'name="hears-0"' not in told
    assert "as more than half of that side say" in told


def test_pairs_are_reached_from_the_room_the_agenda_and_the_desk(live: Scene) -> None:
    staff, seat = staff_browser(live.facilitator), browser_of(live)
    assert page() in seat.get(reverse("room:home")).content.decode()
    assert desk(live) in staff.get(reverse("desk:desk", args=[live.dialogue_id])).content.decode()
    consistent(live)
    told = text(staff, reverse("desk:desk", args=[live.dialogue_id]))
    assert "A face-saving pair can be sealed" in told


def test_what_a_participant_takes_home_stands_on_the_page_once_it_is_agreed(live: Scene) -> None:
    pair = standing(live)
    assert "At home, when asked for more" not in text(browser_of(live), page(pair))
    FaceSavingPair.objects.filter(id=pair.id).update(state="consistent")
    assert "neither yes nor no" in text(browser_of(live), page(pair))


def test_more_pairs_cost_no_more_queries(live: Scene) -> None:
    staff, seat = staff_browser(live.facilitator), browser_of(live)
    handed(live)
    few = (queries(seat, page()), queries(staff, desk(live)))
    for _more in range(4):
        handed(live)
        arranged(live, drafted(live))
    assert (queries(seat, page()), queries(staff, desk(live))) == few
    assert PublicLine.objects.count() == 18
    assert sealing.disclose_due() == 0
