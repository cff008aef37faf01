"""The door at which a participant says that a wording is not neutral."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogues.admission.access import Seat, seat_door
from dialogues.agenda.forms import ObjectForm
from dialogues.agenda.harvest import object_to_harvest
from dialogues.agenda.refusals import ItemRefused
from dialogues.agenda.views.board import order_context
from dialogues.agenda.wording import object_to_wording


@seat_door
@require_POST
def object_to(request: HttpRequest, seat: Seat, item_id: UUID) -> HttpResponse:
    """Object to a wording that is before the sides. What was typed stays when it is refused."""
    form = ObjectForm(request.POST)
    refusal = _("Say it in at most 300 characters, or leave the words out. Nothing was done yet.")
    if form.is_valid():
        try:
            object_to_wording(seat=seat, item_id=item_id, words=form.cleaned_data["words"])
        except ItemRefused as refused:
            refusal = str(refused)
        else:
            return redirect("agenda:order")
    context = order_context(seat) | {"refused": {"id": item_id, "words": form.data.get("words", ""), "why": refusal}}
    return render(request, "agenda/order.html", context, status=422)


@seat_door
@require_POST
def keep_with_the_rest(request: HttpRequest, seat: Seat, item_id: UUID) -> HttpResponse:
    """Object to an item's taking effect before the rest."""
    try:
        object_to_harvest(seat=seat, item_id=item_id)
    except ItemRefused as refused:
        context = order_context(seat) | {"harvest_refused": str(refused)}
        return render(request, "agenda/order.html", context, status=422)
    return redirect("agenda:order")
