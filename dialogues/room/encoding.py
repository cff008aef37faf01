"""Entries as JSON text: decrypted and encoded once for everybody in a room."""

from uuid import UUID

import msgspec

from dialogues.admission.queries import masks
from dialogues.dialogue.models import Session
from dialogues.events.models import Room
from dialogues.events.queries import Entry, Masks, entries_after
from dialogues.room.words import event_words

PAGE = 200  # entries in one frame
Encoded = tuple[int, str, bool]  # number, JSON, whether it changes an earlier entry


def encode(entry: Entry, known: Masks) -> Encoded:
    """Return an entry as JSON text, with its sentence if it is a turn of the meeting."""
    frame = entry.wire(known)
    if words := event_words(entry.kind, entry.body):
        frame["w"] = words
    changes = entry.kind.startswith("message.") and entry.kind != "message.posted"
    return entry.seq, msgspec.json.encode(frame).decode(), changes


def encode_all(room_id: UUID, entries: list[Entry], known: dict[UUID, tuple[str, int]]) -> list[Encoded]:
    """Encode entries; learns the masks of the room if one is not known yet."""
    if any(entry.seat and entry.seat not in known for entry in entries):
        known.update(masks_of(room_id))
    return [encode(entry, known) for entry in entries]


def encoded_after(room_id: UUID, number: int, known: dict[UUID, tuple[str, int]]) -> list[Encoded]:
    """Read, decrypt and encode one page."""
    return encode_all(room_id, entries_after(room_id, number, PAGE), known)


def masks_of(room_id: UUID) -> Masks:
    """Return seat → (mask, side's number) of the epoch that meets in a room."""
    epoch = Session.objects.values_list("epoch", flat=True).get(
        id=Room.objects.values_list("session_id", flat=True).get(id=room_id)
    )
    return masks(epoch) if epoch else {}
