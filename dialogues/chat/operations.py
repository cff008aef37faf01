"""Saying something by form, taking it back, hiding it. The socket says many things at once: `dialogues.chat.posting`."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.access import Seat, seat_by_id
from dialogues.chat.drafts import Draft, Kept, Said, draft_of, draft_of_seat, draft_of_staff, reason_of
from dialogues.chat.models import Flag
from dialogues.chat.posting import post_batch
from dialogues.chat.refusals import NotYours
from dialogues.chat.rooms import may_enter
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.dialogue.queries import is_high_risk
from dialogues.events.models import Event
from dialogues.events.operations import append_event

__all__ = [
    "Draft",
    "Said",
    "draft_of",
    "draft_of_seat",
    "draft_of_staff",
    "hide_message",
    "may_be_withdrawn",
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
    """As its author, take a message back within ten minutes: its words go, its number stays. Returns its room.

    Raises NotYours, NotSeated.
    """
    seat_by_id(seat.id)
    event = Event.objects.select_for_update().filter(id=event_id, seat=seat.id, kind="message.posted").first()
    if event is None or not may_be_withdrawn(event.minute, now(), high_risk=is_high_risk(event.dialogue_id)):
        raise NotYours
    _take_back(event, Event.State.WITHDRAWN, {"n": event.seq}, seat.id)
    return event.room_id


def may_be_withdrawn(minute: datetime, moment: datetime, *, high_risk: bool) -> bool:
    """Whether a message may be as young as ten minutes: what is kept of its time is a minute, or an hour, and could be its end."""
    kept = 60 if high_risk else 1
    return moment - minute <= timedelta(minutes=WITHDRAW_MINUTES + kept)


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
