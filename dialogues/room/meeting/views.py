"""Doors of the session's conduct, for facilitators."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Role, Staff, staff_door
from dialogues.admission.access import Seat, seat_door
from dialogues.agenda.queries import board, item_of
from dialogues.dialogue.life import UndeclaredMove
from dialogues.dialogue.models import Session
from dialogues.dialogue.preparing import holding_line
from dialogues.dialogue.queries import current_session, sessions_of
from dialogues.room.meeting import operations
from dialogues.room.meeting.calendar import calendar_file
from dialogues.room.meeting.forms import PauseForm, PlanForm
from dialogues.room.meeting.pausing import PauseRefused, decline_pause, tell_of_leak
from dialogues.room.meeting.preparation import preparation
from dialogues.room.words import phase_words
from dialogues.vault.canonical import TextUnstable

BEFORE = {Session.State.PLANNED, Session.State.OPEN_FOR_RULES}
TURNS: dict[str, Callable[..., object]] = {
    "open": operations.open_for_rules,
    "live": operations.go_live,
    "resume": operations.end_cooling,
    "closing": operations.start_closing,
    "close": operations.close_session,
}


@staff_door(Role.FACILITATOR)
@require_GET
def sessions(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The sessions, and everything that can be done with the current one."""
    current = current_session(staff.dialogue_id)
    phases = [(phase, phase_words(phase)) for phase in Session.Phase.values]
    context = {
        "staff": staff,
        "current": current,
        "sessions": sessions_of(staff.dialogue_id),
        "phases": phases,
        "items": board(staff.dialogue_id),
        "checks": preparation(staff.dialogue_id) if current and current.state in BEFORE else [],
        "holding_line": holding_line(staff.dialogue_id),
        "plan_form": PlanForm(),
        "pause_form": PauseForm(),
        "may_plan": current is None or current.state in {Session.State.CLOSED, Session.State.ARCHIVED},
    }
    return render(request, "room/sessions.html", context)


@staff_door(Role.FACILITATOR)
@require_POST
def plan(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Plan the next session."""
    form = PlanForm(request.POST)
    if form.is_valid():
        _attempt(request, lambda: operations.plan_session(staff=staff, planned_at=form.cleaned_data["planned_at"]))
    return redirect("meeting:sessions", staff.dialogue_id)


@staff_door(Role.FACILITATOR)
@require_POST
def turn(request: HttpRequest, staff: Staff, session_id: UUID) -> HttpResponse:
    """Take one turn in the life of a session."""
    name = request.POST.get("turn", "")
    if name not in TURNS:
        raise Http404
    more = {"despite": request.POST.getlist("despite")} if name == "live" else {}
    _attempt(request, lambda: TURNS[name](staff=staff, session_id=session_id, **more))
    return redirect("meeting:sessions", staff.dialogue_id)


@staff_door(Role.FACILITATOR)
@require_POST
def phase(request: HttpRequest, staff: Staff, session_id: UUID) -> HttpResponse:
    """Move to a phase."""
    chosen = request.POST.get("phase", "")
    _attempt(request, lambda: operations.set_phase(staff=staff, session_id=session_id, phase=chosen))
    return redirect("meeting:sessions", staff.dialogue_id)


@staff_door(Role.FACILITATOR)
@require_POST
def item(request: HttpRequest, staff: Staff, session_id: UUID) -> HttpResponse:
    """Turn to an agenda item."""
    try:
        chosen = item_of(staff.dialogue_id, UUID(request.POST.get("item", "")))
    except ValueError:
        chosen = None
    if chosen is None:
        raise Http404
    turned = lambda: operations.set_current_item(  # noqa: E731
        staff=staff, session_id=session_id, item_id=chosen.id, title=chosen.title
    )
    _attempt(request, turned)
    return redirect("meeting:sessions", staff.dialogue_id)


@staff_door(Role.FACILITATOR)
@require_POST
def pause(request: HttpRequest, staff: Staff, session_id: UUID) -> HttpResponse:
    """Start a pause."""
    form = PauseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was paused: give the minutes and the reason."))
    else:
        _attempt(request, lambda: operations.start_cooling(staff=staff, session_id=session_id, **form.cleaned_data))
    return redirect("room:staff" if "room" in request.POST else "meeting:sessions", staff.dialogue_id)


@staff_door(Role.FACILITATOR)
@require_POST
def decline(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Decline the pause that is suggested."""
    try:
        decline_pause(staff=staff)
    except PauseRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("room:staff", staff.dialogue_id)


@staff_door(Role.FACILITATOR)
@require_POST
def leak(request: HttpRequest, staff: Staff, session_id: UUID) -> HttpResponse:
    """Tell every side that something has leaked, and pause."""
    _attempt(request, lambda: tell_of_leak(staff=staff, session_id=session_id))
    return redirect("meeting:sessions", staff.dialogue_id)


def _attempt(request: HttpRequest, act: Callable[[], object]) -> None:
    """Run one operation; a refusal becomes a message. A session of another dialogue is simply not there."""
    try:
        act()
    except Session.DoesNotExist as missing:
        raise Http404 from missing
    except (operations.MeetingRefused, UndeclaredMove, PauseRefused, TextUnstable) as refusal:
        messages.error(request, str(refusal))


@staff_door(Role.FACILITATOR)
@require_GET
def calendar(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The next session as a calendar file, for staff."""
    return _calendar(staff.dialogue_id)


@seat_door
@require_GET
def my_calendar(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The next session as a calendar file, for participants: the same bytes."""
    return _calendar(seat.dialogue_id)


def _calendar(dialogue_id: UUID) -> HttpResponse:
    """Answer with the file, or with nothing while no session has a time."""
    session = current_session(dialogue_id)
    if session is None or session.planned_at is None or session.state not in BEFORE:
        raise Http404
    response = HttpResponse(calendar_file(session), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response
