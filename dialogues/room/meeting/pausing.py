"""Pausing the plenary: by a facilitator, or at once when somebody of each of two sides asks for it within ten minutes.

Who asked is known to Valkey's memory alone, as an opaque name of the side; nobody is shown that one side has asked.
"""

from datetime import timedelta
from uuid import UUID, uuid5

import redis
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.access import Seat, seat_by_id
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.dialogue.models import Session
from dialogues.dialogue.preparing import holding_line
from dialogues.dialogue.queries import current_session, sides_of
from dialogues.events.doorbell import bell_key, connection, opaque
from dialogues.events.models import Room
from dialogues.events.operations import append_event
from dialogues.events.queries import plenary_of
from dialogues.vault.canonical import canonical

COOLING_MINUTES = 20
LEAK_MINUTES = 60
ASKED_SECONDS = 600
SIDES = 2  # so many have to ask
# KEYS: one for each side, the asking one first. ARGV: how long a request is kept. Returns how many sides ask now.
_SCRIPT = """
redis.call('SET', KEYS[1], '1', 'EX', ARGV[1])
local asking = 0
for i = 1, #KEYS do asking = asking + redis.call('EXISTS', KEYS[i]) end
if asking >= tonumber(ARGV[2]) then for i = 1, #KEYS do redis.call('DEL', KEYS[i]) end end
return asking
"""


class PauseRefused(Exception):
    """No pause can be asked for now; the sentence says why."""


@transaction.atomic
def cool(*, session: Session, reason: str, minutes: int = COOLING_MINUTES) -> None:
    """Pause a session that is locked: nobody posts in the plenary, no ballot opens, no text changes. Raises UndeclaredMove."""
    move(session, Session.State.COOLING_OFF)
    session.cooling_until = now() + timedelta(minutes=minutes)
    session.save()
    room = plenary_of(session.id)
    assert room is not None  # noqa: S101  plan_session made it
    body: dict[str, object] = {"minutes": minutes, "reason": canonical(reason)}
    append_event(room_id=room.id, kind="session.cooling_started", body=body)
    Room.objects.filter(id=room.id).update(pause_declined=F("last"))  # what led to this pause suggests no other


@transaction.atomic
def start_cooling(*, staff: Staff, session_id: UUID, reason: str, minutes: int = COOLING_MINUTES) -> None:
    """Pause as a facilitator. Reading, caucuses and private lines stay open, drafts are kept. Raises PauseRefused, TextUnstable."""
    if not canonical(reason):
        raise PauseRefused(_("Nothing was paused: give a reason, everyone reads it."))
    session = Session.objects.select_for_update().get(id=session_id, dialogue_id=staff.dialogue_id)
    cool(session=session, reason=reason, minutes=minutes)
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action="session.cooling",
        subject=f"session:{session.number}",
        staff_id=staff.id,
    )


@transaction.atomic
def tell_of_leak(*, staff: Staff, session_id: UUID, minutes: int = LEAK_MINUTES) -> None:
    """Tell every side at once that something has leaked, with the line agreed for it, and pause (domain.md 10).

    Raises PauseRefused while no line is agreed, UndeclaredMove unless the session is live.
    """
    session = Session.objects.select_for_update().get(id=session_id, dialogue_id=staff.dialogue_id)
    line = holding_line(staff.dialogue_id)
    if not line:
        raise PauseRefused(_("Nothing is agreed for a leak. Record the holding line first: every side says the same."))
    room = plenary_of(session.id)
    assert room is not None  # noqa: S101  plan_session made it
    append_event(room_id=room.id, kind="session.leak_told", body={"line": line})
    cool(session=session, reason=_("Something may have become public."), minutes=minutes)
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action="session.leak_told",
        subject=f"session:{session.number}",
        staff_id=staff.id,
    )


@transaction.atomic
def decline_pause(*, staff: Staff) -> None:
    """Decline the pause that is suggested. What led to it counts no more; only what is said from now on can suggest one again."""
    session = current_session(staff.dialogue_id)
    room = plenary_of(session.id) if session else None
    if session is None or room is None or session.state != Session.State.LIVE:
        raise PauseRefused(_("The session is not live, so no pause is suggested."))
    Room.objects.filter(id=room.id).update(pause_declined=F("last"))
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action="session.pause_declined",
        subject=f"session:{session.number}",
        staff_id=staff.id,
    )


def request_pause(*, seat: Seat) -> bool:
    """As a participant, ask for a pause; says whether it began, because another side asks as well. Raises PauseRefused."""
    seat_by_id(seat.id)
    session = current_session(seat.dialogue_id)
    if session is None or session.state != Session.State.LIVE:
        raise PauseRefused(_("There is nothing to pause now: the session is not live."))
    if _asking(session, seat.side_id) < SIDES:
        return False
    with transaction.atomic():
        session = Session.objects.select_for_update().get(id=session.id)
        try:
            cool(session=session, reason=_("Asked for from two sides."))
        except UndeclaredMove as meanwhile:
            raise PauseRefused(_("The session was paused or closed meanwhile.")) from meanwhile
        record(
            dialogue_id=session.dialogue_id,
            actor="system",
            action="session.cooling",
            subject=f"session:{session.number}",
        )
    return True


def _asking(session: Session, side_id: UUID) -> int:
    """Keep a side's request for ten minutes and return how many sides ask now."""
    sides = sorted((side.id for side in sides_of(session.dialogue_id)), key=lambda side: side != side_id)
    try:
        key = bell_key()
        names = [f"anteroom:{{pause}}:{opaque(key, uuid5(session.id, str(side)))}" for side in sides]
        return int(connection().eval(_SCRIPT, len(names), *names, ASKED_SECONDS, SIDES))
    except redis.exceptions.RedisError as away:
        raise PauseRefused(_("The request could not be kept just now. Try again in a moment.")) from away
