"""Entry as staff see it: head counts, confirmations, invitations shown once, the seal in words, masks."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.access import Staff
from accounts.models import StaffMember
from dialogues.admission.links import read_link
from dialogues.admission.models import Epoch, EpochSide, Invitation, Seat
from dialogues.admission.operations.opening import EpochRefused, confirm_side, start_epoch
from dialogues.admission.operations.seating import join_quick
from dialogues.dialogue.operations import start_confirming
from tests import cast
from tests.admission.conftest import Guest
from tests.cast import Scene

LINK = re.compile(r"http://localhost:8000/join/i#v1\.[\w.-]+")


def browser(staff: Staff) -> Client:
    """The browser of a staff member, signed in."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=staff.id))
    return client


@pytest.fixture
def frozen(db: None) -> Scene:
    """A frozen dialogue, before the head counts."""
    scene = cast.draft_dialogue()
    start_confirming(staff=scene.organizer)
    return scene


def name_heads(scene: Scene, count: int) -> None:
    """The organizer names the head counts on the page."""
    form = {str(side.id): count for side in scene.sides}
    answer = browser(scene.organizer).post(f"/staff/{scene.dialogue_id}/entry/", form)
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("count", "words"),
    [(5, "results may be shown"), (4, "pseudonymous, not anonymous"), (2, "there will be talk, but no ballot")],
)
def test_the_expected_group_is_said_before_a_side_confirms(frozen: Scene, count: int, words: str) -> None:
    name_heads(frozen, count)
    page = browser(frozen.coordinators[0]).get(f"/staff/{frozen.dialogue_id}/confirm/").content.decode()
    for piece in (words, "Anna Facilitator", "Privacy. Nobody is named.", "k = 5", "Confirm for my side"):
        assert piece in page


@pytest.mark.parametrize("count", [0, 51, "", "many"])
def test_an_impossible_head_count_is_refused_on_the_page(frozen: Scene, count: object) -> None:
    form = {str(side.id): count for side in frozen.sides}
    page = browser(frozen.organizer).post(f"/staff/{frozen.dialogue_id}/entry/", form).content.decode()
    assert 'class="error"' in page
    assert not Epoch.objects.exists()


def test_entry_opens_when_the_last_side_has_confirmed(frozen: Scene) -> None:
    name_heads(frozen, 5)
    address = f"/staff/{frozen.dialogue_id}/confirm/"
    first = browser(frozen.coordinators[0]).post(address, follow=True).content.decode()
    assert "The other sides are awaited." in first
    assert Epoch.objects.get().state == "setup"
    second = browser(frozen.coordinators[1]).post(address, follow=True).content.decode()
    assert "entry is open" in second
    epoch = Epoch.objects.get()
    assert (epoch.state, Seat.objects.filter(epoch=epoch).count()) == ("joining", 10)
    again = browser(frozen.coordinators[1]).post(address, follow=True).content.decode()
    assert "nothing to confirm" in again


def test_a_draft_takes_no_head_counts_and_a_frozen_one_only_once(frozen: Scene) -> None:
    heads = {side.id: 5 for side in frozen.sides}
    draft = cast.draft_dialogue()
    with pytest.raises(EpochRefused, match="Freeze the dialogue first"):
        start_epoch(staff=draft.organizer, head_counts={side.id: 5 for side in draft.sides})
    start_epoch(staff=frozen.organizer, head_counts=heads)
    with pytest.raises(EpochRefused, match="must end before the next"):
        start_epoch(staff=frozen.organizer, head_counts=heads)
    with pytest.raises(EpochRefused, match="head count"):
        _wrong_sides(frozen)


def _wrong_sides(scene: Scene) -> None:
    """Head counts for sides of another dialogue."""
    Epoch.objects.all().delete()
    other = cast.draft_dialogue()
    start_epoch(staff=scene.organizer, head_counts={side.id: 5 for side in other.sides})


