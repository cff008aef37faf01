"""Doors of conducting the talk: what facilitators set and decide, what authors answer, pauses, search."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Role, Staff, staff_door
from dialogues.admission.access import Muted, NotSeated, Seat, seat_door, stays_open
from dialogues.chat import holding, rounds
from dialogues.chat.refusals import TalkRefused
from dialogues.chat.rooms import NoSuchRoom, room_for
from dialogues.chat.search import search as search_messages
from dialogues.dialogue.queries import current_session
from dialogues.room.meeting.pausing import PauseRefused, request_pause
from dialogues.room.moderation.forms import ConductForm, RoundForm
from dialogues.vault.canonical import TextUnstable

REFUSALS = (TalkRefused, TextUnstable)


@staff_door(Role.FACILITATOR)
@require_POST
def conduct(request: HttpRequest, staff: Staff, room_id: UUID) -> HttpResponse:
    """Set holding first and slow mode."""
    form = ConductForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: give the seconds as a number from 0 to 600."))
    else:
        _attempt(request, lambda: rounds.set_conduct(staff=staff, room_id=room_id, **form.cleaned_data))
    return redirect("room:staff_inside", staff.dialogue_id, room_id)


@staff_door(Role.FACILITATOR)
@require_POST
def turn(request: HttpRequest, staff: Staff, room_id: UUID) -> HttpResponse:
    """Start a round, give the floor to the next side, or end it."""
    name = request.POST.get("turn", "")
    form = RoundForm(request.POST)
    if name == "start" and form.is_valid():
        _attempt(request, lambda: rounds.start_round(staff=staff, room_id=room_id, turns=form.cleaned_data["turns"]))
    elif name == "next":
        left = request.POST.get("left", "")
        seen = int(left) if left.isdecimal() and len(left) < 4 else -1
        _attempt(request, lambda: rounds.next_turn(staff=staff, room_id=room_id, left=seen))
    elif name == "end":
        _attempt(request, lambda: rounds.end_round(staff=staff, room_id=room_id))
    else:
        messages.error(request, _("Nothing was changed: a round has 1 to 5 turns a side."))
    return redirect("room:staff_inside", staff.dialogue_id, room_id)


@staff_door(Role.FACILITATOR)
@require_POST
def decide(request: HttpRequest, staff: Staff, room_id: UUID, held_id: UUID) -> HttpResponse:
    """Publish a held message, offer other words, or say why not."""
    deed = request.POST.get("deed", "")
    text = request.POST.get("text", "")
    deeds: dict[str, Callable[[], object]] = {
        "publish": lambda: holding.publish_held(staff=staff, held_id=held_id),
        "offer": lambda: holding.offer_rephrase(staff=staff, held_id=held_id, text=text),
        "decline": lambda: holding.decline_held(staff=staff, held_id=held_id, reason=text),
    }
    if deed not in deeds:
        raise Http404
    _attempt(request, deeds[deed])
    return redirect("room:staff_inside", staff.dialogue_id, room_id)


@seat_door
@require_POST
def answer(request: HttpRequest, seat: Seat, room_id: UUID, held_id: UUID) -> HttpResponse:
    """As the author, take the words offered, or take the message back."""
    try:
        room_for(seat, room_id)
        if "accept" in request.POST:
            holding.accept_rephrase(seat=seat, held_id=held_id, seen=request.POST["accept"])
        else:
            holding.take_back_held(seat=seat, held_id=held_id)
    except NoSuchRoom as missing:
        raise Http404 from missing
    except (TalkRefused, NotSeated, Muted) as refusal:
        return render(request, "room/refused.html", {"seat": seat, "refusal": str(refusal)}, status=409)
    return redirect("room:inside", room_id)


@seat_door
@require_POST
def pause(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Ask for a pause."""
    try:
        began = request_pause(seat=seat)
    except PauseRefused as refusal:
        return render(request, "room/refused.html", {"seat": seat, "refusal": str(refusal)}, status=409)
    if began:
        return redirect("room:home")
    return render(request, "room/asked.html", {"seat": seat})


@seat_door
@stays_open
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Search the rooms that are one's own."""
    return _search(request, seat, "room/search.html", {"seat": seat})


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def staff_search(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Search the rooms that facilitators may read."""
    return _search(request, staff, "room/staff_search.html", {"staff": staff})


def _search(request: HttpRequest, key: Seat | Staff, template: str, context: dict[str, object]) -> HttpResponse:
    """Look through what the key opens. The words are posted: an address would stand in the history of a shared computer."""
    words = request.POST.get("words", "")[:200]
    session = current_session(key.dialogue_id)
    context |= {"words": words, "found": []}
    try:
        context["found"] = search_messages(key, words, session) if words else []
    except TextUnstable as refusal:
        context["refusal"] = str(refusal)
    return render(request, template, context, status=409 if "refusal" in context else 200)


def _attempt(request: HttpRequest, act: Callable[[], object]) -> None:
    """Run one operation; a refusal becomes a message. A room of another dialogue is simply not there."""
    try:
        act()
    except NoSuchRoom as missing:
        raise Http404 from missing
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
