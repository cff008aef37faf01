"""The life of a session: planned, open for rules, live, cooling off, closing, closed.

Each turn is an entry of the plenary.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.models import Epoch
from dialogues.admission.queries import epoch_of
from dialogues.agenda.operations import remember_places
from dialogues.chat.holding import forget_held
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Session
from dialogues.events.models import Room
from dialogues.events.operations import append_event, open_rooms
from dialogues.events.queries import plenary_of
from dialogues.room.meeting.pausing import start_cooling as start_cooling  # one of the turns of a session
from dialogues.room.meeting.preparation import Check, missing
from dialogues.vault.canonical import canonical


class MeetingRefused(Exception):
    """The session cannot do this now; the sentence says what is missing."""


@transaction.atomic
def plan_session(*, staff: Staff, planned_at: datetime | None) -> Session:
    """Plan the next session. Raises MeetingRefused while one is planned or meeting."""
    if (
        Session.objects.filter(dialogue_id=staff.dialogue_id)
        .exclude(state__in=[Session.State.CLOSED, Session.State.ARCHIVED])
        .exists()
    ):
        raise MeetingRefused(_("A session is planned or meeting already. Close it before you plan the next one."))
    newest = Session.objects.filter(dialogue_id=staff.dialogue_id).aggregate(newest=Max("number"))["newest"] or 0
    session = Session.objects.create(dialogue_id=staff.dialogue_id, number=newest + 1, planned_at=planned_at)
    open_rooms(dialogue_id=staff.dialogue_id, session_id=session.id)
    _note(staff, "session.planned", session)
    return session


@transaction.atomic
def open_for_rules(*, staff: Staff, session_id: UUID) -> None:
    """Let masks in to read the rules. Raises MeetingRefused before entry has begun."""
    session = _session(staff, session_id)
    epoch = epoch_of(staff.dialogue_id)
    if epoch is None or epoch.state not in {Epoch.State.JOINING, Epoch.State.TALKING}:
        raise MeetingRefused(
            _("Nobody can be there yet: every side confirms and entry begins first. The session stays planned.")
        )
    session.epoch = epoch.id
    move(session, Session.State.OPEN_FOR_RULES)
    session.save()
    append_event(room_id=_plenary(session).id, kind="session.opened", body={"session": session.number})
    _note(staff, "session.opened", session)


@transaction.atomic
def go_live(*, staff: Staff, session_id: UUID, despite: Collection[str] = ()) -> None:
    """Begin to talk, once the preparation list is done. `despite` names lines that the facilitator answers for.

    Raises MeetingRefused, naming the first line that is missing.
    """
    session = _session(staff, session_id)
    lacking = missing(staff.dialogue_id, despite=despite)
    if session.epoch is None or lacking:
        raise MeetingRefused(_refusal(lacking))
    left_out = [check.code for check in missing(staff.dialogue_id) if check.code in despite]
    move(session, Session.State.LIVE)
    session.save()
    append_event(room_id=_plenary(session).id, kind="session.live", body={"phase": session.phase})
    _note(staff, "session.live", session, ",".join(left_out))


def _refusal(lacking: list[Check]) -> str:
    """Say what is missing, and what to do."""
    if any(check.code == "accepted" for check in lacking):
        return _(
            "The facilitators have changed. Every coordinator accepts them on their page; then the session goes live."
        )
    if not lacking or lacking[0].code == "seats":
        return _("A side is not here yet. The session goes live when every side has taken its seats.")
    if lacking[0].needed:
        return _("Not yet true: “%(line)s” The session stays open for the rules until it is.") % {
            "line": lacking[0].words
        }
    return _("Not yet true: “%(line)s” Tick the line in the list to go live without it.") % {"line": lacking[0].words}


@transaction.atomic
def set_phase(*, staff: Staff, session_id: UUID, phase: str) -> None:
    """Move to a phase, forwards or back; everyone is shown it."""
    session = _session(staff, session_id)
    _refuse_unless_meeting(session)
    if phase not in Session.Phase.values:
        raise MeetingRefused(_("There is no such phase."))
    session.phase = phase
    session.save(update_fields=["phase"])
    append_event(room_id=_plenary(session).id, kind="session.phase_changed", body={"phase": phase})


@transaction.atomic
def set_current_item(*, staff: Staff, session_id: UUID, item_id: UUID | None, title: str) -> None:
    """Say which agenda item the talk is about. The caller checked that the item is the dialogue's own."""
    session = _session(staff, session_id)
    _refuse_unless_meeting(session)
    session.current_item = item_id
    session.save(update_fields=["current_item"])
    append_event(
        room_id=_plenary(session).id,
        kind="session.item_changed",
        body={"title": canonical(title)},
        subject=item_id,
    )


