"""The door for pinning an item from its row on the board: the reason is asked in place, and kept if it is refused."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Staff, staff_door
from accounts.models import Role
from dialogues.agenda import forms, operations
from dialogues.agenda.models import AgendaItem
from dialogues.agenda.refusals import ItemRefused
from dialogues.agenda.views.board import board_context


@staff_door(Role.FACILITATOR)
@require_POST
def pin(request: HttpRequest, staff: Staff, item_id: UUID) -> HttpResponse:
    """Pin one item; the board comes back with the row open and what was typed if the pin is refused."""
    form = forms.PinForm(request.POST)
    refusal = _("Nothing was moved: give the place as a number, and the reason in at most 300 characters.")
    if form.is_valid():
        try:
            operations.pin_item(staff=staff, item_id=item_id, **form.cleaned_data)
        except AgendaItem.DoesNotExist as missing:
            raise Http404 from missing
        except ItemRefused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Pinned. The place that the rule would give stays visible."))
            return redirect(f"{reverse('agenda:board', args=[staff.dialogue_id])}#item-{item_id}")
    typed = {"id": item_id, "position": request.POST.get("position", ""), "reason": request.POST.get("reason", "")}
    context = board_context(staff) | {"refused": typed | {"words": refusal}}
    return render(request, "agenda/board.html", context, status=422)
