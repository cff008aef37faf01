"""What facilitators could read of the talk, and what they could not: a caucus is its side's until it asks them in.

The guard shows facilitators findings from the first alone. Were it to show the others, somebody could type guesses into a draft
and be told which of them were said in a room that nobody asked them into.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Max

from dialogues.events.models import Event, Room
from dialogues.vault.cells import read_json

Told = tuple[UUID, str]


def heard(dialogue_id: UUID) -> list[Told]:
    """Return every message that facilitators could read, hidden ones too, as (id, words)."""
    shut = _shut_after(dialogue_id)
    return [(key, text) for key, text, room, seq in _spoken(dialogue_id) if seq < shut.get(room, seq + 1)]


def unheard(dialogue_id: UUID) -> list[Told]:
    """Return every message of caucuses that facilitators could not read, as (id, words); never for their eyes."""
    shut = _shut_after(dialogue_id)
    rows = _spoken(dialogue_id, list(shut))
    return [(key, text) for key, text, room, seq in rows if seq >= shut[room]]


def _shut_after(dialogue_id: UUID) -> dict[UUID, int]:
    """Caucus → the number from which on facilitators could not read it: 0 if they were never asked in, else when they were
    last asked out. One that they are in now is not here.
    """
    shut = Room.objects.filter(dialogue_id=dialogue_id, kind=Room.Kind.CAUCUS, facilitators_invited=False)
    rooms: dict[UUID, int] = dict.fromkeys(shut.values_list("id", flat=True), 0)
    out = Event.objects.filter(room_id__in=list(rooms), kind="caucus.asked_out").values_list("room_id")
    return rooms | dict(out.annotate(last=Max("seq")))


def _spoken(dialogue_id: UUID, rooms: list[UUID] | None = None) -> Iterator[tuple[UUID, str, UUID, int]]:
    """Yield (id, words, room, number) of the messages of a dialogue, or of some of its rooms."""
    rows = Event.objects.filter(dialogue_id=dialogue_id, kind="message.posted").order_by("room_id", "seq")
    for row in (rows if rooms is None else rows.filter(room_id__in=rooms)).iterator(chunk_size=2000):
        text = str((read_json(row, "body") or {}).get("text", ""))
        if text:
            yield row.id, text, row.room_id, row.seq
