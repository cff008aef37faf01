"""Held before publishing: a facilitator publishes, offers other words, or declines; the author decides about other words.

Whoever takes both locks takes the room's before the message's, as a message that comes does.
"""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.access import Seat, seat_by_id
from dialogues.admission.queries import masks, side_of
from dialogues.chat.drafts import Draft, Held, reason_of, words_of
from dialogues.chat.models import HeldMessage
from dialogues.chat.refusals import NotYourTurn, TalkRefused
from dialogues.chat.rooms import ASIDE, room_for
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.dialogue.models import Session
from dialogues.events.batch import LockedRoom, Spoken, append_spoken, lock_room
from dialogues.events.models import Room
from dialogues.events.operations import append_event
from dialogues.vault.cells import read_cell, read_json, write_cells, write_json

State = HeldMessage.State
WAITING = (State.HELD, State.REPHRASE_OFFERED)


class NotHeld(TalkRefused):
    """Somebody was faster, or it is not yours: they look the same."""

    code = "not_held"

    def __init__(self) -> None:
        super().__init__(_("This message does not wait any more. Reload the page to see how it stands."))


@dataclass(frozen=True, slots=True)
class HeldView:
    """One message that waits, as its author and the facilitators read it."""

    id: UUID
    mask: str
    side: int
    text: str
    offered: str
    reason: str
    state: str
    lang: str

    @property
    def seen(self) -> str:
        """A mark of the words offered: whoever takes them says by it which ones they have read."""
        return _mark(self.offered)


def hold_back(room: LockedRoom, draft: Draft) -> Held | None:
    """Keep a mask's message for the facilitators if the room holds first; None if it may go on. Called under the room's lock."""
    if not room.hold_first or draft.seat is None:
        return None
    row = HeldMessage(dialogue_id=room.dialogue_id, room=room.id, seat=draft.seat, cmid=draft.cmid)
    write_json(row, body=draft.body)
    row.save(force_insert=True)
    return Held()


@transaction.atomic
def publish_held(*, staff: Staff, held_id: UUID) -> int:
    """Let a held message stand in the room under its mask; returns its number. Raises NotHeld, NoSuchRoom."""
    room = _locked_room(held_id, staff.dialogue_id)
    room_for(staff, room.id)
    row = _held(held_id, dialogue_id=staff.dialogue_id)
    return _publish(room, row, read_json(row, "body"))


@transaction.atomic
def offer_rephrase(*, staff: Staff, held_id: UUID, text: str) -> None:
    """Offer other words; the author decides. Raises NotHeld, TalkRefused."""
    row = _held(held_id, dialogue_id=staff.dialogue_id)
    room_for(staff, row.room)
    offered = words_of(text)
    _move(row, State.REPHRASE_OFFERED)
    write_cells(row, offered=offered)
    row.save(update_fields=["state", "offered"])


@transaction.atomic
def decline_held(*, staff: Staff, held_id: UUID, reason: str) -> None:
    """Do not publish a message; its author alone reads why, and its words are destroyed. Raises NotHeld, TalkRefused."""
    reason = reason_of(reason)
    row = _held(held_id, dialogue_id=staff.dialogue_id)
    room_for(staff, row.room)
    _move(row, State.DECLINED)
    write_cells(row, reason=reason)
    row.body, row.offered = b"", b""
    row.save(update_fields=["state", "reason", "body", "offered"])
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action="message.declined",
        subject="message:held",
        staff_id=staff.id,
    )


@transaction.atomic
def accept_rephrase(*, seat: Seat, held_id: UUID, seen: str) -> int:
    """As its author, take the words offered: they stand in the room as one's own. `seen` is the mark of the words that were read.

    Raises NotHeld, NotYourTurn, TalkRefused, NotSeated, Muted.
    """
    seat_by_id(seat.id, speaking=True)
    room = _locked_room(held_id, seat.dialogue_id)
    row = _held(held_id, dialogue_id=seat.dialogue_id, seat_id=seat.id)
    if row.state != State.REPHRASE_OFFERED:
        raise NotHeld
    offered = read_cell(row, "offered")
    if _mark(offered) != seen:
        raise TalkRefused(_("A facilitator has offered other words meanwhile. Read them in the room, then decide."))
    if room.turn is not None and side_of(seat.id) != room.turn:
        raise NotYourTurn
    return _publish(room, row, read_json(row, "body") | {"text": offered})


