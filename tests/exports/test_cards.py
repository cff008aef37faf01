"""Cards: all alike but for the code, and nothing in the file about when or for whom they were printed."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.models import StaffMember
from dialogues.admission.codes import grouped, new_code
from dialogues.admission.models import CardCode
from facilitation.exports.cards import as_pdf
from tests import cast


def test_each_code_stands_on_a_card_of_its_own_and_the_same_codes_give_the_same_bytes() -> None:
    codes = [grouped(new_code()) for _card in range(12)]
    made = as_pdf(codes)
    assert made == as_pdf(codes)
    reader = PdfReader(io.BytesIO(made))
    text = " ".join("".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) == 2
    assert all(text.count(code) == 1 for code in codes)
    assert text.count("Card for one seat") == 12
    told = {name: str(value) for name, value in (reader.metadata or {}).items()}
    assert not {"/Author", "/CreationDate", "/ModDate"} & set(told) or "1980" in str(told)


def test_a_code_of_wide_letters_still_stands_on_one_line() -> None:
    codes = ["WMWMW MWMWM WWWWW MMMMM WWMMW", "11111 11111 11111 11111 11111"]
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(codes))).pages)
    assert all(code in text for code in codes)


@pytest.mark.django_db
def test_the_page_gives_back_what_it_was_given_and_reads_nothing() -> None:
    scene = cast.unlinkable(cards=2)
    client = Client()
    client.force_login(StaffMember.objects.get(id=scene.coordinators[0].id))
    address = f"/staff/{scene.dialogue_id}/cards.pdf"
    codes = scene.cards[scene.sides[0].id]
    answer = client.post(address, {"code": [*codes, "<b>no code</b>"]})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert all(code in text for code in codes)
    assert "no code" not in text
    assert client.get(address).status_code == 405
    assert CardCode.objects.count() == 4
