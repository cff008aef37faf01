"""How a room is conducted: holding first, slow mode, and structured rounds with equal turns for every side (domain.md 6.2)."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.chat.refusals import TalkRefused
from dialogues.chat.rooms import room_for
from dialogues.chat.rules import turn_order
from dialogues.dialogue.models import Session
from dialogues.dialogue.queries import SideView, sides_of
from dialogues.events.models import Room
from dialogues.events.operations import append_event

SLOWEST, MOST_TURNS = 600, 5


@transaction.atomic
def set_conduct(*, staff: Staff, room_id: UUID, hold_first: bool, slow_seconds: int) -> None:
    """Say whether masks' messages wait for a facilitator, and how long a mask rests between two. Everybody in the room is told."""
    room = Room.objects.select_for_update().get(id=room_for(staff, room_id).id)
    if not 0 <= slow_seconds <= SLOWEST:
        raise TalkRefused(_("Slow mode goes from 0, which is off, to %(most)d seconds.") % {"most": SLOWEST})
    if (room.hold_first, room.slow_seconds) == (hold_first, slow_seconds):
        return
    Room.objects.filter(id=room.id).update(hold_first=hold_first, slow_seconds=slow_seconds)
    body: dict[str, object] = {"hold": hold_first, "slow": slow_seconds}
    append_event(room_id=room.id, kind="room.conduct_changed", body=body)
    action = f"room.hold={int(hold_first)}"
    record(
        dialogue_id=staff.dialogue_id, actor=staff.role, action=action, subject=f"room:{room.kind}", staff_id=staff.id
    )


@transaction.atomic
def start_round(*, staff: Staff, room_id: UUID, turns: int) -> None:
    """Give every side the same number of turns, in rotating order; the others listen. Raises TalkRefused, NoSuchRoom."""
    room = _plenary(staff, room_id, live=True)
    if room.turn:
        raise TalkRefused(_("A round is running: every side has its turns first. End it to begin another."))
    if not 1 <= turns <= MOST_TURNS:
        raise TalkRefused(_("A round has 1 to %(most)d turns a side.") % {"most": MOST_TURNS})
    sides = sides_of(staff.dialogue_id)
    order = turn_order([str(side.id) for side in sides], turns)
    _give(room, order, sides)


@transaction.atomic
def next_turn(*, staff: Staff, room_id: UUID, left: int) -> None:
    """Give the floor to the next side; after the last turn the round is over and everybody may speak.

    `left` is how many turns were left when the facilitator decided: two who decide at once take no side's turn. Raises TalkRefused.
    """
    room = _plenary(staff, room_id, live=True)
    if room.turn is None:
        raise TalkRefused(_("No round is running. Start one first."))
    if len(room.turns_left) != left:
        raise TalkRefused(_("The round has moved on meanwhile. Look who has the floor now; nothing was changed."))
    _give(room, list(room.turns_left), sides_of(staff.dialogue_id))


@transaction.atomic
def end_round(*, staff: Staff, room_id: UUID) -> None:
    """End the round before its last turn."""
    room = _plenary(staff, room_id)
    if room.turn:
        _give(room, [], [])


def _give(room: Room, order: list[str], sides: list[SideView]) -> None:
    """Give the first of the order the floor and keep the rest; nobody left ends the round."""
    turn, rest = (UUID(order[0]), order[1:]) if order else (None, [])
    Room.objects.filter(id=room.id).update(turn=turn, turns_left=rest)
    if turn is None:
        append_event(room_id=room.id, kind="round.ended", body={})
        return
    label = next(side.label for side in sides if side.id == turn)
    append_event(room_id=room.id, kind="round.turn", body={"side": label, "left": len(rest)})


def _plenary(staff: Staff, room_id: UUID, *, live: bool = False) -> Room:
    """Return the plenary, locked: a caucus and a private line have one side anyway.

    The session is locked before it, as by whoever moves the session.
    """
    session = Session.objects.select_for_update().get(id=room_for(staff, room_id).session_id)
    room = Room.objects.select_for_update().get(id=room_for(staff, room_id).id)
    if room.kind != Room.Kind.PLENARY:
        raise TalkRefused(_("Rounds are for the room in which every side sits."))
    if live and session.state != Session.State.LIVE:
        raise TalkRefused(_("A round moves while the session is live: in a pause nobody could take their turn."))
    return room
