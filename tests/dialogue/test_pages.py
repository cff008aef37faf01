"""The organizer's pages: from nothing to a frozen dialogue, with refusals that keep what was typed."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import StaffMember
from accounts.queries import roles_in
from dialogues.dialogue.models import Dialogue
from dialogues.dialogue.queries import ground_rules, sides_of
from tests import cast
from tests.cast import Scene

pytestmark = pytest.mark.django_db
FORM = {
    "codename": "River table",
    "title": "Living with the river Issal",
    "purpose": "Arrangements on the river.",
    "sequencing": "gradual",
    "entry": "unlinkable",
    "issue_minutes": 4320,
    "gap_minutes": 720,
    "redeem_minutes": 2880,
    "k": 5,
    "f": 1,
    "retention_days": 30,
    "sides": "Velmar\nOstrany",
    "rules": "Privacy. Nobody is named.",
}


def signed_in(person: StaffMember) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def organizer(scene: Scene) -> Client:
    """The organizer's browser."""
    return signed_in(StaffMember.objects.get(id=scene.organizer.id))


@pytest.fixture
def draft() -> Scene:
    """A dialogue in draft with its people."""
    return cast.draft_dialogue()


def test_the_start_page_says_what_this_is_and_under_which_profile_it_runs() -> None:
    page = Client().get("/").content.decode()
    assert "Single-machine profile: one account controls every part." in page
    assert "Demonstration: timings are short" in page


def test_an_administrator_creates_a_dialogue_and_becomes_its_organizer() -> None:
    ilse = cast.person("Ilse", admin=True)
    client = signed_in(ilse)
    page = client.get("/staff/dialogues/new/").content.decode()
    assert "Speak to each other, not to audiences." in page
    answer = client.post("/staff/dialogues/new/", FORM)
    row = Dialogue.objects.get()
    assert answer["Location"] == f"/staff/{row.id}/people/"
    assert [role.role for role in roles_in(row.id)] == ["organizer"]
    assert [side.label for side in sides_of(row.id)] == ["Velmar", "Ostrany"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"k": 4}, "k is at least 5"),
        ({"k": 6, "f": 2}, "k must be at least 7"),
        ({"sides": "Velmar"}, "1 were named"),
        ({"high_risk": "on"}, "high-risk dialogue needs"),
        ({"rules": ""}, "This field is required"),
    ],
)
def test_a_refused_dialogue_keeps_what_was_typed(change: dict[str, object], words: str) -> None:
    answer = signed_in(cast.person("Ilse", admin=True)).post("/staff/dialogues/new/", {**FORM, **change})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Living with the river Issal" in page
    assert not Dialogue.objects.exists()


def test_others_than_administrators_find_no_such_page() -> None:
    assert signed_in(cast.person("Nora")).get("/staff/dialogues/new/").status_code == 404


def test_the_set_up_pages_change_a_draft(draft: Scene) -> None:
    client, base = organizer(draft), f"/staff/{draft.dialogue_id}/setup/"
    facts = {name: value for name, value in FORM.items() if name not in {"sides", "rules"}}
    assert client.post(base, {**facts, "title": "Another title", "k": 8})["Location"] == base
    client.post(f"{base}sides/", {"sides": "North\nSouth"})
    client.post(f"{base}rules/", {"text": "New rules."})
    page = client.get(base).content.decode()
    for piece in ("Another title", 'value="8"', "North", "South", "version 2"):
        assert piece in page
    rules = ground_rules(draft.dialogue_id)
    assert rules is not None
    assert rules.text == "New rules."


def test_the_page_before_freezing_lists_what_freezes_and_a_second_step_freezes(draft: Scene) -> None:
    client, freeze = organizer(draft), f"/staff/{draft.dialogue_id}/setup/freeze/"
    page = client.get(freeze).content.decode()
    for piece in ("What freezes now", "easiest first", "30 days after a session closes", "Anna Facilitator"):
        assert piece in page
    assert Dialogue.objects.get().state == "draft"
    assert client.post(freeze)["Location"] == f"/staff/{draft.dialogue_id}/entry/"
    assert Dialogue.objects.get().state == "confirming"
    assert "frozen already" in client.get(freeze).content.decode()


def test_people_are_named_and_dismissed_and_the_last_organizer_stays(draft: Scene) -> None:
    client, base = organizer(draft), f"/staff/{draft.dialogue_id}/people/"
    nora = cast.person("Nora")
    client.post(base, {"person": nora.id, "role": "auditor"})
    held = {role.person_id: role for role in roles_in(draft.dialogue_id)}
    assert held[nora.id].role == "auditor"
    client.post(f"{base}{held[nora.id].id}/dismiss/")
    assert nora.id not in {role.person_id for role in roles_in(draft.dialogue_id)}
    own = next(role for role in roles_in(draft.dialogue_id) if role.role == "organizer")
    page = client.post(f"{base}{own.id}/dismiss/", follow=True).content.decode()
    assert "organizer" in page
    assert own.id in {role.id for role in roles_in(draft.dialogue_id)}


def test_a_side_of_another_dialogue_cannot_be_given_a_coordinator(draft: Scene) -> None:
    other = cast.draft_dialogue()
    nora = cast.person("Nora")
    choice = f"side:{other.sides[0].id}"
    answer = organizer(draft).post(f"/staff/{draft.dialogue_id}/people/", {"person": nora.id, "role": choice})
    assert "Select a valid choice" in answer.content.decode()


@pytest.mark.parametrize("page", ["setup/", "setup/freeze/", "people/", "entry/"])
def test_the_organizers_pages_exist_for_organizers_alone(draft: Scene, page: str) -> None:
    address = f"/staff/{draft.dialogue_id}/{page}"
    others = [draft.facilitator, draft.coordinators[0]]
    for staff in others:
        assert signed_in(StaffMember.objects.get(id=staff.id)).get(address).status_code == 404
    assert organizer(cast.draft_dialogue()).get(address).status_code == 404
    assert organizer(draft).get(address).status_code == 200
    assert Client().get(address)["Location"].startswith("/staff/account/")


def test_the_pages_ask_the_database_a_fixed_number_of_times(
    draft: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = organizer(draft)
    for number in range(8):
        person = cast.person(f"Person {number}")
        client.post(f"/staff/{draft.dialogue_id}/people/", {"person": person.id, "role": "facilitator"})
    for page in ("setup/", "setup/freeze/", "people/", "entry/"):
        with django_assert_max_num_queries(14):
            assert client.get(f"/staff/{draft.dialogue_id}/{page}").status_code == 200
