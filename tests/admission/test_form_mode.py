"""Entry without scripts: three pages, each of which may be sent again, and what each refusal says."""

import re

import pytest
from django.test import Client

from dialogues.admission.links import LinkUnreadable, read_link
from dialogues.admission.models import SeatAuth
from tests.admission.conftest import ORIGIN, Guest
from tests.cast import Scene

pytestmark = pytest.mark.django_db
FIELD = re.compile(r'name="(msg|sig|code)" value="([^"]*)"')


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return dict(FIELD.findall(page))


def test_the_pages_lead_to_a_seat_and_say_that_no_script_ran(guest: Guest) -> None:
    first = guest.client.post("/join/code/", {"code": f"  {guest.link} \n"})
    assert first["Referrer-Policy"] == "strict-origin"
    text = first.content.decode()
    assert "Your browser ran no script here" in text
    second = guest.client.post("/room/keep/", hidden(text)).content.decode()
    assert "Write down your seat code" in second
    assert not SeatAuth.objects.exists()
    third = guest.client.post("/room/seat/", hidden(second), follow=True)
    assert third.redirect_chain == [("/room/welcome/", 302)]
    assert SeatAuth.objects.count() == 1


def test_sending_the_last_page_twice_gives_the_same_seat(guest: Guest) -> None:
    page = guest.client.post("/join/code/", {"code": guest.link}).content.decode()
    fields = hidden(guest.client.post("/room/keep/", hidden(page)).content.decode())
    masks = {guest.client.post("/room/seat/", fields, follow=True).context["seat"].mask for _ in range(3)}
    assert len(masks) == 1


def test_the_code_that_was_shown_enters_on_another_device(guest: Guest) -> None:
    page = guest.client.post("/join/code/", {"code": guest.link}).content.decode()
    fields = hidden(guest.client.post("/room/keep/", hidden(page)).content.decode())
    guest.client.post("/room/seat/", fields)
    phone = Client(headers={"origin": ORIGIN})
    assert phone.post("/room/enter/", {"code": fields["code"].lower()})["Location"] == "/room/welcome/"


def test_a_used_invitation_is_told_so_and_how_to_go_on(guest: Guest) -> None:
    guest.join()
    page = guest.client.post("/join/code/", {"code": guest.link}).content.decode()
    fields = hidden(guest.client.post("/room/keep/", hidden(page)).content.decode())
    answer = guest.client.post("/room/seat/", fields)
    assert answer.status_code == 422
    assert "already used" in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda link: link[:-4], "cut off or mistyped"),
        (lambda link: link.replace("#v1.", "#v1.A"), "cut off or mistyped"),
        (lambda link: "hello", "cut off or mistyped"),
        (lambda link: "", "cut off or mistyped"),
    ],
)
def test_a_bad_link_is_told_in_words_and_stays_in_the_field(guest: Guest, change: object, words: str) -> None:
    assert callable(change)
    typed = change(guest.link)
    answer = guest.client.post("/join/code/", {"code": typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert typed in page


def test_a_wrong_seat_code_keeps_what_was_typed(entry: Scene) -> None:
    client = Client(headers={"origin": ORIGIN})
    for typed, words in (("abc", "25 letters and digits"), ("A" * 25, "No seat is known by this code")):
        answer = client.post("/room/enter/", {"code": typed})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert typed in answer.content.decode()


@pytest.mark.parametrize("path", ["/join/code/", "/room/keep/", "/room/seat/", "/room/enter/", "/room/logout/"])
@pytest.mark.parametrize("origin", ["", "null", "http://localhost:8001", "https://localhost:8000"])
def test_a_form_from_elsewhere_is_not_taken(entry: Scene, path: str, origin: str) -> None:
    client = Client(headers={"origin": origin}) if origin else Client()
    answer = client.post(path, {"code": entry.links[entry.sides[0].id][0]})
    assert answer.status_code == 403
    assert not SeatAuth.objects.exists()


def test_a_forged_link_with_a_right_check_is_not_known(guest: Guest) -> None:
    from dialogues.admission.links import Invite, link

    forged = link(Invite(guest.invite.dialogue, bytes(32), guest.invite.kid16))
    assert read_link(forged).secret == bytes(32)
    answer = guest.client.post("/join/code/", {"code": forged})
    assert "not known here" in answer.content.decode()
    with pytest.raises(LinkUnreadable):
        read_link(forged[:-1])
