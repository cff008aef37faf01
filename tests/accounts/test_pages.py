"""The staff's own pages: what stands on them, what their buttons do, how refusals read there."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import throttle
from accounts.approvals.deeds import DEEDS, register
from accounts.approvals.models import Approval
from accounts.approvals.operations import ask
from accounts.audit.operations import head, record
from accounts.cards import DESCRIBERS, Card, describe_by
from accounts.models import StaffMember
from accounts.passkeys.operations import issue_link
from tests.accounts.cast import House, make_person, signed_in, touch

pytestmark = pytest.mark.django_db
SEEN = "a" * 64


@pytest.fixture
def admin() -> tuple[Client, StaffMember]:
    """An administrator who has just touched their passkey."""
    anna = make_person("anna", is_admin=True)
    client = signed_in(anna)
    touch(client, anna)
    return client, anna


@pytest.fixture
def deed() -> Iterator[list[Approval]]:
    """A deed with words of its own, and the list of those done."""
    before, done = dict(DEEDS), list[Approval]()
    register("test.deed", lambda _: "Send the joint summary to the officials.", lambda row, _: done.append(row))
    yield done
    DEEDS.clear()
    DEEDS.update(before)


def test_home_without_a_dialogue_says_what_happens_next() -> None:
    text = signed_in(make_person("nora")).get("/staff/").content.decode()
    assert "No dialogue yet" in text
    assert "An organizer gives you a role" in text
    assert "Manage the staff" not in text


def test_home_shows_each_dialogue_as_the_rooms_above_describe_it(house: House) -> None:
    before = list(DESCRIBERS)
    describe_by(lambda keys: [Card("River <Issal>", "active", "Open the session.", (("/x/", "Open"),)) for _ in keys])
    text = signed_in(house.people["fanny"]).get("/staff/").content.decode()
    DESCRIBERS[:] = before
    for piece in ("River &lt;Issal&gt;", "Facilitator", "Open the session.", 'href="/x/"'):
        assert piece in text


def test_home_leaves_out_a_dialogue_that_is_gone(house: House) -> None:
    before = list(DESCRIBERS)
    describe_by(lambda keys: [None for _ in keys])
    text = signed_in(house.people["fanny"]).get("/staff/").content.decode()
    DESCRIBERS[:] = before
    assert "No dialogue yet" in text


def test_a_new_persons_link_is_shown_once(admin: tuple[Client, StaffMember]) -> None:
    client, _ = admin
    text = client.post("/staff/people/new/", {"name": "Nora", "handle": "nora"}).content.decode()
    assert "/staff/enrol/#" in text
    assert "/staff/enrol/#" not in client.get("/staff/people/").content.decode()


def test_a_refused_account_keeps_what_was_typed_and_says_why(admin: tuple[Client, StaffMember]) -> None:
    client, _ = admin
    answer = client.post("/staff/people/new/", {"name": "Nora Berg", "handle": "anna"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Somebody has this sign-in name already." in text
    assert 'value="Nora Berg"' in text


def test_an_administrator_switches_an_account_off_and_on(admin: tuple[Client, StaffMember]) -> None:
    client, _ = admin
    nora = make_person("nora")
    for deed, awake in (("sleep", False), ("wake", True)):
        answer = client.post(f"/staff/people/{deed}/", {"person": nora.id})
        assert (answer.status_code, answer["Location"]) == (302, "/staff/people/")
        nora.refresh_from_db()
        assert nora.is_active == awake


@pytest.mark.parametrize(("address", "form"), [("sleep", {"person": "x"}), ("sleep", {}), ("shout", {"person": "x"})])
def test_a_malformed_deed_about_a_person_is_not_there(
    admin: tuple[Client, StaffMember], address: str, form: dict[str, str]
) -> None:
    assert admin[0].post(f"/staff/people/{address}/", form).status_code == 404


def test_a_refusal_about_a_person_is_said_on_the_page(admin: tuple[Client, StaffMember]) -> None:
    client, anna = admin
    text = client.post("/staff/people/sleep/", {"person": anna.id}, follow=True).content.decode()
    assert "You cannot switch your own account off." in text


def test_the_record_reads_in_words_and_can_be_taken_away(house: House) -> None:
    client = signed_in(house.people["ursula"])
    text = client.get(f"/staff/{house.dialogue_id}/audit/").content.decode()
    assert "The record is whole" in text
    assert head(house.dialogue_id) in text
    assert "Role: given" in text
    assert "<code>Fanny</code>" in text
    file = client.get(f"/staff/{house.dialogue_id}/audit/chain.json")
    assert file["Content-Disposition"].startswith("attachment")
    assert file.json()["entries"][-1]["hash"] == head(house.dialogue_id)


def test_a_printed_head_can_be_looked_up(house: House) -> None:
    printed = head(house.dialogue_id)
    record(dialogue_id=house.dialogue_id, actor="system", action="x", subject="y")
    client = signed_in(house.people["ursula"])
    found = client.get(f"/staff/{house.dialogue_id}/audit/", {"head": f" {printed.upper()} "}).content.decode()
    assert "It is the hash of entry 7." in found
    missing = client.get(f"/staff/{house.dialogue_id}/audit/", {"head": "0" * 64}).content.decode()
    assert "No entry has this hash" in missing


@pytest.mark.parametrize(
    ("who", "status"), [("olga", 200), ("fanny", 200), ("ursula", 200), ("carla", 404), ("rita", 404)]
)
def test_the_record_is_read_by_facilitators_organizers_and_auditors(house: House, who: str, status: int) -> None:
    client = signed_in(house.people[who])
    for address in ("audit/", "audit/chain.json"):
        assert client.get(f"/staff/{house.dialogue_id}/{address}").status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("olga", 200), ("fanny", 200), ("ursula", 404), ("carla", 404), ("rita", 404)]
)
def test_requests_are_seen_by_facilitators_and_organizers(house: House, who: str, status: int) -> None:
    assert signed_in(house.people[who]).get(f"/staff/{house.dialogue_id}/approvals/").status_code == status


def test_a_second_facilitator_confirms_on_the_page_after_a_fresh_touch(house: House, deed: list[Approval]) -> None:
    approval = ask(staff=house.key("fanny"), deed="test.deed", subject=uuid4(), subject_hash=SEEN)
    page, felix = f"/staff/{house.dialogue_id}/approvals/", signed_in(house.people["felix"])
    text = felix.get(page).content.decode()
    for piece in (
        "Send the joint summary to the officials.",
        "Asked for by Fanny",
        SEEN,
        "Confirm and do it",
    ):
        assert piece in text
    assert felix.post(f"{page}{approval.id}/confirm/", {"subject_hash": SEEN})["Location"].startswith("/staff/account/")
    assert deed == []
    touch(felix, house.people["felix"])
    refused = felix.post(f"{page}{approval.id}/confirm/", {"subject_hash": "b" * 64}, follow=True).content.decode()
    assert "It has changed since it was asked for." in refused
    done = felix.post(f"{page}{approval.id}/confirm/", {"subject_hash": SEEN}, follow=True).content.decode()
    assert "Confirmed and done." in done
    assert [row.id for row in deed] == [approval.id]


def test_whoever_asked_sees_no_confirm_button_and_can_withdraw(house: House, deed: list[Approval]) -> None:
    approval = ask(staff=house.key("fanny"), deed="test.deed", subject=uuid4(), subject_hash=SEEN)
    page, fanny = f"/staff/{house.dialogue_id}/approvals/", signed_in(house.people["fanny"])
    text = fanny.get(page).content.decode()
    assert "Confirm and do it" not in text
    assert "You asked for this." in text
    fanny.post(f"{page}{approval.id}/withdraw/")
    assert "Nothing is waiting" in fanny.get(page).content.decode()


def test_the_code_of_a_link_can_be_typed_and_is_never_in_a_request_line(client: Client) -> None:
    link = issue_link(by=None, person_id=make_person("nora").id)
    assert client.get("/staff/enrol/").status_code == 200
    refused = client.post("/staff/enrol/", {"code": "wrong"})
    assert refused.status_code == 422
    assert "This link does not work." in refused.content.decode()
    answer = client.post("/staff/enrol/", {"code": link.split("#")[1]})
    assert answer["Location"] == "/staff/enrol/passkey/"
    assert "creation_options" in client.get("/staff/enrol/passkey/").content.decode()


def test_the_passkey_page_without_an_opened_link_leads_back(client: Client) -> None:
    assert client.get("/staff/enrol/passkey/")["Location"] == "/staff/enrol/"


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "null", '"x"', '{"id": 1, "response": {}}', "not json", "{" * 500]
)
def test_a_garbled_proof_is_refused_in_words(client: Client, credential: str) -> None:
    link = issue_link(by=None, person_id=make_person("nora").id)
    client.post("/staff/enrol/", {"code": link.split("#")[1]})
    client.get("/staff/enrol/passkey/")
    answer = client.post("/staff/enrol/passkey/", {"credential": credential})
    assert answer.status_code == 422
    login = client.post("/staff/account/passkeys/login/", {"credential": credential})
    assert login.status_code == 302
    assert client.get("/staff/").status_code == 302


def test_the_pages_ask_the_database_a_fixed_number_of_times(
    house: House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fanny = signed_in(house.people["fanny"])
    for address in (
        "/staff/",
        f"/staff/{house.dialogue_id}/audit/",
        f"/staff/{house.dialogue_id}/approvals/",
    ):
        with django_assert_max_num_queries(13):
            assert fanny.get(address).status_code == 200


def test_a_name_with_wrong_tries_can_be_unlocked_on_the_page(admin: tuple[Client, StaffMember]) -> None:
    client, nora = admin[0], make_person("nora")
    throttle.forget("sign-in.all", "nora")
    assert ">Unlock<" not in client.get("/staff/people/").content.decode()
    throttle.spend("sign-in.all", "nora", limit=100)
    assert ">Unlock<" in client.get("/staff/people/").content.decode()
    client.post("/staff/people/unlock/", {"person": nora.id})
    assert ">Unlock<" not in client.get("/staff/people/").content.decode()
