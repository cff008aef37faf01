"""The calendar file: a time and a neutral title, the same bytes for everybody, and lines as the standard folds them."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import StaffMember
from dialogues.admission.operations.entering import enter
from dialogues.dialogue.clock import now
from dialogues.room.meeting import operations as meeting
from dialogues.room.meeting.calendar import FOLD, calendar_file
from tests.cast import Scene

pytestmark = pytest.mark.django_db


def browsers(scene: Scene) -> tuple[Client, Client]:
    """A facilitator's and a participant's."""
    desk, phone = Client(), Client(headers={"origin": "http://localhost:8000"})
    desk.force_login(StaffMember.objects.get(id=scene.facilitator.id))
    phone.cookies["seat"] = enter(seat_secret=scene.secrets[scene.all_seats()[0].id])
    return desk, phone


def test_the_file_names_a_time_and_nobody(seated: Scene) -> None:
    planned = (now() + timedelta(days=3)).replace(microsecond=0)
    session = meeting.plan_session(staff=seated.facilitator, planned_at=planned)
    desk, phone = browsers(seated)
    answers = [
        desk.get(f"/staff/{seated.dialogue_id}/sessions/meeting.ics"),
        phone.get("/room/meeting.ics"),
    ]
    assert {answer.content for answer in answers} == {calendar_file(session)}
    assert {answer["Content-Type"] for answer in answers} == {"text/calendar; charset=utf-8"}
    assert "/room/meeting.ics" in phone.get("/room/").content.decode()
    text = answers[0].content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert f"DTSTART:{planned:%Y%m%dT%H%M%SZ}" in text
    assert "SUMMARY:Meeting" in text
    for told in ("Issal", "River", "Velmar", "Ostrany", "Anteroom", str(session.id), str(seated.dialogue_id)):
        assert told not in text
    assert all(len(line) <= FOLD for line in answers[0].content.split(b"\r\n"))


def test_without_a_time_there_is_no_file(seated: Scene) -> None:
    desk, phone = browsers(seated)
    assert phone.get("/room/meeting.ics").status_code == 404
    meeting.plan_session(staff=seated.facilitator, planned_at=None)
    assert desk.get(f"/staff/{seated.dialogue_id}/sessions/meeting.ics").status_code == 404