def test_invitations_are_shown_once_and_only_hashes_are_kept(frozen: Scene) -> None:
    name_heads(frozen, 5)
    for coordinator in frozen.coordinators:
        confirm_side(staff=coordinator)
    client, address = browser(frozen.coordinators[0]), f"/staff/{frozen.dialogue_id}/invitations/"
    assert "5 invitations are made" in client.get(address).content.decode()
    links = LINK.findall(client.post(address).content.decode())
    assert len(set(links)) == 5
    assert LINK.findall(client.get(address).content.decode()) == []
    refused = client.post(address, follow=True).content.decode()
    assert "cannot be shown again" in refused
    stored = b"".join(bytes(row.secret_hash) for row in Invitation.objects.all())
    assert not any(read_link(link).secret in stored for link in links)


def test_a_lost_list_is_made_anew_while_nobody_has_used_it(entry: Scene) -> None:
    client, address = browser(entry.coordinators[0]), f"/staff/{entry.dialogue_id}/invitations/"
    old = entry.links[entry.sides[0].id]
    fresh = LINK.findall(client.post(address, {"renew": "yes"}).content.decode())
    assert len(fresh) == 5
    assert not set(fresh) & set(old)
    assert join_quick(secret=read_link(fresh[0]).secret).sig
    refused = client.post(address, {"renew": "yes"}, follow=True).content.decode()
    assert "Somebody has used this list already" in refused
    assert Invitation.objects.count() == 10


def test_a_pasted_link_is_replaced_and_a_used_one_is_not(entry: Scene, guest: Guest) -> None:
    client, address = browser(entry.coordinators[0]), f"/staff/{entry.dialogue_id}/invitations/cancel/"
    unused = entry.links[entry.sides[0].id][1]
    fresh = LINK.findall(client.post(address, {"link": unused}).content.decode())
    assert len(fresh) == 1
    guest.join()
    for pasted, words in (
        (guest.link, "was used already"),
        (unused[:-2], "cut off or mistyped"),
        (unused, "not an unused"),
    ):
        answer = client.post(address, {"link": pasted})
        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_nobody_sees_how_many_have_come_inside_the_window(entry: Scene, guest: Guest) -> None:
    empty = browser(entry.organizer).get(f"/staff/{entry.dialogue_id}/entry/").content
    guest.join()
    one = browser(entry.organizer).get(f"/staff/{entry.dialogue_id}/entry/").content
    assert _without_tokens(empty) == _without_tokens(one)
    assert set(EpochSide.objects.values_list("issued", "seated")) == {(0, 0)}


def _without_tokens(page: bytes) -> str:
    """A page without what differs each time: form tokens, nonces, the head of the chain."""
    text = page.decode()
    text = re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text)
    return re.sub(r"<code>.*?</code>", "", text)


@pytest.mark.parametrize(
    ("page", "role"),
    [("confirm/", "coordinator"), ("invitations/", "coordinator"), ("masks/", "facilitator"), ("entry/", "organizer")],
)
def test_each_page_exists_for_its_role_alone(entry: Scene, page: str, role: str) -> None:
    address = f"/staff/{entry.dialogue_id}/{page}"
    for staff in (entry.organizer, entry.facilitator, entry.coordinators[0]):
        assert browser(staff).get(address).status_code == (200 if staff.role == role else 404)


@pytest.mark.django_db(transaction=True)
def test_the_seal_is_told_in_words_and_numbers(
    seated: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = browser(seated.organizer)
    masks = browser(seated.facilitator)
    assert "Not sealed yet" in masks.get(f"/staff/{seated.dialogue_id}/masks/").content.decode()
    page = client.post(f"/staff/{seated.dialogue_id}/entry/seal/", follow=True).content.decode()
    for piece in ("Nothing is left that links an invitation to a seat", "Log scrubbed", "Group: normal"):
        assert piece in page
    with django_assert_max_num_queries(14):
        listed = masks.get(f"/staff/{seated.dialogue_id}/masks/").content.decode()
    assert all(seat.mask in listed for seat in seated.all_seats())
    with django_assert_max_num_queries(14):
        client.get(f"/staff/{seated.dialogue_id}/entry/")
    again = client.post(f"/staff/{seated.dialogue_id}/entry/seal/", follow=True).content.decode()
    assert "No entry window is open." in again
