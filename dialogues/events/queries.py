"""Reading the log of a room. Live delivery and catching up are this one query."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from dialogues.events.models import Event, Room
from dialogues.vault.cells import Place, unseal

PAGE = 200
COLUMNS = ("id", "dialogue_id", "seq", "kind", "minute", "seat", "role", "subject", "state", "body")
Masks = Mapping[UUID, tuple[str, int]]  # seat → mask, number of its side


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as readers get it: a hidden or withdrawn message has no words."""

    id: UUID
    seq: int
    kind: str
    minute: datetime
    seat: UUID | None
    role: str
    subject: UUID | None
    state: str
    body: dict[str, Any]

    def wire(self, masks: Masks) -> dict[str, Any]:
        """Return the entry as it goes to browsers: a mask and a side's number, never the seat's key."""
        frame: dict[str, Any] = {
            "n": self.seq,
            "k": self.kind,
            "t": _stamp(self.minute),
            "b": self.body,
        }
        if self.seat is not None and self.seat in masks:
            frame["m"], frame["s"] = masks[self.seat]
        if self.role:
            frame["r"] = self.role
        if self.state != Event.State.POSTED:
            frame["st"] = self.state
        if self.subject is not None:
            frame["of"] = str(self.subject)
        frame["id"] = str(self.id)
        return frame


@lru_cache(maxsize=256)
def _stamp(minute: datetime) -> str:
    """A minute as it stands on the wire."""
    return minute.strftime("%Y-%m-%dT%H:%MZ")


def entries_after(room_id: UUID, after: int, limit: int = PAGE) -> list[Entry]:
    """Return the entries of a room numbered above `after`, in order, at most `limit`."""
    return [
        _entry(row)
        for row in Event.objects.filter(room_id=room_id, seq__gt=after).order_by("seq").values_list(*COLUMNS)[:limit]
    ]


def entries_before(room_id: UUID, before: int, limit: int = 100) -> list[Entry]:
    """Return the last `limit` entries numbered below `before`, in order."""
    rows = Event.objects.filter(room_id=room_id, seq__lt=before).order_by("-seq").values_list(*COLUMNS)[:limit]
    return [_entry(row) for row in reversed(rows)]


def last_number(room_id: UUID) -> int:
    """Return the number of the newest entry; 0 in an empty room."""
    return Room.objects.values_list("last", flat=True).get(id=room_id)


def last_numbers(room_ids: list[UUID]) -> dict[UUID, int]:
    """Return room → newest number, in one query: what even a lost last ring cannot hide."""
    return dict(Room.objects.filter(id__in=room_ids).values_list("id", "last"))


def plenary_of(session_id: UUID) -> Room | None:
    """Return the plenary of a session."""
    return Room.objects.filter(session_id=session_id, kind=Room.Kind.PLENARY).first()


def _entry(row: tuple[Any, ...]) -> Entry:
    """Decrypt one row."""
    event_id, dialogue_id, seq, kind, minute, seat, role, subject, state, cell = row
    spoken = state == Event.State.POSTED and bool(cell)
    body = (
        json.loads(unseal(Place(dialogue_id, "message", "dialogues_event.body", event_id), bytes(cell)))
        if spoken
        else {}
    )
    return Entry(event_id, seq, kind, minute, seat, role, subject, state, body)
