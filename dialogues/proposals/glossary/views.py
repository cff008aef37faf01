"""Doors to the glossary: facilitators write it, participants read all of it on one page."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import Role, Staff, staff_door
from dialogues.admission.access import Seat, seat_door
from dialogues.dialogue.queries import languages_of
from dialogues.proposals.glossary.forms import TermForm
from dialogues.proposals.glossary.operations import drop_term, keep_term
from dialogues.proposals.glossary.queries import glossary_of, term_of
from dialogues.proposals.operations import TextRefused


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def glossary(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Read the glossary and add a term."""
    form = TermForm(request.POST or None, languages=languages_of(staff.dialogue_id))
    if request.method == "POST" and _kept(request, staff, form):
        return redirect("proposals:glossary", staff.dialogue_id)
    return _page(request, staff, form)


@staff_door(Role.FACILITATOR)
@require_http_methods(["GET", "POST"])
def term(request: HttpRequest, staff: Staff, term_id: UUID) -> HttpResponse:
    """Change a term, or take it out."""
    known = term_of(staff.dialogue_id, term_id)
    if known is None:
        raise Http404
    if request.method == "POST" and "drop" in request.POST:
        drop_term(staff=staff, term_id=term_id)
        messages.success(request, _("The term is taken out."))
        return redirect("proposals:glossary", staff.dialogue_id)
    form = TermForm(request.POST or None, languages=languages_of(staff.dialogue_id), term=known)
    if request.method == "POST" and _kept(request, staff, form, term_id):
        return redirect("proposals:glossary", staff.dialogue_id)
    return _page(request, staff, form, term_id)


@seat_door
@require_GET
def read(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Read the glossary as a participant."""
    return render(request, "proposals/glossary_read.html", {"seat": seat, "terms": glossary_of(seat.dialogue_id)})


def _kept(request: HttpRequest, staff: Staff, form: TermForm, term_id: UUID | None = None) -> bool:
    """Keep a term; a refusal stands in the form with what was typed."""
    if not form.is_valid():
        return False
    try:
        keep_term(staff=staff, draft=form.draft(), term_id=term_id)
    except TextRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The term is kept. Everybody in the dialogue reads it."))
    return True


def _page(request: HttpRequest, staff: Staff, form: TermForm, term_id: UUID | None = None) -> HttpResponse:
    """Render the glossary with its form."""
    context = {"staff": staff, "form": form, "terms": glossary_of(staff.dialogue_id), "changing": term_id}
    return render(request, "proposals/glossary.html", context, status=409 if form.errors else 200)
