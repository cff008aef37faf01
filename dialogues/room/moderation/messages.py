"""Doors that begin at a message: what facilitators do to it and to its mask, and a participant who points it out."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Role, Staff, staff_door
from dialogues.admission.access import NotSeated, Seat, seat_door
from dialogues.admission.operations.moderating import REASONS as RESTRAINTS
from dialogues.admission.views.moderating import attempt
from dialogues.chat.authors import Written, author_of, written
from dialogues.chat.flags import REASONS, answer_flags, flag_message, flagged_for, to_be_flagged
from dialogues.chat.operations import hide_message
from dialogues.chat.refusals import TalkRefused
from dialogues.chat.rooms import NoSuchRoom
from dialogues.dialogue.queries import sides_of
from dialogues.vault.canonical import TextUnstable


@staff_door(Role.FACILITATOR)
@require_GET
def message(request: HttpRequest, staff: Staff, message_id: UUID) -> HttpResponse:
    """One message with everything that can be done about it."""
    found = _written(staff, message_id)
    context = {
        "staff": staff,
        "message": found,
        "sides": sides_of(staff.dialogue_id),
        "reasons": RESTRAINTS.items(),
        "flags": [flag for flag in flagged_for(staff) if flag.event_id == message_id],
    }
    return render(request, "room/message.html", context)


@staff_door(Role.FACILITATOR)
@require_POST
def hide(request: HttpRequest, staff: Staff, message_id: UUID) -> HttpResponse:
    """Hide a message, with a reason that everyone reads."""
    found = _written(staff, message_id)
    try:
        hide_message(staff=staff, event_id=message_id, reason=request.POST.get("reason", ""))
    except (TalkRefused, TextUnstable) as refusal:
        messages.error(request, str(refusal))
    return _back(staff, found)


@staff_door(Role.FACILITATOR)
@require_POST
def restrain(request: HttpRequest, staff: Staff, message_id: UUID) -> HttpResponse:
    """Mute, suspend or let back in whoever wrote a message, or ask a second facilitator to end the seat."""
    found = _written(staff, message_id)
    try:
        told = attempt(request, staff, author_of(staff, message_id))
    except NoSuchRoom as missing:
        raise Http404 from missing
    if told is None:
        raise Http404
    return _back(staff, found)


@staff_door(Role.FACILITATOR)
@require_POST
def answer_flag(request: HttpRequest, staff: Staff, message_id: UUID) -> HttpResponse:
    """Say that a flagged message was dealt with, or set the flag aside."""
    found = _written(staff, message_id)
    try:
        answer_flags(staff=staff, event_id=message_id, acted="acted" in request.POST)
        messages.success(request, _("The flag is gone. Nobody is told who raised it or how it was answered."))
    except TalkRefused as refusal:
        messages.error(request, str(refusal))
    return _back(staff, found)


@seat_door
@require_http_methods(["GET", "POST"])
def flag(request: HttpRequest, seat: Seat, message_id: UUID) -> HttpResponse:
    """Point a message out to the facilitators."""
    context: dict[str, object] = {"seat": seat, "reasons": REASONS.items()}
    try:
        event = to_be_flagged(seat, message_id)
        context |= {"number": event.seq, "room_id": event.room_id, "chosen": request.POST.get("kind", "")}
        if request.method == "POST":
            flag_message(seat=seat, event_id=message_id, kind=request.POST.get("kind", ""))
            context["sent"] = True
    except NoSuchRoom as missing:
        raise Http404 from missing
    except (TalkRefused, NotSeated) as refusal:
        context["refusal"] = str(refusal)
    return render(request, "room/flag.html", context, status=409 if "refusal" in context else 200)


def _written(staff: Staff, message_id: UUID) -> Written:
    """Return the message; one that is not there, or not to be read, is 404."""
    try:
        return written(staff, message_id)
    except NoSuchRoom as missing:
        raise Http404 from missing


def _back(staff: Staff, found: Written) -> HttpResponse:
    """Back to where the message stands."""
    place = f"n{found.number}" if found.number else f"held-{found.id}"
    return redirect(f"{reverse('room:staff_inside', args=[staff.dialogue_id, found.room.id])}#{place}")
