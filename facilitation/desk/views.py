"""The facilitators' desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import Role, Staff, staff_door
from dialogues.dialogue.queries import current_session, dialogue_of, sides_of
from dialogues.events.queries import plenary_of
from dialogues.room.balance import balance_of
from dialogues.room.words import phase_words
from facilitation.desk.needs import needs_of


@staff_door(Role.FACILITATOR)
@require_GET
def desk(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What needs the facilitators now, and the room beside it."""
    session = current_session(staff.dialogue_id)
    room = plenary_of(session.id) if session else None
    context = {
        "staff": staff,
        "dialogue": dialogue_of(staff.dialogue_id),
        "needs": needs_of(staff),
        "session": session,
        "phase": phase_words(session.phase) if session else "",
        "balance": balance_of(room, sides_of(staff.dialogue_id)) if room else None,
    }
    return render(request, "desk/desk.html", context)
