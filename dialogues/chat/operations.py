"""Saying something in a room: a batch in one transaction, numbered under the room's row lock, each message once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.db import transaction

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.access import Seat, seat_again
from dialogues.admission.queries import text_version as version_in_force
from dialogues.chat.limits import count_message
from dialogues.chat.refusals import (
    NothingSaid,
    NotYours,
    OldPage,
    RoomIsCooling,
    RoomNotLive,
    TalkRefused,
    TooLong,
)
from dialogues.dialogue.clock import coarse, now
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.dialogue.models import Session
from dialogues.events import doorbell
from dialogues.events.models import Dedupe, Event, Room
from dialogues.events.operations import append_event
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_json

LONGEST = 2000  # characters of the canonical text
WITHDRAW_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """One message on its way: who says it (a seat, or a facilitator), the browser's id of it, the canonical words."""

    author: UUID
    cmid: UUID
    text: str
    seat: UUID | None  # None: a facilitator speaks


def draft_of_seat(*, seat: Seat, cmid: UUID, text: str, text_version: str) -> Draft:
    """Check what a seat wants to say and return it as a draft. Raises TalkRefused, NotSeated, Muted."""
    if text_version != version_in_force(seat.dialogue_id):
        raise OldPage
    again = seat_again(seat)
    count_message(again.id)
    return Draft(again.id, cmid, _words(text), again.id)


def draft_of_staff(*, staff: Staff, cmid: UUID, text: str) -> Draft:
    """The same for a facilitator."""
    return Draft(staff.id, cmid, _words(text), None)


@transaction.atomic
def post_messages(*, room_id: UUID, drafts: Sequence[Draft]) -> list[int]:
    """Store a batch and return each message's number. A message that was stored before gets the number it had.

    Raises RoomNotLive or RoomIsCooling for the whole batch: it arrived at one moment. One fsync for all.
    """
    room = Room.objects.select_for_update().select_related("dialogue").get(id=room_id)
    _refuse_unless_live(room.session_id)
    known = _known(room_id, drafts)
    fresh: dict[tuple[UUID, UUID], int] = {}
    events, marks = list[Event](), list[Dedupe]()
    minute = coarse(now(), high_risk=room.dialogue.high_risk)
    for draft in drafts:
        place = (draft.author, draft.cmid)
        if place in known or place in fresh:
            continue
        number = room.last + len(fresh) + 1
        fresh[place] = number
        events.append(_event(room, number, draft, minute))
        marks.append(Dedupe(id=uuid4(), room=room_id, author=draft.author, cmid=draft.cmid, seq=number))
    if fresh:
        Event.objects.bulk_create(events)
        Dedupe.objects.bulk_create(marks)
        Room.objects.filter(id=room_id).update(last=room.last + len(fresh))
        transaction.on_commit(partial(doorbell.ring, room_id, room.last + len(fresh)))
    return [known.get((draft.author, draft.cmid)) or fresh[(draft.author, draft.cmid)] for draft in drafts]


@transaction.atomic
def withdraw_message(*, seat: Seat, event_id: UUID) -> None:
    """As its author, take a message back within ten minutes: its words go, its number stays. Raises NotYours."""
    event = Event.objects.select_for_update().filter(id=event_id, seat=seat.id, kind="message.posted").first()
    if event is None or (now() - event.minute).total_seconds() > (WITHDRAW_MINUTES + 1) * 60:
        raise NotYours
    _take_back(event, Event.State.WITHDRAWN, {"n": event.seq}, seat.id)


@transaction.atomic
def hide_message(*, staff: Staff, event_id: UUID, reason: str) -> None:
    """As a facilitator, hide a message with a reason that everyone reads. Raises TalkRefused."""
    reason = canonical(reason)
    if not reason:
        raise TalkRefused("Give the reason: everyone reads “hidden by a facilitator” with it.")
    event = (
        Event.objects.select_for_update()
        .filter(id=event_id, dialogue_id=staff.dialogue_id, kind="message.posted")
        .first()
    )
    if event is None:
        raise NotYours
    _take_back(event, Event.State.HIDDEN, {"n": event.seq, "reason": reason}, None)
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action="message.hidden",
        subject=f"event:{event.seq}",
        staff_id=staff.id,
    )


def _take_back(event: Event, state: str, body: dict[str, object], seat: UUID | None) -> None:
    """Change a message's state, destroy its words if it was withdrawn, and tell the room."""
    try:
        move(event, state)
    except UndeclaredMove as refusal:
        raise NotYours from refusal
    if state == Event.State.WITHDRAWN:
        event.body = b""
    event.save(update_fields=["state", "body"])
    append_event(
        room_id=event.room_id,
        kind=f"message.{state}",
        body=body,
        seat_id=seat,
        role="" if seat else "facilitator",
        subject=event.id,
    )


def _words(text: str) -> str:
    """Return the canonical words, or refuse."""
    words = canonical(text)
    if not words:
        raise NothingSaid
    if len(words) > LONGEST:
        raise TooLong(len(words))
    return words


def _event(room: Room, number: int, draft: Draft, minute: datetime) -> Event:
    """Build one entry with its encrypted body."""
    event = Event(
        dialogue_id=room.dialogue_id,
        room_id=room.id,
        seq=number,
        kind="message.posted",
        minute=minute,
        seat=draft.seat,
        role="" if draft.seat else "facilitator",
    )
    write_json(event, body={"text": draft.text})
    return event


def _known(room_id: UUID, drafts: Sequence[Draft]) -> dict[tuple[UUID, UUID], int]:
    """Return the numbers of those that were stored before."""
    found = Dedupe.objects.filter(room=room_id, cmid__in=[draft.cmid for draft in drafts])
    return {(row.author, row.cmid): row.seq for row in found}


def _refuse_unless_live(session_id: UUID) -> None:
    """Read the session's state under the room's lock: a closing room takes nothing more."""
    state = Session.objects.values_list("state", flat=True).get(id=session_id)
    if state == Session.State.COOLING_OFF:
        raise RoomIsCooling
    if state != Session.State.LIVE:
        raise RoomNotLive
