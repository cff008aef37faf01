"""The pages of a text: criticised by form, answered by facilitators, read as a story; nothing of another dialogue."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import StaffMember
from dialogues.admission.operations.entering import enter
from dialogues.proposals.criticisms.operations import CriticismDraft, close_criticism, criticise
from dialogues.proposals.models import Criticism
from tests.cast import Scene
from tests.proposals.scenes import criticised, tabled

pytestmark = pytest.mark.django_db(transaction=True)


def phone(scene: Scene, number: int = 0) -> Client:
    """A participant's browser."""
    client = Client(headers={"origin": "http://localhost:8000"})
    client.cookies["seat"] = enter(seat_secret=scene.secrets[scene.all_seats()[number].id])
    return client


def desk(scene: Scene) -> Client:
    """The facilitator's browser."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=scene.facilitator.id))
    return client


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a participant's form."""
    return {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("token", "page")}


def test_a_participant_criticises_keeps_the_code_and_takes_it_back(live: Scene) -> None:
    version = criticised(live)
    client = phone(live)
    page = client.get("/room/text/?clause=2").content.decode()
    assert '<option value="2" selected>' in page
    sent = {**fields(page), "clause": "2", "kind": "concern", "text": "Floods come in autumn too."}
    answer = client.post(f"/room/text/{version.id}/criticise/", sent).content.decode()
    assert "Floods come in autumn too." in answer
    code = answer.split('class="keep" dir="ltr">')[1].split("<")[0]
    assert "Floods come in autumn too." in phone(live, 7).get("/room/text/").content.decode()
    back = client.post(f"/room/text/{version.id}/take-back/", {**fields(answer), "code": code}).content.decode()
    assert "Nothing of it is left" in back
    assert Criticism.objects.count() == 0


def test_a_refusal_keeps_what_was_typed(live: Scene) -> None:
    version = criticised(live)
    client = phone(live)
    page = client.get("/room/text/").content.decode()
    sent = {**fields(page), "clause": "1", "kind": "wording", "text": "typed with care"}
    refused = client.post(f"/room/text/{version.id}/criticise/", sent)
    assert refused.status_code == 409
    assert "typed with care" in refused.content.decode()
    assert "words that you propose" in refused.content.decode()
    wrong = client.post(f"/room/text/{version.id}/take-back/", {**fields(page), "code": "wrong code"})
    assert wrong.status_code == 409
    assert "wrong code" in wrong.content.decode()


def test_a_text_of_another_dialogue_looks_like_none(live: Scene) -> None:
    client = phone(live)
    version = criticised(live)
    page = client.get("/room/text/").content.decode()
    for address in (f"/room/text/{uuid4()}/criticise/", f"/room/text/{uuid4()}/take-back/"):
        sent = {**fields(page), "kind": "concern", "text": "x", "code": "0" * 25}
        assert client.post(address, sent).status_code == 404
    assert client.get(f"/room/text/{version.id}/since/{uuid4()}/").status_code == 404


def test_facilitators_answer_beside_the_pen_and_the_story_tells_it(live: Scene) -> None:
    version = criticised(live)
    criticise(seat=live.all_seats()[0], version_id=version.id, draft=CriticismDraft("concern", 2, "Which spring?"))
    browser = desk(live)
    path = f"/staff/{live.dialogue_id}/text"
    assert "Which spring?" in browser.get(f"{path}/{version.proposal_id}/").content.decode()
    row = Criticism.objects.get()
    refused = browser.post(f"{path}/criticism/{row.id}/", {"answer": "declined"}, follow=True).content.decode()
    assert "Say why it is declined" in refused
    browser.post(f"{path}/criticism/{row.id}/", {"answer": "accepted", "reason": "Clause 2 names the month now."})
    browser.post(f"{path}/version/{version.id}/turn/", {"turn": "close"})
    tabled(
        live,
        version.proposal,
        "The border posts talk by telephone every day.\n\nWater is released each April.",
        "A month.",
    )
    page = phone(live).get("/room/text/").content.decode()
    assert "Criticisms:" in page
    assert "Accepted 1" in page
    assert "A month." in page
    old = phone(live).get(f"/room/text/{version.id}/").content.decode()
    assert "Clause 2 names the month now." in old


def test_two_versions_are_compared_word_by_word_for_everybody(live: Scene) -> None:
    version = criticised(live)
    close_criticism(staff=live.facilitator, version_id=version.id)
    second = tabled(live, version.proposal, "The border posts talk by radio every day.")
    page = phone(live).get(f"/room/text/{second.id}/since/{version.id}/").content.decode()
    assert "<del>telephone</del>" in page
    assert "<ins>radio</ins>" in page
    staff = desk(live).get(f"/staff/{live.dialogue_id}/text/version/{second.id}/since/{version.id}/").content.decode()
    assert "<ins>radio</ins>" in staff


def test_the_page_asks_the_database_no_more_often_with_more_criticism(live: Scene) -> None:
    version = criticised(live)
    clients = {phone(live): "/room/text/", desk(live): f"/staff/{live.dialogue_id}/text/{version.proposal_id}/"}

    def counted() -> list[int]:
        counts = []
        for client, address in clients.items():
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            counts.append(len(caught))
        return counts

    criticise(seat=live.all_seats()[0], version_id=version.id, draft=CriticismDraft("concern", 1, "one"))
    before = counted()
    for seat in live.all_seats():
        criticise(seat=seat, version_id=version.id, draft=CriticismDraft("concern", 2, "another"))
    assert counted() == before
