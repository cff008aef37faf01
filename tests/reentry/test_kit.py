"""The way home: agreed words and nothing else, the own side's line first, the same for everybody of a side."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from dialogues.admission.access import Seat
from dialogues.admission.operations.entering import enter
from dialogues.dialogue.clock import now
from dialogues.dialogue.models import PreparationLine
from dialogues.dialogue.preparing import record_lines
from dialogues.facesaving.queries import pairs_for, what_may_be_said
from facilitation.reentry.queries import always, never
from tests.cast import Scene
from tests.facesaving.scenes import consistent, standing

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/room/way-home/"


def page(scene: Scene, seat: Seat) -> str:
    """The page as a seat reads it."""
    browser = Client()
    browser.cookies[settings.SEAT_COOKIE_NAME] = enter(seat_secret=scene.secrets[seat.id])
    answer = browser.get(HOME)
    assert answer.status_code == 200
    return answer.content.decode()


def bare(text: str) -> str:
    """A page without what differs at each request."""
    return re.sub(r'nonce="[^"]*"|value="[^"]*"|data-[a-z-]+="[^"]*"', "", text)


def seat_of(scene: Scene, side: int, place: int = 0) -> Seat:
    """A seat of a side."""
    return [seat for seat in scene.all_seats() if seat.side_id == scene.sides[side].id][place]


def test_while_nothing_is_agreed_the_page_says_what_may_always_be_said_and_no_word_of_a_draft(live: Scene) -> None:
    pair = standing(live)
    told = page(live, seat_of(live, 0))
    assert "No public words are agreed yet" in told
    for words in [*always(), *never()]:
        assert words in told
    view = next(view for view in pairs_for(seat_of(live, 0)) if view.id == pair.id)
    for words in [view.content.joint, *(line.text for line in view.lines if line.text)]:
        assert words not in told


def test_each_side_reads_its_own_line_the_joint_text_and_what_it_will_hear(live: Scene) -> None:
    consistent(live)
    for side in (0, 1):
        told = page(live, seat_of(live, side))
        said = what_may_be_said(live.dialogue_id, live.sides[side].id)[0]
        assert said.own_line
        own, joint = told.index(said.own_line), told.index(said.joint)
        assert own < joint < told.index(said.others[0][1])
        assert said.if_asked in told


def test_everybody_of_a_side_gets_the_same_page_and_no_mask_stands_on_it(live: Scene) -> None:
    consistent(live)
    first, second = seat_of(live, 0), seat_of(live, 0, 1)
    told = page(live, first)
    assert bare(told) == bare(page(live, second))
    for seat in live.all_seats():
        assert seat.mask not in told


def test_the_agreed_line_for_a_leak_and_the_day_of_the_follow_up_stand_on_it(live: Scene) -> None:
    day = (now() + timedelta(days=9)).date()
    codes = PreparationLine.Code
    lines: dict[str, str] = {
        codes.HOLDING: "We do not comment on private conversations.",
        codes.FOLLOW_UP: day.isoformat(),
    }
    assert "If something leaks" not in page(live, seat_of(live, 0))
    record_lines(staff=live.facilitator, lines=lines)
    told = page(live, seat_of(live, 1))
    assert "We do not comment on private conversations." in told
    assert f"{day:%B %Y}" in told


def test_whoever_has_no_seat_is_shown_the_way_in() -> None:
    answer = Client().get(HOME)
    assert answer.status_code == 302
    assert answer["Location"] == "/room/enter/"
