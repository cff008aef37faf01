"""Doors of suggested issues: participants put them into the queue, facilitators take them up or set them aside."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Role, Staff, staff_door
from dialogues.admission.access import Muted, Seat, seat_door
from dialogues.agenda import forms, queries, suggesting, wording
from dialogues.agenda.models import AgendaItem
from dialogues.agenda.refusals import ItemRefused
from dialogues.dialogue.life import UndeclaredMove


@seat_door
@require_http_methods(["GET", "POST"])
def suggest(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Suggest an issue. What was typed stays when it is refused."""
    form = forms.SuggestForm(request.POST or None)
    taken = False
    if request.method == "POST" and form.is_valid():
        try:
            suggesting.suggest_item(seat=seat, **form.cleaned_data)
            form, taken = forms.SuggestForm(), True
        except (ItemRefused, Muted) as refusal:
            form.add_error(None, str(refusal))
    context = {"seat": seat, "form": form, "taken": taken, "most": suggesting.A_DAY}
    return render(request, "agenda/suggest.html", context, status=422 if form.errors else 200)


@staff_door(Role.FACILITATOR)
@require_POST
def screen(request: HttpRequest, staff: Staff, item_id: UUID) -> HttpResponse:
    """Take a suggestion onto the agenda in neutral wording, or set it aside."""
    if all(view.id != item_id for view in queries.suggestions(staff.dialogue_id)):
        raise Http404
    form = forms.WordForm(request.POST)
    try:
        if "aside" in request.POST:
            suggesting.set_suggestion_aside(staff=staff, item_id=item_id)
            messages.success(request, _("Set aside. Nobody knows whose suggestion it was."))
        elif form.is_valid():
            wording.put_wording(staff=staff, item_id=item_id, title=form.cleaned_data["title"])
            messages.success(request, _("The issue is on the agenda. Its wording stands if no side objects."))
        else:
            messages.error(request, _("Nothing was changed: give the issue its neutral wording first."))
    except (ItemRefused, UndeclaredMove, AgendaItem.DoesNotExist) as refusal:
        messages.error(request, str(refusal))
    return redirect("agenda:board", staff.dialogue_id)
