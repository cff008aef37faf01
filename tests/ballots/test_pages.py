"""The ballot's pages: every state, with and without scripts, for participants and staff."""

import json
import re
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.access import Staff
from accounts.models import StaffMember
from dialogues.admission.access import Seat
from dialogues.admission.logins import open_login
from dialogues.ballots import wire
from dialogues.ballots.models import Ballot, Measure
from tests.ballots.scenes import announced, cast, closed, everyone, opened, papers_for, polled, sealed_choice
from tests.cast import Scene

ORIGIN = {"Origin": settings.ORIGIN}


def as_seat(seat: Seat) -> Client:
    """A browser in which this seat is logged in."""
    client = Client(headers=ORIGIN)
    client.cookies[settings.SEAT_COOKIE_NAME] = open_login(seat.id)
    return client


def as_staff(staff: Staff) -> Client:
    """A browser in which this staff member is signed in."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=staff.id))
    return client


def text(response: Any) -> str:
    """A page's words, tags and runs of blanks dropped."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def hidden(response: Any) -> dict[str, str]:
    """The hidden fields of the page's last form."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode()))


def page(measure: Measure) -> str:
    """The ballot page's address."""
    return reverse("ballots:ballot", args=[measure.id])


def post_json(client: Client, address: str, body: Any) -> Any:
    """Send JSON as the scripts do."""
    return client.post(address, json.dumps(body), content_type="application/json")


def test_a_participant_reads_what_the_result_reveals_before_the_button(live: Scene) -> None:
    measure = announced(live)
    papers_for(live, measure)
    opened(live, measure)
    response = as_seat(live.all_seats()[0]).get(page(measure))
    words = text(response)
    assert response.status_code == HTTPStatus.OK
    assert words.index("If nobody did, everyone will know that you did not") < words.index("Cast my ballot")
    assert "by fewer than two people of your side" in words
    assert "The mark agreed beforehand is parallel consent" in words
    for answer in ("Fully support", "Would have to oppose it", "Needs more discussion", "Abstain"):
        assert answer in words
    assert "Set-Cookie" not in response.headers


def test_two_seats_of_a_side_get_the_same_page(live: Scene) -> None:
    measure = announced(live)
    papers_for(live, measure)
    opened(live, measure)
    first, second, *_others = live.all_seats()
    pages = [as_seat(seat).get(page(measure)).content.decode() for seat in (first, second)]
    same = [re.sub(r'nonce="[^"]*"|name="token" value="[^"]*"', "", one) for one in pages]
    assert same[0] == same[1]


def test_a_whole_ballot_without_scripts(live: Scene) -> None:
    measure = announced(live)
    seat, *others = live.all_seats()
    papers_for(live, measure, others)
    client = as_seat(seat)
    got = client.post(reverse("ballots:paper", args=[measure.id]), hidden_token(client, page(measure)))
    paper = re.search(r'<p class="code" dir="ltr">([\w-]{43})</p>', got.content.decode())
    assert paper is not None
    again = client.post(reverse("ballots:paper", args=[measure.id]), hidden_token(client, page(measure)))
    assert "already given out" in text(again)
    early = client.post(page(measure), {**hidden_token(client, page(measure)), "paper": paper[1]})
    assert paper[1] in early.content.decode()
    opened(live, measure)
    form = client.post(page(measure), {**hidden_token(client, page(measure)), "paper": paper[1]})
    assert f'name="paper" value="{paper[1]}"' in form.content.decode()
    address = reverse("ballots:cast_form", args=[measure.id])
    lacking = client.post(address, {"paper": paper[1], "grade-0": "0", "clause-0": ""})
    assert lacking.status_code == HTTPStatus.CONFLICT
    assert "A firm objection names a clause" in text(lacking)
    assert re.search(r'value="0" checked', lacking.content.decode())
    bare = Client(headers=ORIGIN)  # no cookie: the ballot paper is enough
    done = bare.post(address, {"paper": f" {paper[1]} ", "grade-0": "0", "clause-0": "2"})
    assert re.search(r"<output>([A-Z2-7]{4} ){3}[A-Z2-7]{4}</output>", done.content.decode())
    assert "the server could read your ballot" in text(done)
    assert Ballot.objects.count() == 1


def hidden_token(client: Client, address: str) -> dict[str, str]:
    """The form token of a page, taken from the page as a browser does."""
    return {name: value for name, value in hidden(client.get(address)).items() if name in {"token", "page"}}


