"""Searching what one may read: every message is decrypted and looked through; there is no index (anonymity.md 8)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.access import Staff
from dialogues.admission.access import Seat
from dialogues.chat.markup import plain
from dialogues.chat.rooms import may_enter
from dialogues.dialogue.models import Session
from dialogues.events.models import Event, Room
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import read_json

MOST, SHORTEST = 100, 2


@dataclass(frozen=True, slots=True)
class Found:
    """One message that holds the words."""

    room_id: UUID
    kind: str
    session: int
    number: int
    minute: datetime
    text: str
    lang: str
    current: bool  # of the session that meets now: it can be gone to


def search(key: Seat | Staff, words: str, current: Session | None) -> list[Found]:
    """Return the newest messages that hold the words, in rooms that this key opens; at most a hundred."""
    wanted = canonical(words).casefold()
    if len(wanted) < SHORTEST:
        return []
    rooms = {
        room.id: room
        for room in Room.objects.filter(dialogue_id=key.dialogue_id).select_related("session")
        if may_enter(room, key)
    }
    rows = Event.objects.filter(room_id__in=list(rooms), kind="message.posted", state=Event.State.POSTED)
    found: list[Found] = []
    for row in rows.order_by("-minute", "-seq").iterator(chunk_size=2000):
        body = read_json(row, "body") or {}
        text = str(body.get("text", ""))
        if wanted in plain(text).casefold():
            room = rooms[row.room_id]
            here = current is not None and room.session_id == current.id
            found.append(
                Found(
                    room.id, room.kind, room.session.number, row.seq, row.minute, text, str(body.get("lang", "")), here
                )
            )
            if len(found) == MOST:
                break
    return found
