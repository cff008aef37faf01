"""From a message to the mask behind it, for facilitators: what they do to a mask can be done where they read it."""

from dataclasses import dataclass
from uuid import UUID

from accounts.access import Staff
from dialogues.admission.queries import MaskView, mask_of
from dialogues.chat.models import HeldMessage
from dialogues.chat.rooms import NoSuchRoom, may_enter
from dialogues.events.models import Event, Room
from dialogues.vault.cells import read_json


@dataclass(frozen=True, slots=True)
class Written:
    """A message, posted or waiting, as a facilitator looks at it alone."""

    id: UUID
    room: Room
    number: int  # 0 while it waits
    state: str
    text: str
    lang: str
    author: MaskView | None  # None: a facilitator wrote it


def written(staff: Staff, message_id: UUID) -> Written:
    """Return a message that a facilitator may read, and whose it is. Raises NoSuchRoom."""
    event = Event.objects.select_related("room").filter(id=message_id, kind="message.posted").first()
    held = None if event else HeldMessage.objects.filter(id=message_id).first()
    room = event.room if event else Room.objects.filter(id=held.room).first() if held else None
    row = event or held
    if row is None or room is None or not may_enter(room, staff):
        raise NoSuchRoom
    readable = event is None or event.state == Event.State.POSTED
    body = (read_json(row, "body") or {}) if readable else {}
    author = mask_of(row.seat) if row.seat else None
    text, lang = str(body.get("text", "")), str(body.get("lang", ""))
    return Written(row.id, room, event.seq if event else 0, row.state, text, lang, author)


def author_of(staff: Staff, message_id: UUID) -> UUID:
    """Return the seat that wrote a message a facilitator may read. Raises NoSuchRoom, also for a facilitator's own."""
    found = written(staff, message_id)
    if found.author is None:
        raise NoSuchRoom
    return found.author.id
