"""What participants read: the packages on the table, and the options under discussion."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dialogues.admission.access import Seat, seat_door
from dialogues.packages import queries
from dialogues.packages.options import tradable_items


@seat_door
@require_GET
def read(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Every package on the table, and what can be chosen on each item."""
    context = {
        "seat": seat,
        "packages": queries.tabled_packages(seat.dialogue_id),
        "items": [row for row in tradable_items(seat.dialogue_id) if row.options],
    }
    return render(request, "packages/read.html", context)


@seat_door
@require_GET
def read_package(request: HttpRequest, seat: Seat, package_id: UUID) -> HttpResponse:
    """One package that is or was on the table."""
    view = queries.package_for(seat, package_id)
    if view is None:
        raise Http404
    return render(request, "packages/read_package.html", {"seat": seat, "package": view})
