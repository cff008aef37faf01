"""A rating round through the ballot's page: pairs of scales, empty answers, and a result that shows no figure."""

import re
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.urls import reverse

from dialogues.admission.access import Seat
from dialogues.admission.logins import open_login
from dialogues.agenda.operations import add_item, word_item
from dialogues.agenda.rounds import open_rating_round
from dialogues.ballots import wire
from dialogues.ballots.models import Ballot, Measure
from dialogues.ballots.operations import cast_form_ballot
from dialogues.ballots.queries import release_of, side_values
from tests.ballots.scenes import closed, opened, papers_for
from tests.cast import Scene


def round_of(scene: Scene) -> Measure:
    """A rating round on three items."""
    for title in ("Detainee lists", "Border hotline", "Water releases"):
        item = add_item(staff=scene.facilitator, title=title, sphere="humanitarian")
        word_item(staff=scene.facilitator, item_id=item.id, title=title)
    return open_rating_round(staff=scene.facilitator, minutes=30)


def as_seat(seat: Seat) -> Client:
    """A browser in which this seat is logged in."""
    client = Client(headers={"Origin": settings.ORIGIN})
    client.cookies[settings.SEAT_COOKIE_NAME] = open_login(seat.id)
    return client


def test_a_round_is_rated_on_the_page_and_its_result_is_an_order_in_words(live: Scene) -> None:
    measure = round_of(live)
    papers = papers_for(live, measure)
    opened(live, measure)
    first, *others = live.all_seats()
    client = as_seat(first)
    page = client.get(reverse("ballots:ballot", args=[measure.id])).content.decode()
    for words in ("Detainee lists", "How hard would it be for your side", "How much does settling this matter"):
        assert words in page
    assert len(re.findall(r'type="radio"', page)) == 3 * 2 * 6
    address = reverse("ballots:cast_form", args=[measure.id])
    paper = wire.packed_bytes(papers[first.id])
    empty = client.post(address, {"paper": paper})
    assert "Choose at least one answer" in empty.content.decode()
    posted = {
        "paper": paper,
        "first-0": "5",
        "second-0": "",
        "first-1": "1",
        "second-1": "4",
        "first-2": "1",
        "second-2": "2",
    }
    assert "Your ballot is in" in client.post(address, posted).content.decode()
    for seat in others:
        answers: list[Any] = [[5, 3], [1, 4], [2, 2]]
        cast_form_ballot(measure_id=measure.id, token=papers[seat.id], choice={"answers": answers})
    assert {len(bytes(row.ciphertext)) for row in Ballot.objects.all()} == {385}
    measure = closed(measure)
    release = release_of(measure.id)
    assert release is not None
    assert release.outcome == "released"
    assert release.words == ["The ratings are in. The agenda stands in its new order."]
    assert not re.search(r"\d", release.words[0])
    assert release.body["rated"] == [2, 3]  # one person of the first side left the importance of item 1 empty
    assert set(side_values(measure.id)) == {side.id for side in live.sides}
    result = client.get(reverse("ballots:ballot", args=[measure.id])).content.decode()
    assert "The agenda stands in its new order" in result


def test_too_few_complete_ratings_give_no_result_and_no_value_is_kept(live: Scene) -> None:
    measure = round_of(live)
    papers = papers_for(live, measure)
    opened(live, measure)
    for seat in live.all_seats():
        cast_form_ballot(measure_id=measure.id, token=papers[seat.id], choice={"answers": [[5, None], [None, 4], None]})
    measure = closed(measure)
    release = release_of(measure.id)
    assert release is not None
    assert release.outcome == "not_enough_answers"
    assert side_values(measure.id) == {}
    assert release_of(UUID(int=0)) is None
