"""Many entries in one statement: numbered under the room's row lock, with the marks that make a retry harmless."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from dialogues.dialogue.clock import coarse
from dialogues.events import doorbell
from dialogues.events.models import Event
from dialogues.events.queries import Entry
from dialogues.vault.cells import Place, seal_many

KIND = "message.posted"
LOCK = """
SELECT room.id, room.dialogue_id, room.kind, room.side, room.last, session.id, session.state, dialogue.high_risk,
       clock_timestamp()
FROM dialogues_room room
JOIN dialogues_session session ON session.id = room.session_id
JOIN dialogues_dialogue dialogue ON dialogue.id = room.dialogue_id
WHERE room.id = %s FOR UPDATE OF room
"""
KNOWN = "SELECT author, cmid, seq FROM dialogues_dedupe WHERE room = %s AND cmid = ANY(%s)"
APPEND = """
WITH numbered AS (UPDATE dialogues_room SET last = last + %(count)s WHERE id = %(room)s RETURNING last - %(count)s AS before),
spoken AS (SELECT * FROM unnest(%(ids)s::uuid[], %(seats)s::uuid[], %(roles)s::text[], %(bodies)s::bytea[],
                                %(authors)s::uuid[], %(cmids)s::uuid[], %(marks)s::uuid[])
           WITH ORDINALITY AS given(id, seat, role, body, author, cmid, mark, place)),
marked AS (INSERT INTO dialogues_dedupe (id, room, author, cmid, seq)
           SELECT mark, %(room)s, author, cmid, before + place FROM spoken, numbered)
INSERT INTO dialogues_event (id, dialogue_id, room_id, seq, kind, minute, seat, role, subject, state, body)
SELECT id, %(dialogue)s, %(room)s, before + place, %(kind)s, %(minute)s, seat, role, NULL, 'posted', body
FROM spoken, numbered
"""


@dataclass(frozen=True, slots=True)
class LockedRoom:
    """A room under its lock: where it stands, and what its session allows."""

    id: UUID
    dialogue_id: UUID
    kind: str
    side: UUID | None
    last: int
    session_id: UUID
    session_state: str
    minute: datetime


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message to be numbered: its author (seat or staff member), the browser's id, the mask's seat if it has one."""

    author: UUID
    cmid: UUID
    seat: UUID | None
    body: dict[str, object]


def lock_room(room_id: UUID) -> LockedRoom:
    """Lock a room's row until the transaction ends: numbers are given in the order of commits."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [room_id])
        room, dialogue, kind, side, last, session, state, high_risk, moment = cursor.fetchone()
    return LockedRoom(room, dialogue, kind, side, last, session, state, coarse(moment, high_risk=high_risk))


def known_numbers(room_id: UUID, cmids: Sequence[UUID]) -> dict[tuple[UUID, UUID], int]:
    """Return (author, cmid) → number of the messages that were stored before."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [room_id, list(cmids)])
        return {(author, cmid): seq for author, cmid, seq in cursor.fetchall()}


def append_spoken(room: LockedRoom, messages: Sequence[Spoken]) -> list[Entry]:
    """Add messages to a locked room in one statement; return them as readers get them."""
    if not messages:
        return []
    ids = [uuid4() for _ in messages]
    texts = [json.dumps(one.body, ensure_ascii=False, separators=(",", ":")).encode() for one in messages]
    places = [Place(room.dialogue_id, "message", "dialogues_event.body", event) for event in ids]
    values: dict[str, Any] = {
        "count": len(messages),
        "room": room.id,
        "dialogue": room.dialogue_id,
        "kind": KIND,
        "minute": room.minute,
        "ids": ids,
        "seats": [one.seat for one in messages],
        "roles": [role_of(one) for one in messages],
        "bodies": seal_many(places, texts),
        "authors": [one.author for one in messages],
        "cmids": [one.cmid for one in messages],
        "marks": [uuid4() for _ in messages],
    }
    with connection.cursor() as cursor:
        cursor.execute(APPEND, values)
    transaction.on_commit(partial(doorbell.ring, room.id, room.last + len(messages)))
    return [
        Entry(event, number, KIND, room.minute, one.seat, role_of(one), None, Event.State.POSTED, one.body)
        for number, (event, one) in enumerate(zip(ids, messages, strict=True), start=room.last + 1)
    ]


def role_of(message: Spoken) -> str:
    """A mask needs no role; without one a facilitator speaks."""
    return "" if message.seat else "facilitator"
