"""The participants' door to the way home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dialogues.admission.access import Seat, seat_door
from facilitation.reentry.queries import kit_of


@seat_door
@require_GET
def kit(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What may be said at home, what the own side's line is, when one hears again; made to be printed too."""
    return render(request, "reentry/kit.html", {"seat": seat, "kit": kit_of(seat)})
