"""Doors to joint summaries: facilitators word and publish them; participants read, strike, comment."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Role, Staff, staff_door
from dialogues.admission.access import Seat, seat_door
from dialogues.dialogue.life import UndeclaredMove
from dialogues.vault.canonical import TextUnstable
from facilitation.digests.refusals import DigestRefused
from facilitation.summaries import operations, queries
from facilitation.summaries.lines import PARTS, status_words

REFUSALS = (DigestRefused, UndeclaredMove, TextUnstable)


@staff_door(Role.FACILITATOR)
@require_GET
def index(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The summaries of a dialogue."""
    context = {"staff": staff, "summaries": queries.summaries_of(staff.dialogue_id)}
    return render(request, "summaries/list.html", context)


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def summary(request: HttpRequest, staff: Staff, summary_id: UUID) -> HttpResponse:
    """One summary: word it."""
    typed: dict[str, str] | None = None
    if request.method == "POST":
        typed = {part: request.POST.get(part, "") for part in PARTS}
        try:
            operations.edit_summary(staff=staff, summary_id=summary_id, texts=typed)
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The text is kept."))
            return redirect("summaries:summary", staff.dialogue_id, summary_id)
    view = queries.summary_for_staff(staff.dialogue_id, summary_id, typed)
    if view is None:
        raise Http404
    return render(request, "summaries/edit.html", {"staff": staff, "view": view, "status": status_words()})


@staff_door(Role.FACILITATOR)
@require_POST
def turn(request: HttpRequest, staff: Staff, summary_id: UUID) -> HttpResponse:
    """Show it to the participants, publish it, or begin it anew."""
    ways = {
        "show": (operations.show_summary, _("Participants can read it, and strike what identifies somebody.")),
        "publish": (operations.publish_summary, _("Published to the participants.")),
        "anew": (operations.begin_anew, _("A new summary is being compiled; the published one stands until then.")),
    }
    act, words = ways.get(request.POST.get("to", ""), (_nothing, ""))
    try:
        act(staff=staff, summary_id=summary_id)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return redirect("summaries:summary", staff.dialogue_id, summary_id)
    messages.success(request, words)
    return redirect("summaries:list", staff.dialogue_id)


def _nothing(*, staff: Staff, summary_id: UUID) -> None:
    """Refuse a step that there is not."""
    raise DigestRefused(_("Choose what happens next."))


@seat_door
@require_http_methods(["GET", "POST"])
def read(request: HttpRequest, seat: Seat) -> HttpResponse:
    """As a participant: read the summaries; strike a sentence or comment while that is open."""
    refusal = ""
    if request.method == "POST":
        try:
            summary_id = UUID(request.POST.get("summary", ""))
            if "comment" in request.POST:
                text = request.POST["comment"]
                operations.comment_on_summary(seat=seat, summary_id=summary_id, text=text)
            else:
                mark = request.POST.get("line", "")
                operations.strike_summary_line(seat=seat, summary_id=summary_id, mark=mark)
        except REFUSALS as reason:
            refusal = str(reason)
        except ValueError:
            refusal = _("This sentence can no longer be struck here. The draft has moved on.")
        else:
            return redirect("summaries:read")
    context = {
        "seat": seat,
        "views": queries.summaries_for_seats(seat.dialogue_id),
        "refusal": refusal,
        "typed": request.POST.get("comment", ""),
        "status": status_words(),
    }
    return render(request, "summaries/read.html", context)
