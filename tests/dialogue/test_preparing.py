"""What is settled before the sides meet: recorded once, read where it is needed, and told when something leaks."""

import pytest
from django.db import connection
from django.test import Client

from accounts.audit.models import AuditEntry
from accounts.models import StaffMember
from dialogues.dialogue.models import PreparationLine, Session
from dialogues.dialogue.preparing import LONGEST, NotRecorded, record_lines, recorded, settled
from dialogues.events.queries import entries_after
from dialogues.room.meeting.pausing import PauseRefused, tell_of_leak
from dialogues.room.meeting.preparation import preparation
from dialogues.room.words import event_words
from tests import cast
from tests.cast import Scene
from tests.pages.test_pages import browser_of

LINE = "We talk with everybody about water."


def browser(scene: Scene) -> Client:
    """The facilitator's browser."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=scene.facilitator.id))
    return client


@pytest.mark.django_db
def test_a_line_is_recorded_changed_and_taken_out_and_the_chain_names_which() -> None:
    scene = cast.draft_dialogue()
    assert record_lines(staff=scene.organizer, lines={"legal": "Looked at.", "holding": LINE}) == ["legal", "holding"]
    assert record_lines(staff=scene.organizer, lines={"legal": "Looked at.", "holding": ""}) == ["holding"]
    assert recorded(scene.dialogue_id) == {"legal": "Looked at."}
    assert settled(scene.dialogue_id).holding == ""
    noted = AuditEntry.objects.filter(action="preparation.recorded").order_by("seq")
    assert [entry.reason for entry in noted] == ["legal,holding", "holding"]
    assert record_lines(staff=scene.organizer, lines={"legal": "Looked at."}) == []
    assert noted.count() == 2


@pytest.mark.django_db
def test_a_line_that_is_too_long_keeps_nothing() -> None:
    scene = cast.draft_dialogue()
    with pytest.raises(NotRecorded, match="at most"):
        record_lines(staff=scene.organizer, lines={"legal": "Fine.", "holding": "x" * (LONGEST + 1)})
    assert recorded(scene.dialogue_id) == {}


@pytest.mark.django_db
def test_the_words_lie_encrypted() -> None:
    scene = cast.draft_dialogue()
    record_lines(staff=scene.organizer, lines={"holding": LINE})
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT words FROM {PreparationLine._meta.db_table}")
        assert LINE.encode() not in bytes(cursor.fetchone()[0])


@pytest.mark.django_db
def test_the_page_records_what_is_typed_and_the_list_of_the_session_ticks_it() -> None:
    scene = cast.open_entry(cast.draft_dialogue())
    client = browser(scene)
    address = f"/staff/{scene.dialogue_id}/preparation/"
    typed = {"legal": "Checked by both bars.", "follow_up": "2031-05-04", "holding": LINE}
    assert "The preparation is recorded" in client.post(address, typed, follow=True).content.decode()
    assert "Checked by both bars." in (page := client.get(address).content.decode())
    assert 'value="2031-05-04"' in page
    done = {check.code for check in preparation(scene.dialogue_id) if check.done}
    assert {"legal", "follow_up", "holding"} <= done
    assert not {"overlap", "languages"} & done
    refused = client.post(address, {"legal": "Kept as typed.", "follow_up": "soon"})
    assert refused.status_code == 422
    assert "Kept as typed." in refused.content.decode()


def test_participants_read_the_holding_line_and_when_they_hear_again(live: Scene) -> None:
    record_lines(staff=live.organizer, lines={"holding": LINE, "follow_up": "2031-05-04", "legal": "Not for the room."})
    page = browser_of(live).get("/room/welcome/").content.decode()
    assert LINE in page
    assert "4 May 2031" in page
    assert "Not for the room." not in page


def test_a_leak_is_told_to_every_side_in_the_agreed_words_and_the_session_pauses(live: Scene) -> None:
    assert live.session is not None
    record_lines(staff=live.organizer, lines={"holding": LINE})
    page = browser(live).post(f"/staff/{live.dialogue_id}/sessions/{live.session.id}/leak/", follow=True)
    assert page.status_code == 200
    assert Session.objects.get(id=live.session.id).state == Session.State.COOLING_OFF
    told = [entry for entry in entries_after(live.plenary.id, 0) if entry.kind == "session.leak_told"]
    assert len(told) == 1
    assert LINE in event_words(told[0].kind, told[0].body)
    assert AuditEntry.objects.filter(action="session.leak_told").count() == 1


def test_without_an_agreed_line_nothing_is_told_and_nothing_pauses(live: Scene) -> None:
    assert live.session is not None
    with pytest.raises(PauseRefused, match="Record the holding line first"):
        tell_of_leak(staff=live.facilitator, session_id=live.session.id)
    assert Session.objects.get(id=live.session.id).state == Session.State.LIVE
    page = browser(live).get(f"/staff/{live.dialogue_id}/sessions/").content.decode()
    assert "No line is agreed for a leak yet" in page
    assert "Tell every side and pause" not in page
