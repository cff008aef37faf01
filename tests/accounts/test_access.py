"""Who gets a key to a dialogue; and a refusal tells nobody more than that there is nothing here."""

import re
from uuid import uuid4

import pytest
from django.http import Http404
from django.test import Client

from accounts.access import staff_in
from accounts.roles import Role
from tests.accounts.cast import House, make_person, signed_in, touch

pytestmark = pytest.mark.django_db
NONCE = re.compile(rb'nonce="[^"]*"')


def bare(body: bytes) -> bytes:
    """Return a page without its nonce."""
    return NONCE.sub(b"", body)


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("olga", Role.ORGANIZER),
        ("fanny", Role.FACILITATOR),
        ("carla", Role.COORDINATOR),
        ("rita", Role.READER),
        ("ursula", Role.AUDITOR),
    ],
)
def test_each_role_gets_the_key_of_its_own_dialogue(house: House, who: str, role: Role) -> None:
    key = staff_in(house.people[who], house.dialogue_id, role)
    assert (key.id, key.dialogue_id, key.role) == (house.people[who].id, house.dialogue_id, role)
    assert (key.side_id is not None) == (role == Role.COORDINATOR)
    assert (key.channel_id is not None) == (role == Role.READER)


def test_a_wrong_role_gets_no_key(house: House) -> None:
    for role in Role:
        if role != Role.FACILITATOR:
            with pytest.raises(Http404):
                staff_in(house.people["fanny"], house.dialogue_id, role)


def test_a_role_in_one_dialogue_opens_no_other(house: House) -> None:
    with pytest.raises(Http404):
        staff_in(house.people["fanny"], uuid4(), Role.FACILITATOR)


def test_a_sleeping_account_gets_no_key(house: House) -> None:
    person = house.people["fanny"]
    person.is_active = False
    with pytest.raises(Http404):
        staff_in(person, house.dialogue_id)


def test_missing_and_forbidden_are_the_same_bytes(house: House) -> None:
    stranger = signed_in(make_person("stranger"))
    carla = signed_in(house.people["carla"])
    answers = [
        client.get(f"/staff/{dialogue}/audit/")
        for client, dialogue in [
            (stranger, house.dialogue_id),
            (stranger, uuid4()),
            (carla, house.dialogue_id),
            (carla, uuid4()),
        ]
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({bare(answer.content) for answer in answers}) == 1
    assert len({tuple(sorted(dict(answer.items()))) for answer in answers}) == 1


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "options"])
def test_no_method_tells_a_stranger_that_a_page_is_there(house: House, method: str) -> None:
    stranger = signed_in(make_person("stranger"))
    there = getattr(stranger, method)(f"/staff/{house.dialogue_id}/approvals/")
    nowhere = getattr(stranger, method)(f"/staff/{uuid4()}/approvals/")
    assert there.status_code == nowhere.status_code == 404
    assert bare(there.content) == bare(nowhere.content)


def test_an_outsider_is_sent_to_the_sign_in_page_whether_or_not_the_dialogue_exists(house: House) -> None:
    for dialogue in (house.dialogue_id, uuid4()):
        answer = Client().get(f"/staff/{dialogue}/audit/")
        assert answer.status_code == 302
        assert answer["Location"] == f"/staff/account/login/?next=/staff/{dialogue}/audit/"


def test_the_people_page_exists_for_administrators_alone(house: House) -> None:
    assert signed_in(make_person("anna", is_admin=True)).get("/staff/people/").status_code == 200
    assert signed_in(house.people["olga"]).get("/staff/people/").status_code == 404


def test_a_deed_asks_for_a_fresh_touch_and_comes_back_to_the_page(house: House) -> None:
    admin = make_person("anna", is_admin=True)
    client = signed_in(admin)
    form = {"name": "Nora", "handle": "nora"}
    answer = client.post("/staff/people/new/", form, headers={"referer": "http://testserver/staff/people/"})
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=http%3A//testserver/staff/people/")
    touch(client, admin)
    assert client.post("/staff/people/new/", form).status_code == 200


def test_a_touch_older_than_five_minutes_is_not_fresh(house: House) -> None:
    admin = make_person("anna", is_admin=True)
    client = signed_in(admin)
    touch(client, admin, seconds_ago=301)
    assert client.post("/staff/people/new/", {"name": "Nora", "handle": "nora"}).status_code == 302


def test_somebody_elses_touch_does_not_count(house: House) -> None:
    admin = make_person("anna", is_admin=True)
    client = signed_in(admin)
    touch(client, house.people["olga"])
    assert client.post("/staff/people/new/", {"name": "Nora", "handle": "nora"}).status_code == 302


def test_a_forged_referer_does_not_send_anybody_elsewhere(house: House) -> None:
    client = signed_in(make_person("anna", is_admin=True))
    answer = client.post("/staff/people/new/", {}, headers={"referer": "https://evil.example/x"})
    assert answer["Location"].endswith("?next=/staff/")
