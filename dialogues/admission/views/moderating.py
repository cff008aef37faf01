"""Doors of moderation: mute, suspend, restore a mask; two facilitators together end a seat."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Role, Staff, staff_door
from accounts.approvals.refusals import ApprovalRefused
from dialogues.admission.operations import restraining
from dialogues.admission.operations.moderating import RestraintRefused, SeatMissing
from dialogues.dialogue.life import UndeclaredMove


@staff_door(Role.FACILITATOR)
@require_POST
def restrain(request: HttpRequest, staff: Staff, seat_id: UUID) -> HttpResponse:
    """Do one deed to one mask."""
    told = attempt(request, staff, seat_id)
    if told is None:
        raise Http404
    return redirect("admission:masks", staff.dialogue_id)


def attempt(request: HttpRequest, staff: Staff, seat_id: UUID) -> str | None:
    """Do the deed that was posted, and say how it went. None if there is no such mask or deed."""
    deed, hours, reason = (request.POST.get(name, "") for name in ("deed", "hours", "reason"))
    try:
        restraining.restrain(staff=staff, seat_id=seat_id, deed=deed, hours=hours or "1", reason=reason)
    except (SeatMissing, restraining.NoSuchDeed):
        return None
    except (RestraintRefused, UndeclaredMove, ApprovalRefused) as refusal:
        messages.error(request, str(refusal))
        return str(refusal)
    told = (
        _("Asked. Another facilitator confirms it.")
        if deed == "revoke"
        else _("Done. The mask is told why it cannot act.")
        if deed != "restore"
        else _("Done. The mask can act again.")
    )
    messages.success(request, told)
    return told