@transaction.atomic
def take_back_held(*, seat: Seat, held_id: UUID) -> None:
    """As its author, take a held message back: nothing of it is left. Raises NotHeld."""
    row = _held(held_id, dialogue_id=seat.dialogue_id, seat_id=seat.id)
    _move(row, State.WITHDRAWN)
    row.delete()


def held_in(room_id: UUID, epoch_id: UUID | None) -> list[HeldView]:
    """Return what waits in a room for the facilitators, in the order of random keys."""
    rows = list(HeldMessage.objects.filter(room=room_id, state__in=WAITING).order_by("id"))
    names = masks(epoch_id) if epoch_id and rows else {}
    return [_view(row, names) for row in rows]


def held_of(seat: Seat, room_id: UUID) -> list[HeldView]:
    """Return a seat's own messages that wait in a room, or were not published."""
    return [_view(row, {}) for row in HeldMessage.objects.filter(room=room_id, seat=seat.id).order_by("id")]


def waiting_in(dialogue_id: UUID) -> int:
    """Return how many messages wait for a facilitator."""
    return HeldMessage.objects.filter(dialogue_id=dialogue_id, state=State.HELD).count()


def forget_held(session_id: UUID) -> None:
    """Destroy what still waits in a session's rooms, when it closes."""
    rooms = Room.objects.filter(session_id=session_id).values_list("id", flat=True)
    HeldMessage.objects.filter(room__in=list(rooms)).delete()


def release_all(room_id: UUID) -> None:
    """Say everything that waits in a room, as its authors wrote it: nobody holds there any more. Closed, it goes with the session."""
    room, _known = lock_room(room_id, [])
    if room.session_state not in ASIDE:
        return
    rows = list(HeldMessage.objects.select_for_update().filter(room=room_id, state__in=WAITING).order_by("id"))
    append_spoken(room, [Spoken(row.seat, row.cmid, row.seat, read_json(row, "body")) for row in rows])
    HeldMessage.objects.filter(id__in=[row.id for row in rows]).delete()


def _publish(room: LockedRoom, row: HeldMessage, body: dict[str, object]) -> int:
    """Number a held message in its room and let its row go. A pause freezes the plenary for what waited too."""
    plenary = room.kind == Room.Kind.PLENARY
    if plenary and room.session_state == Session.State.COOLING_OFF:
        raise TalkRefused(_("The room is cooling off. The message waits on; it can be said when the pause ends."))
    if room.session_state not in ({Session.State.LIVE, Session.State.CLOSING} if plenary else ASIDE):
        raise TalkRefused(_("The session does not take messages now."))
    _move(row, State.RELEASED)
    [entry] = append_spoken(room, [Spoken(row.seat, row.cmid, row.seat, body)])
    row.delete()
    return entry.seq


def _locked_room(held_id: UUID, dialogue_id: UUID) -> LockedRoom:
    """Return the room of a held message, locked. Raises NotHeld."""
    room_id = HeldMessage.objects.filter(id=held_id, dialogue_id=dialogue_id).values_list("room", flat=True).first()
    if room_id is None:
        raise NotHeld
    return lock_room(room_id, [])[0]


def _mark(words: str) -> str:
    """A short mark of some words."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _held(held_id: UUID, *, dialogue_id: UUID, seat_id: UUID | None = None) -> HeldMessage:
    """Return a held message, locked. Raises NotHeld."""
    rows = HeldMessage.objects.select_for_update().filter(id=held_id, dialogue_id=dialogue_id)
    row = (rows.filter(seat=seat_id) if seat_id else rows).first()
    if row is None:
        raise NotHeld
    return row


def _move(row: HeldMessage, to: str) -> None:
    """Move along the diagram. Raises NotHeld."""
    try:
        move(row, to)
    except UndeclaredMove as undeclared:
        raise NotHeld from undeclared


def tell_facilitators(session_id: UUID) -> None:
    """Say in the facilitators' room that something waits; not what."""
    room = Room.objects.filter(session_id=session_id, kind=Room.Kind.FACILITATORS).first()
    if room is not None:
        append_event(room_id=room.id, kind="message.waits", body={})


def _view(row: HeldMessage, names: dict[UUID, tuple[str, int]]) -> HeldView:
    """Decrypt one."""
    mask, side = names.get(row.seat, ("", 0))
    body = read_json(row, "body") or {}
    text, lang = str(body.get("text", "")), str(body.get("lang", ""))
    return HeldView(row.id, mask, side, text, read_cell(row, "offered"), read_cell(row, "reason"), row.state, lang)