def test_the_scripts_addresses_speak_in_codes(live: Scene) -> None:
    measure = announced(live)
    seat, *others = live.all_seats()
    client, bare = as_seat(seat), Client(headers=ORIGIN)
    token = reverse("ballots:token", args=[measure.id])
    assert post_json(bare, token, {}).status_code == HTTPStatus.UNAUTHORIZED
    assert post_json(client, token, {"seat": "1"}).json() == {"error": "malformed"}
    assert post_json(client, reverse("ballots:token", args=[uuid4()]), {}).json() == {"error": "not_found"}
    paper = wire.unpacked(post_json(client, token, {}).json()["token"])
    assert post_json(client, token, {}).json() == {"error": "already_issued"}
    papers_for(live, measure, others)
    sealed = sealed_choice(measure, seat.side_id, paper, {"answers": [[5, None]]})
    body = {"poll": str(measure.id), "token": wire.packed_bytes(paper), "ciphertext": wire.packed_bytes(sealed)}
    assert post_json(bare, "/room/ballot", body).json() == {"error": "not_open"}
    opened(live, measure)
    kept = post_json(bare, "/room/ballot", body)
    assert re.fullmatch(r"([A-Z2-7]{4} ){3}[A-Z2-7]{4}", kept.json()["receipt"])
    for change, code in (
        ({"token": "eA"}, "bad_token"),
        ({"ciphertext": "eA"}, "malformed"),
        ({"poll": "x"}, "malformed"),
        ({"poll": str(uuid4())}, "not_found"),
        ({"more": "x"}, "malformed"),
        ({"ciphertext": "x" * 9000}, "too_large"),
        ({"token": 5}, "malformed"),
    ):
        assert post_json(bare, "/room/ballot", {**body, **change}).json() == {"error": code}, change
    strange = Client(headers={"Origin": "https://elsewhere.example"})
    assert post_json(strange, "/room/ballot", body).status_code == HTTPStatus.NOT_FOUND
    closed(measure)
    assert post_json(bare, "/room/ballot", body).json() == {"error": "closed"}


def test_a_result_is_read_in_words_with_the_receipts_and_no_answers(live: Scene) -> None:
    measure = announced(live)
    papers = papers_for(live, measure)
    opened(live, measure)
    codes = [cast(measure, seat, papers, [5, None]) for seat in live.all_seats()]
    closed(measure)
    client = as_seat(live.all_seats()[0])
    response = client.get(page(measure))
    words = text(response)
    assert "Parallel consent: on every side" in words
    assert "No firm objection was cast on any side" in words
    assert re.findall(r'data-receipt="([^"]+)"', response.content.decode()) == sorted(codes)
    listed = text(client.get(reverse("ballots:list")))
    assert "Parallel consent: on every side" in listed


def test_a_measure_of_another_dialogue_is_not_there(live: Scene) -> None:
    client = as_seat(live.all_seats()[0])
    measure = announced(live)
    missing = client.get(reverse("ballots:ballot", args=[uuid4()]))
    assert missing.status_code == HTTPStatus.NOT_FOUND
    Measure.objects.filter(id=measure.id).update(state="draft")
    assert client.get(page(measure)).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("role", ["organizer", "facilitator", "coordinator"])
def test_the_console_is_for_facilitators_and_its_results_for_all_staff(live: Scene, role: str) -> None:
    polled(live, everyone(live, [5, None]))
    measure = announced(live)
    staff = live.coordinators[0] if role == "coordinator" else getattr(live, role)
    client = as_staff(staff)
    args = [live.dialogue_id, measure.id]
    listed = text(client.get(reverse("ballots:console", args=args[:1])))
    assert "Parallel consent: on every side" in listed
    assert ("Under way" in listed) is (role == "facilitator")
    assert ("Opens at" in listed) is (role == "facilitator")
    shown = client.get(reverse("ballots:measure", args=args))
    assert shown.status_code == (HTTPStatus.OK if role == "facilitator" else HTTPStatus.NOT_FOUND)
    assert ("Enough on every side?" in text(shown)) is (role == "facilitator")
    extended = client.post(reverse("ballots:extend", args=args), {"minutes": "5"})
    assert extended.status_code == (HTTPStatus.FOUND if role == "facilitator" else HTTPStatus.NOT_FOUND)


def test_the_console_refuses_with_a_sentence_and_keeps_what_was_typed(live: Scene) -> None:
    measure = announced(live)
    client = as_staff(live.facilitator)
    args = [live.dialogue_id, measure.id]
    short = client.post(reverse("ballots:void", args=args), {"reason": "A typo"})
    assert short.status_code == HTTPStatus.CONFLICT
    assert "15 to 500 characters" in text(short)
    assert "A typo" in text(short)
    client.post(reverse("ballots:void", args=args), {"reason": "The wording of clause 2 misled people."})
    seat = as_seat(live.all_seats()[0])
    assert "The wording of clause 2 misled people." in text(seat.get(page(measure)))
    late = client.post(reverse("ballots:extend", args=args), {"minutes": "5"})
    assert "announced or open" in text(late)


@pytest.mark.parametrize("polls", [1, 4])
def test_pages_ask_the_database_a_constant_number_of_questions(
    live: Scene, polls: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(polls):
        measure = polled(live, everyone(live, [5, None]))
    for _ in range(polls):
        announced(live)
    seat, staff = as_seat(live.all_seats()[0]), as_staff(live.facilitator)
    with django_assert_max_num_queries(16):
        seat.get(page(measure))
    with django_assert_max_num_queries(12):
        seat.get(reverse("ballots:list"))
    with django_assert_max_num_queries(12):
        staff.get(reverse("ballots:console", args=[live.dialogue_id]))
