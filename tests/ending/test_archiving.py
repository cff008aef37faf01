"""Retention: the words of a session go when their days are over, from the rows, the files and the log."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from dialogues.admission.models import SealRun
from dialogues.admission.seals import Seal
from dialogues.admission.seals.procedure import DONE, seal_steps
from dialogues.chat.drafts import Draft
from dialogues.chat.operations import post_messages
from dialogues.dialogue.clock import now
from dialogues.dialogue.models import Session
from dialogues.events.models import Dedupe, Event
from dialogues.events.queries import entries_after
from dialogues.room.meeting import operations as meeting
from facilitation.digests.models import Digest
from facilitation.ending.archiving import archive, archive_due, due
from tests.cast import Scene
from tests.pages.test_pages import browser_of

WORDS = "Heron says that the ford is open before the thaw."


def closed(scene: Scene, days_ago: int) -> Session:
    """A session in which something was said, closed so many days ago."""
    assert scene.session is not None
    seat = scene.all_seats()[0]
    post_messages(room_id=scene.plenary.id, drafts=[Draft(seat.id, uuid4(), WORDS, seat.id)])
    for turn in (meeting.start_closing, meeting.close_session):
        turn(staff=scene.facilitator, session_id=scene.session.id)
    Session.objects.filter(id=scene.session.id).update(closed_on=(now() - timedelta(days=days_ago)).date())
    return Session.objects.get(id=scene.session.id)


def test_words_stay_for_their_days_and_go_on_the_day_after(live: Scene) -> None:
    session = closed(live, 29)
    assert archive_due() == 0
    assert [entry.body.get("text") for entry in entries_after(live.plenary.id, 0) if entry.kind == "message.posted"]
    Session.objects.filter(id=session.id).update(closed_on=(now() - timedelta(days=30)).date())
    assert archive_due() == 1
    told = entries_after(live.plenary.id, 0)
    said = [entry for entry in told if entry.kind == "message.posted"]
    assert [(entry.state, entry.body) for entry in said] == [("archived", {})]
    assert [entry.seq for entry in told] == list(range(1, len(told) + 1))
    assert Session.objects.get(id=session.id).state == Session.State.ARCHIVED
    assert Dedupe.objects.count() == 0
    assert archive_due() == 0


def test_the_room_says_that_the_time_of_the_words_is_over(live: Scene) -> None:
    archive(closed(live, 31).id)
    page = browser_of(live).get("/room/").content.decode()
    assert WORDS not in page
    assert "Its time is over; the words are destroyed." in page


def test_themes_that_quote_the_talk_go_with_it(live: Scene) -> None:
    session = closed(live, 31)
    digest = Digest.objects.create(dialogue_id=live.dialogue_id, session=session.id, number=1, themes=b"quoted")
    archive(session.id)
    assert bytes(Digest.objects.get(id=digest.id).themes) == b""


def test_it_waits_while_somebody_meets_but_not_for_ever(live: Scene) -> None:
    session = closed(live, 30)
    meeting.plan_session(staff=live.facilitator, planned_at=None)
    Session.objects.filter(dialogue_id=live.dialogue_id, number=2).update(state=Session.State.LIVE)
    assert due() == []
    Session.objects.filter(id=session.id).update(closed_on=(now() - timedelta(days=32)).date())
    assert due() == [session.id]


def test_a_seal_that_was_cut_off_after_any_step_is_taken_to_its_end(
    live: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = closed(live, 31)
    caught: list[Seal] = []
    monkeypatch.setattr("facilitation.ending.archiving.run_seal", caught.append)
    archive(session.id)
    steps = seal_steps(caught[0])
    assert next(steps) == 1
    steps.close()
    monkeypatch.undo()
    assert due() == [session.id]
    archive_due()
    assert SealRun.objects.get(target=session.id).step == DONE
    assert due() == []


def test_no_file_of_the_table_keeps_the_cells(live: Scene) -> None:
    session = closed(live, 31)
    cell = bytes(Event.objects.get(kind="message.posted").body)
    archive(session.id)
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath('dialogues_event'))")
        assert cell not in bytes(cursor.fetchone()[0])
        cursor.execute("SELECT name FROM pg_ls_waldir()")
        logs = [name for (name,) in cursor.fetchall()]
        assert logs
        for name in logs:
            cursor.execute("SELECT pg_read_binary_file('pg_wal/' || %s, 0, 100000000, true)", [name])
            assert cell not in bytes(cursor.fetchone()[0] or b"")
