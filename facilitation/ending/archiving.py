"""Retention: so many days after a session closed, what was said in it is destroyed (domain.md 4, invariant 38).

Numbers, states and counts stay, words go: messages in every room of the session, messages that were held, and every place
where the house has copied a sentence. A seal does it, so that no file and no log of the database keeps them.
"""

import logging
from datetime import timedelta
from uuid import UUID

from django.db import connection

from dialogues.admission.models import SealRun
from dialogues.admission.seals import Counts, Rewrite, Seal, SealBusy, SealRefused, run_seal
from dialogues.admission.seals.procedure import DONE
from dialogues.chat.models import HeldMessage
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Session
from dialogues.dialogue.queries import MEETING
from dialogues.events.models import Dedupe, Event, Room
from facilitation.digests.models import Digest, RunConsent

log = logging.getLogger("anteroom.ending")

KIND = "SEAL-W"
WAITS = timedelta(days=2)  # so long it waits for a moment in which nobody meets: the seal holds the tables for moments
TABLES = (Event, HeldMessage, Dedupe, RunConsent)


def archive_due() -> int:
    """Destroy the words of every session whose time is over; returns how many. Called by the sweep."""
    done = 0
    for session_id in due():
        try:
            archive(session_id)
        except (SealRefused, SealBusy):
            continue  # the next sweep comes in seconds
        except Exception:
            log.exception("The words of a session could not be destroyed yet; the next sweep tries again.")
        else:
            done += 1
    return done


def due() -> list[UUID]:
    """Return the sessions whose words are to go now, and those whose seal was cut off."""
    cut_off = list(SealRun.objects.filter(kind=KIND, step__gt=0, step__lt=DONE).values_list("target", flat=True))
    today, busy = now().date(), Session.objects.filter(state__in=MEETING).exists()
    closed = Session.objects.filter(state=Session.State.CLOSED, closed_on__isnull=False).select_related("dialogue")
    over = []
    for session in closed:
        assert session.closed_on is not None  # noqa: S101  the filter says so
        late = today - session.closed_on - timedelta(days=session.dialogue.retention_days)
        if late >= (WAITS if busy else timedelta(0)):
            over.append(session.id)
    return [*cut_off, *over]


def archive(session_id: UUID) -> None:
    """Destroy the words of one session. Run again after a crash, it takes the steps that are left. Raises SealRefused, SealBusy."""
    session = Session.objects.get(id=session_id)
    run_seal(
        Seal(
            kind=KIND,
            target=session.id,
            dialogue_id=session.dialogue_id,
            tables=tuple(Rewrite(model) for model in TABLES),
            prepare=lambda: _empty(session_id),
            destroy_keys=lambda: None,
            after=_vacuum_digests,
        )
    )


def _empty(session_id: UUID) -> Counts:
    """Inside the seal, with the tables locked: take the words out of every row, and move the session on."""
    session = Session.objects.select_for_update().get(id=session_id)
    if session.state != Session.State.CLOSED:
        raise SealRefused
    rooms = list(Room.objects.filter(session=session).values_list("id", flat=True))
    told = Event.objects.filter(room_id__in=rooms, kind__startswith="message.")
    messages = told.filter(kind="message.posted").exclude(state=Event.State.WITHDRAWN)
    count = messages.update(state=Event.State.ARCHIVED, body=b"")
    told.update(body=b"")  # reasons for hiding, and what else was said about a message
    HeldMessage.objects.filter(room__in=rooms).delete()
    Dedupe.objects.filter(room__in=rooms).delete()
    digests = Digest.objects.filter(session=session.id)
    RunConsent.objects.filter(digest__in=digests).delete()
    digests.update(themes=b"")  # they quote the talk, for the facilitators' eyes
    move(session, Session.State.ARCHIVED)
    session.save(update_fields=["state"])
    return {"messages": count}


def _vacuum_digests() -> None:
    """Write the table of digests anew: the themes that were taken out of it lie in its old file until then."""
    if connection.in_atomic_block:  # only in a test that wraps itself; the house runs seals outside transactions
        return
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(Digest._meta.db_table)}")
