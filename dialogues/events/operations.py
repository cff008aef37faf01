"""Writing the log of a room: numbered under the room's row lock, in the transaction that changes the world."""

from functools import partial
from uuid import UUID

from django.db import connection, transaction

from dialogues.dialogue.clock import coarse, now
from dialogues.dialogue.models import Dialogue, Session, Side
from dialogues.events import doorbell
from dialogues.events.models import Event, Room
from dialogues.vault.cells import write_json

MEETING = (Session.State.OPEN_FOR_RULES, Session.State.LIVE, Session.State.COOLING_OFF, Session.State.CLOSING)


def append_event(
    *,
    room_id: UUID,
    kind: str,
    body: dict[str, object],
    seat_id: UUID | None = None,
    role: str = "",
    subject: UUID | None = None,
) -> int:
    """Add one entry to a room and return its number. The caller is in a transaction; readers are told after it commits."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dialogues_room SET last = last + 1 WHERE id = %s RETURNING last, dialogue_id", [room_id])
        number, dialogue_id = cursor.fetchone()
    high_risk = Dialogue.objects.values_list("high_risk", flat=True).get(id=dialogue_id)
    event = Event(
        dialogue_id=dialogue_id,
        room_id=room_id,
        seq=number,
        kind=kind,
        minute=coarse(now(), high_risk=high_risk),
        seat=seat_id,
        role=role or ("" if seat_id else "system"),
        subject=subject,
    )
    write_json(event, body=body)
    event.save(force_insert=True)
    transaction.on_commit(partial(doorbell.ring, room_id, number))
    return int(number)


def announce(
    *,
    dialogue_id: UUID,
    kind: str,
    body: dict[str, object],
    subject: UUID | None = None,
    side_id: UUID | None = None,
) -> None:
    """Add an entry to the plenary of the session that is meeting, or to a side's caucus; does nothing between sessions."""
    where = {"kind": Room.Kind.CAUCUS, "side": side_id} if side_id else {"kind": Room.Kind.PLENARY}
    room = (
        Room.objects.filter(dialogue_id=dialogue_id, session__state__in=MEETING, **where)
        .order_by("-session__number")
        .first()
    )
    if room is not None:
        append_event(room_id=room.id, kind=kind, body=body, subject=subject)


def open_rooms(*, dialogue_id: UUID, session_id: UUID) -> Room:
    """Make the rooms of a session if they are not there: plenary, facilitators' room, a caucus a side; return the plenary."""

    def made(kind: Room.Kind, side: UUID | None = None) -> Room:
        return Room.objects.get_or_create(
            dialogue_id=dialogue_id, session_id=session_id, seat=None, kind=kind, side=side
        )[0]

    made(Room.Kind.FACILITATORS)
    for side in Side.objects.filter(dialogue_id=dialogue_id):
        made(Room.Kind.CAUCUS, side.id)
    return made(Room.Kind.PLENARY)
