"""Saying something by form, taking it back, hiding it. The socket says many things at once: `dialogues.chat.posting`."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.access import Seat
from dialogues.chat.drafts import Draft, Kept, Said, draft_of, draft_of_seat, draft_of_staff, reason_of
from dialogues.chat.models import Flag
from dialogues.chat.posting import post_batch
from dialogues.chat.refusals import NotYours
from dialogues.chat.rooms import may_enter
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.events.models import Event
from dialogues.events.operations import append_event

__all__ = [
    "Draft",
    "Said",
    "draft_of",
    "draft_of_seat",
    "draft_of_staff",
    "hide_message",
    "post_messages",
    "withdraw_message",
]

WITHDRAW_MINUTES = 10


def post_messages(*, room_id: UUID, drafts: Sequence[Draft]) -> list[int]:
    """Store drafts and return each one's number. Raises the first refusal; what could be taken is stored all the same."""
    numbers = []
    for outcome in post_batch(room_id=room_id, drafts=drafts):
        if isinstance(outcome, Exception):
            raise outcome
        numbers.append(outcome.number if isinstance(outcome, Kept) else 0)
    return numbers


@transaction.atomic
def withdraw_message(*, seat: Seat, event_id: UUID) -> UUID:
    """As its author, take a message back within ten minutes: its words go, its number stays. Returns its room. Raises NotYours."""
    event = Event.objects.select_for_update().filter(id=event_id, seat=seat.id, kind="message.posted").first()
    if event is None or (now() - event.minute).total_seconds() > (WITHDRAW_MINUTES + 1) * 60:
        raise NotYours
    _take_back(event, Event.State.WITHDRAWN, {"n": event.seq}, seat.id)
    return event.room_id


@transaction.atomic
def hide_message(*, staff: Staff, event_id: UUID, reason: str) -> None:
    """As a facilitator, hide a message with a reason that everyone reads. Raises TalkRefused, TextUnstable."""
    reason = reason_of(reason)
    event = (
        Event.objects.select_for_update()
        .filter(id=event_id, dialogue_id=staff.dialogue_id, kind="message.posted")
        .first()
    )
    if event is None or not may_enter(event.room, staff):
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
    Flag.objects.filter(event=event.id).delete()  # whoever pointed it out has what they asked for
    append_event(
        room_id=event.room_id,
        kind=f"message.{state}",
        body=body,
        seat_id=seat,
        role="" if seat else "facilitator",
        subject=event.id,
    )
