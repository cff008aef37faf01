"""Many entries in one statement: numbered under the room's row lock, with the marks that make a retry harmless."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

import msgspec
from django.db import transaction

from dialogues.dialogue.clock import coarse
from dialogues.dialogue.prepared import array, statement, visit
from dialogues.events import doorbell
from dialogues.events.models import Event
from dialogues.events.queries import Entry
from dialogues.vault.cells import Place, seal_many

KIND = "message.posted"
LOCK = """
SELECT id, dialogue_id, kind, side, last, facilitators_invited, hold_first, slow_seconds, turn
FROM dialogues_room WHERE id = $1 FOR UPDATE
"""
# A statement of its own: one that had to wait for the lock would see the session as it was before it waited.
STANDS = """
SELECT session.id, session.state, dialogue.high_risk, clock_timestamp()
FROM dialogues_room room
JOIN dialogues_session session ON session.id = room.session_id
JOIN dialogues_dialogue dialogue ON dialogue.id = room.dialogue_id
WHERE room.id = $1
"""
WAITS = 0  # instead of a number: it is kept, and a facilitator reads it first
KNOWN = """
SELECT author, cmid, seq FROM dialogues_dedupe WHERE room = $1 AND cmid = ANY($2::text::uuid[])
UNION ALL SELECT seat, cmid, 0 FROM dialogues_heldmessage WHERE room = $1 AND cmid = ANY($2::text::uuid[])
"""
APPEND = """
WITH numbered AS (UPDATE dialogues_room SET last = last + $3 WHERE id = $1 RETURNING last - $3 AS before),
spoken AS (SELECT * FROM unnest($6::text::uuid[], $7::text::uuid[], $8::text::uuid[], $9::text::boolean[], $10::text::bytea[])
           WITH ORDINALITY AS given(id, author, cmid, masked, body, place)),
marked AS (INSERT INTO dialogues_dedupe (id, room, author, cmid, seq)
           SELECT gen_random_uuid(), $1, author, cmid, before + place FROM spoken, numbered)
INSERT INTO dialogues_event (id, dialogue_id, room_id, seq, kind, minute, seat, role, subject, state, body)
SELECT id, $2, $1, before + place, $4, $5, CASE WHEN masked THEN author END,
       CASE WHEN masked THEN '' ELSE 'facilitator' END, NULL, 'posted', body
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
    facilitators_invited: bool = False
    hold_first: bool = False
    slow_seconds: int = 0
    turn: UUID | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message to be numbered: its author (seat or staff member), the browser's id, the mask's seat if it has one."""

    author: UUID
    cmid: UUID
    seat: UUID | None
    body: dict[str, object]


def lock_room(room_id: UUID, cmids: Sequence[UUID]) -> tuple[LockedRoom, dict[tuple[UUID, UUID], int]]:
    """Lock a room's row until the transaction ends: numbers are given in the order of commits.

    Also returns (author, cmid) → number of those messages that were stored before, as they are under the lock; WAITS for
    one that a facilitator reads first. One visit.
    """
    with visit():
        locked = statement(LOCK, room_id)
        stands = statement(STANDS, room_id)
        stored = statement(KNOWN, room_id, array(cmid.hex for cmid in cmids))
    [found] = locked.fetchall()
    room, dialogue, kind, side, last, *rules = found
    [[session, state, high_risk, moment]] = stands.fetchall()
    known = {(author, cmid): seq for author, cmid, seq in stored.fetchall()}
    minute = coarse(moment, high_risk=high_risk)
    return LockedRoom(room, dialogue, kind, side, last, session, state, minute, *rules), known


def append_spoken(room: LockedRoom, messages: Sequence[Spoken]) -> list[Entry]:
    """Add messages to a locked room in one statement; return them as readers get them."""
    if not messages:
        return []
    ids = [uuid4() for _ in messages]
    texts = [msgspec.json.encode(one.body) for one in messages]
    places = [Place(room.dialogue_id, "message", "dialogues_event.body", event) for event in ids]
    statement(
        APPEND,
        room.id,
        room.dialogue_id,
        len(messages),
        KIND,
        room.minute,
        array(event.hex for event in ids),
        array(one.author.hex for one in messages),
        array(one.cmid.hex for one in messages),
        array("t" if one.seat else "f" for one in messages),
        array(f'"\\\\x{cell.hex()}"' for cell in seal_many(places, texts)),
    )
    transaction.on_commit(partial(doorbell.ring_soon, room.id, room.last + len(messages)))
    return [
        Entry(event, number, KIND, room.minute, one.seat, role_of(one), None, Event.State.POSTED, one.body)
        for number, (event, one) in enumerate(zip(ids, messages, strict=True), start=room.last + 1)
    ]


def role_of(message: Spoken) -> str:
    """A mask needs no role; without one a facilitator speaks."""
    return "" if message.seat else "facilitator"
