"""Pages of the room and the desk: usable without scripts, and no slower when there is more on them."""

import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.access import Role, Staff
from accounts.models import StaffMember
from accounts.operations import give_role
from dialogues.admission.operations.entering import enter
from dialogues.agenda import operations as agenda
from dialogues.chat.operations import Draft, post_messages
from dialogues.events.models import Event
from dialogues.proposals.drafting import read_draft
from dialogues.proposals.operations import draft_version, start_proposal, table_version
from facilitation.digests.operations import compile_digest, start_digest
from facilitation.transfer.models import Delivery
from facilitation.transfer.operations import add_channel
from tests import cast
from tests.cast import Scene

pytestmark = pytest.mark.django_db(transaction=True)
OURS = {"HTTP_ORIGIN": settings.ORIGIN}


def browser_of(scene: Scene, place: int = 0) -> Client:
    """A seat's browser, without scripts."""
    client = Client()
    client.cookies[settings.SEAT_COOKIE_NAME] = enter(seat_secret=scene.secrets[scene.all_seats()[place].id])
    return client


def staff_browser(staff: Staff) -> Client:
    """A staff member's browser."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=staff.id), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the room's form."""
    names = ("token", "page", "text_version")
    return {name: found.group(1) for name in names if (found := re.search(rf'name="{name}" value="([^"]*)"', page))}


def fill(scene: Scene, times: int) -> None:
    """Put messages, items and texts into the dialogue."""
    staff = scene.facilitator
    for number in range(times):
        seat = scene.all_seats()[number % 10]
        post_messages(room_id=scene.plenary.id, drafts=[Draft(seat.id, uuid4(), f"Message {number}", seat.id)])
        item = agenda.add_item(staff=staff, title=f"Issue {uuid4().hex[:6]}", sphere="economic")
        agenda.word_item(staff=staff, item_id=item.id, title=f"Issue {uuid4().hex[:6]}")
        proposal = start_proposal(staff=staff, title=f"Text {uuid4().hex[:6]}", item_id=item.id)
        version = draft_version(
            staff=staff, proposal_id=proposal.id, clauses=read_draft({"en": "One.\n\nTwo [or three]."})
        )
        table_version(staff=staff, version_id=version.id)


def queries(client: Client, address: str) -> int:
    """How many queries a page takes at the least of three times: some facts are remembered for a second, which may just end."""
    counts = []
    for _time in range(3):
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200, address
        counts.append(len(caught))
    return min(counts)


def test_the_room_works_without_scripts_and_a_refusal_keeps_what_was_typed(live: Scene) -> None:
    client = browser_of(live)
    page = client.get("/room/").content.decode()
    assert '<meta http-equiv="refresh"' in page
    said = client.post("/room/", {**hidden(page), "text": "Said by form."}, **OURS)  # type: ignore[arg-type]
    assert said.status_code == 302
    assert "Said by form." in client.get("/room/").content.decode()
    long = "a" * 2001
    refused = client.post("/room/", {**hidden(page), "text": long}, **OURS)  # type: ignore[arg-type]
    assert refused.status_code == 409
    assert "2,000 is the most" in refused.content.decode()
    assert long in refused.content.decode()
    assert Event.objects.filter(kind="message.posted").count() == 1


def test_markup_that_somebody_writes_is_shown_as_text(live: Scene) -> None:
    seat = live.all_seats()[0]
    words = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    post_messages(room_id=live.plenary.id, drafts=[Draft(seat.id, uuid4(), words, seat.id)])
    page = browser_of(live).get("/room/").content.decode()
    assert words not in page
    assert "&lt;script&gt;" in page


def test_no_page_asks_the_database_more_often_when_there_is_more_to_show(live: Scene) -> None:
    fill(live, 2)
    digest = start_digest(staff=live.facilitator)
    compile_digest(digest.id)
    channel = add_channel(staff=live.organizer, name="One", side_id=None, pair_group=1, handling="RED")
    reader = cast.person("Rita Reader")
    give_role(staff=live.organizer, person_id=reader.id, role=Role.READER, channel_id=channel.id)
    Delivery.objects.create(
        dialogue_id=live.dialogue_id, digest=digest, channel=channel, visible_at="2030-01-01T00:00Z", state="visible"
    )
    path = f"/staff/{live.dialogue_id}"
    pages = {
        browser_of(live): ["/room/", "/room/agenda/", "/room/text/", "/room/ballots/", "/room/digest/", "/room/summary/", "/room/welcome/"],
        staff_browser(live.facilitator): [
            f"{path}/desk/", f"{path}/agenda/", f"{path}/room/", f"{path}/text/", f"{path}/measures/", f"{path}/digest/",
            f"{path}/summary/",
            f"{path}/digest/{digest.id}/", f"{path}/sessions/", f"{path}/masks/",
        ],
        staff_browser(live.organizer): [
            f"{path}/setup/", f"{path}/people/", f"{path}/entry/", f"{path}/channels/", f"{path}/transfer/", f"{path}/questions/",
            f"{path}/exports/",
        ],
        staff_browser(live.coordinators[0]): [f"{path}/confirm/", f"{path}/invitations/", f"{path}/channels/agree/"],
        staff_browser(Staff(reader.id, "", "", live.dialogue_id, Role.READER)): ["/portal/"],
    }  # fmt: skip
    for client, addresses in pages.items():  # once before counting: sessions are written, caches filled
        for address in addresses:
            client.get(address)
    before = {address: queries(client, address) for client, addresses in pages.items() for address in addresses}
    fill(live, 4)
    after = {address: queries(client, address) for client, addresses in pages.items() for address in addresses}
    assert {address: (before[address], after[address]) for address in before if after[address] > before[address]} == {}
