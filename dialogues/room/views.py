"""Doors of the room: the page with and without scripts, saying something by form, taking it back."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Role, Staff, staff_door
from accounts.approvals.operations import waiting
from dialogues.admission import tickets
from dialogues.admission.access import Muted, NotSeated, Seat, seat_door
from dialogues.admission.operations.moderating import REASONS as RESTRAINTS
from dialogues.admission.queries import text_version
from dialogues.chat.asking import invite_facilitators
from dialogues.chat.flags import flagged_for
from dialogues.chat.operations import Said, draft_of, post_messages, withdraw_message
from dialogues.chat.refusals import TalkRefused
from dialogues.chat.rooms import NoSuchRoom, open_private_line, room_for
from dialogues.events.models import Room
from dialogues.room.balance import balance_of
from dialogues.room.meeting.forms import PauseForm
from dialogues.room.moderation.forms import ConductForm, RoundForm
from dialogues.room.page import RoomPage, room_page
from dialogues.vault.canonical import TextUnstable

REFUSALS = (TalkRefused, Muted, TextUnstable)


@seat_door
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest, seat: Seat, room_id: UUID | None = None) -> HttpResponse:
    """A room; a POST says something without scripts, and keeps what was typed if it is refused."""
    try:
        page = room_page(seat, room_id, before=_number(request.GET.get("before", "")) or None)
    except NoSuchRoom as missing:
        raise Http404 from missing
    context: dict[str, object] = {"seat": seat, "text_version": text_version(seat.dialogue_id), "typed": ""}
    context["answered"] = _answered(request)
    if request.method == "POST":
        refusal = _say(seat, page, request)
        if refusal is None:
            return redirect(f"{request.path}#talk")
        context |= {"refusal": refusal, "typed": request.POST.get("text", "")}
    context |= {"page": page, "language": _language(request) or page.language_of(seat.mask, "")}
    return render(request, "room/home.html", context, status=409 if "refusal" in context else 200)


@seat_door
@require_POST
def private_line(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Open a private line to the facilitators."""
    try:
        return redirect("room:inside", open_private_line(seat=seat).id)
    except NoSuchRoom as missing:
        raise Http404 from missing


@seat_door
@require_POST
def invite(request: HttpRequest, seat: Seat, room_id: UUID) -> HttpResponse:
    """Ask the facilitators into the own side's caucus, or out of it."""
    try:
        room_for(seat, room_id)
        invite_facilitators(seat=seat, invited="in" in request.POST)
    except NoSuchRoom as missing:
        raise Http404 from missing
    return redirect("room:inside", room_id)


@seat_door
@require_POST
def withdraw(request: HttpRequest, seat: Seat, event_id: UUID) -> HttpResponse:
    """Take an own message back."""
    try:
        room_id = withdraw_message(seat=seat, event_id=event_id)
    except TalkRefused as refusal:
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"refused": str(refusal)}, status=409)
        return render(request, "room/refused.html", {"seat": seat, "refusal": str(refusal)}, status=409)
    return redirect("room:inside", room_id)


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def staff(request: HttpRequest, staff: Staff, room_id: UUID | None = None) -> HttpResponse:
    """A room as facilitators see it: the same talk, and what they alone can do."""
    try:
        page = room_page(staff, room_id)
    except NoSuchRoom as missing:
        raise Http404 from missing
    context = _staff_context(staff, page) | {"answered": _answered(request)}
    if request.method == "POST" and page.room is not None:
        said = Said(staff, uuid4(), request.POST.get("text", ""), re=_answered(request), lang=_language(request))
        try:
            post_messages(room_id=page.room.id, drafts=[draft_of(said)])
            return redirect(request.path)
        except REFUSALS as refusal:
            context |= {"refusal": str(refusal), "typed": said.text, "language": said.lang}
    return render(request, "room/staff.html", context, status=409 if "refusal" in context else 200)


def _staff_context(staff: Staff, page: RoomPage) -> dict[str, object]:
    """What facilitators see beside the talk: what waits for them, how the room is conducted, who speaks how much."""
    balance = balance_of(page.room, page.sides) if page.room and page.kind == Room.Kind.PLENARY else None
    context: dict[str, object] = {
        "staff": staff,
        "page": page,
        "balance": balance,
        "text_version": text_version(staff.dialogue_id),
        "language": page.language_of("", "facilitator"),
        "flagged": flagged_for(staff),
        "confirmations": [one for one in waiting(staff.dialogue_id) if one.first != staff.id],
        "reasons": RESTRAINTS.items(),
        "pause": PauseForm(),
    }
    if page.room:
        now_set = {"hold_first": page.room.hold_first, "slow_seconds": page.room.slow_seconds}
        context |= {"conduct": ConductForm(initial=now_set), "round": RoundForm()}
    return context


@staff_door(Role.FACILITATOR)
@require_POST
def staff_ticket(request: HttpRequest, staff: Staff) -> HttpResponse:
    """A one-time ticket for a facilitator's line."""
    try:
        ticket = tickets.issue({"staff": str(staff.id), "dialogue": str(staff.dialogue_id)})
    except tickets.TicketsAway as away:
        raise Http404 from away
    return JsonResponse({"ticket": ticket})


def _say(seat: Seat, page: RoomPage, request: HttpRequest) -> str | None:
    """Post what was typed; return the refusal's sentence, or None."""
    if page.room is None:
        return _("There is no session yet. What you typed is kept below.")
    cmid = request.POST.get("cmid", "")
    try:
        said = Said(
            by=seat,
            cmid=UUID(cmid) if cmid else uuid4(),
            text=request.POST.get("text", ""),
            text_version=request.POST.get("text_version", ""),
            re=_answered(request),
            lang=_language(request),
        )
        post_messages(room_id=page.room.id, drafts=[draft_of(said)])
    except (*REFUSALS, NotSeated, ValueError) as refusal:
        return str(refusal)
    return None


def _answered(request: HttpRequest) -> int:
    """The number of the message that is answered; 0 for none."""
    return _number(request.POST.get("re") or request.GET.get("re", ""))


def _number(typed: str) -> int:
    """The number of an entry in an address or a form; 0 for anything else."""
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _language(request: HttpRequest) -> str:
    """The language chosen for what was written."""
    return request.POST.get("lang", "")[:12]