@transaction.atomic
def end_cooling(*, staff: Staff, session_id: UUID) -> None:
    """End the pause before its time. Raises MeetingRefused."""
    session = _session(staff, session_id)
    if session.state != Session.State.COOLING_OFF:  # the reading of the rules ends with the list, in go_live
        raise MeetingRefused(_("There is no pause to end. Nothing was changed."))
    _resume(session)


def end_overdue_coolings() -> int:
    """End every pause whose time has come; returns how many. Called by the sweep."""
    ended = 0
    with transaction.atomic():
        due = Session.objects.select_for_update(skip_locked=True).filter(
            state=Session.State.COOLING_OFF, cooling_until__lte=now()
        )
        for session in due:
            _resume(session)
            ended += 1
    return ended


@transaction.atomic
def start_closing(*, staff: Staff, session_id: UUID) -> None:
    """Begin to close: last words, no new measures."""
    session = _session(staff, session_id)
    move(session, Session.State.CLOSING)
    session.save()
    append_event(room_id=_plenary(session).id, kind="session.closing", body={})
    _note(staff, "session.closing", session)


@transaction.atomic
def close_session(*, staff: Staff, session_id: UUID) -> None:
    """Close the session: nobody posts any more; reading stays open until the messages are destroyed."""
    session = _session(staff, session_id)
    move(session, Session.State.CLOSED)
    session.closed_on = now().date()
    session.save()
    remember_places(staff.dialogue_id)
    _let_the_last_words_in(session)
    forget_held(session.id)
    append_event(room_id=_plenary(session).id, kind="session.closed", body={"session": session.number})
    _note(staff, "session.closed", session)


def _let_the_last_words_in(session: Session) -> None:
    """Wait for messages that are being stored: what they leave to be held must not stay behind.

    The facilitators' room is locked last, as by a message that is held.
    """
    rooms = Room.objects.select_for_update().filter(session=session)
    list(rooms.exclude(kind=Room.Kind.FACILITATORS).order_by("id"))
    list(rooms.filter(kind=Room.Kind.FACILITATORS))


def _resume(session: Session) -> None:
    """Go on after a pause."""
    move(session, Session.State.LIVE)
    session.cooling_until = None
    session.save()
    append_event(room_id=_plenary(session).id, kind="session.cooling_ended", body={})


def _refuse_unless_meeting(session: Session) -> None:
    """Phases and items belong to a session that people are in."""
    if session.state not in {Session.State.OPEN_FOR_RULES, Session.State.LIVE}:
        raise MeetingRefused(_("The session is not meeting now. Nothing was changed."))


def _session(staff: Staff, session_id: UUID) -> Session:
    """Return a session of this dialogue, locked.

    Raises Session.DoesNotExist, the same for another dialogue's.
    """
    return Session.objects.select_for_update().get(id=session_id, dialogue_id=staff.dialogue_id)


def _plenary(session: Session) -> Room:
    """Return the session's plenary, which plan_session made."""
    room = plenary_of(session.id)
    assert room is not None  # noqa: S101
    return room


def _note(staff: Staff, action: str, session: Session, reason: str = "") -> None:
    """Write the turn into the audit chain."""
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action=action,
        subject=f"session:{session.number}",
        reason=reason,
        staff_id=staff.id,
    )
