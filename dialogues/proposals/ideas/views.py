"""Doors to unofficial proposals: participants suggest and take back, facilitators screen, table, take up, set aside."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Role, Staff, staff_door
from dialogues.admission.access import Muted, NotSeated, Seat, seat_door
from dialogues.agenda.queries import item_choices
from dialogues.dialogue.life import UndeclaredMove
from dialogues.proposals.ideas import operations, queries
from dialogues.proposals.ideas.forms import CodeForm, IdeaForm
from dialogues.proposals.models import Idea
from dialogues.proposals.operations import TextRefused
from dialogues.proposals.queries import NoSuchText, proposals_of


@seat_door
@require_http_methods(["GET", "POST"])
def ideas(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Read what is on the table and suggest something; the code is shown on the answer, this once."""
    form = IdeaForm(request.POST or None, items=item_choices(seat.dialogue_id))
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        try:
            code = operations.submit_idea(seat=seat, text=kept["text"], note=kept["note"], item_id=kept["item"])
            return _page(request, seat, code=code)
        except (TextRefused, NotSeated, Muted) as refusal:
            form.add_error(None, str(refusal))
    return _page(request, seat, form=form, status=409 if form.errors else 200)


@seat_door
@require_POST
def take_back(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Take a proposal back with its code."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            operations.withdraw_idea(dialogue_id=seat.dialogue_id, code=form.cleaned_data["code"])
            return _page(request, seat, taken=True)
        except TextRefused as refusal:
            form.add_error("code", str(refusal))
    return _page(request, seat, withdraw=form, status=409)


@staff_door(Role.FACILITATOR)
@require_GET
def staff_ideas(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What waits to be screened, and what is on the table."""
    context = {
        "staff": staff,
        "waiting": queries.ideas_to_screen(staff.dialogue_id),
        "ideas": queries.ideas_for_all(staff.dialogue_id),
        "texts": proposals_of(staff),
    }
    return render(request, "proposals/staff_ideas.html", context)


@staff_door(Role.FACILITATOR)
@require_POST
def decide(request: HttpRequest, staff: Staff, idea_id: UUID) -> HttpResponse:
    """Put one on the table, say which text took it up, or set it aside with a reason."""
    deed, reason, text = (request.POST.get(name, "") for name in ("deed", "reason", "text"))
    deeds: dict[str, Callable[[], object]] = {
        "table": lambda: operations.table_idea(staff=staff, idea_id=idea_id),
        "aside": lambda: operations.set_idea_aside(staff=staff, idea_id=idea_id, reason=reason),
        "absorb": lambda: operations.absorb_idea(staff=staff, idea_id=idea_id, proposal_id=UUID(text)),
    }
    if deed not in deeds:
        raise Http404
    try:
        deeds[deed]()
    except Idea.DoesNotExist as missing:
        raise Http404 from missing
    except (ValueError, NoSuchText):
        messages.error(request, _("Choose the text that took it up. Nothing was changed."))
    except (TextRefused, UndeclaredMove) as refusal:
        messages.error(request, str(refusal))
    return redirect("proposals:staff_ideas", staff.dialogue_id)


def _page(request: HttpRequest, seat: Seat, *, status: int = 200, **more: Any) -> HttpResponse:
    """Render the participants' page."""
    context = {
        "seat": seat,
        "ideas": queries.ideas_for_all(seat.dialogue_id),
        "form": IdeaForm(items=item_choices(seat.dialogue_id)),
        "withdraw": CodeForm(),
        **more,
    }
    return render(request, "proposals/ideas.html", context, status=status)
