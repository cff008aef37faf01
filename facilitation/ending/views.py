"""Doors of the end: when words go, closing, destroying before the day, and the certificate."""

import json
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Role, Staff, staff_door
from accounts.approvals.queries import waiting_deeds
from accounts.approvals.refusals import ApprovalRefused
from facilitation.ending import closing, shredding
from facilitation.ending.queries import certificate_of, end_of

DEEDS: dict[str, tuple[Callable[..., object], str]] = {
    "close": (closing.ask_to_close, "asked"),
    "shred": (shredding.ask_to_shred, "asked"),
    "stop": (shredding.stop_shredding, "stopped"),
}


@staff_door(Role.ORGANIZER, Role.FACILITATOR, Role.AUDITOR)
@require_GET
def ending(request: HttpRequest, staff: Staff) -> HttpResponse:
    """How the end stands, and what can be done about it."""
    context = {
        "staff": staff,
        "end": end_of(staff.dialogue_id),
        "waits": waiting_deeds(staff.dialogue_id) & {closing.DEED, shredding.DEED},
        "may_act": staff.role != Role.AUDITOR,
    }
    return render(request, "ending/ending.html", context)


@staff_door(Role.ORGANIZER, Role.FACILITATOR)
@require_POST
def act(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Ask for one of the two deeds, or stop what is announced."""
    name = request.POST.get("deed", "")
    if name not in DEEDS:
        raise Http404
    deed, done = DEEDS[name]
    try:
        deed(staff=staff)
    except (closing.EndRefused, ApprovalRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        asked = _("Asked. A second person confirms it on the page of approvals within a day.")
        messages.success(request, asked if done == "asked" else _("Stopped. Nothing is destroyed before its day."))
    return redirect("ending:ending", staff.dialogue_id)


@staff_door(Role.ORGANIZER, Role.FACILITATOR, Role.AUDITOR)
@require_GET
def certificate(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The certificate as a file."""
    found = certificate_of(staff.dialogue_id)
    if found is None:
        raise Http404
    response = HttpResponse(json.dumps(found, indent=2, sort_keys=True) + "\n", content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="certificate.json"'
    return response
