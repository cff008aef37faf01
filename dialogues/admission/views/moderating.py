"""Doors of moderation: mute, suspend, restore a mask; two facilitators together end a seat."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Role, Staff, staff_door
from accounts.approvals.refusals import ApprovalRefused
from dialogues.admission.operations.moderating import (
    RestraintRefused,
    SeatMissing,
    mute_seat,
    restore_seat,
    suspend_seat,
)
from dialogues.admission.operations.revoking import ask_to_revoke
from dialogues.dialogue.life import UndeclaredMove


@staff_door(Role.FACILITATOR)
@require_POST
def restrain(request: HttpRequest, staff: Staff, seat_id: UUID) -> HttpResponse:
    """Do one deed to one mask."""
    deed = request.POST.get("deed", "")
    try:
        _do(staff, seat_id, deed, request)
    except SeatMissing as missing:
        raise Http404 from missing
    except (RestraintRefused, UndeclaredMove, ApprovalRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        told = (
            _("Asked. Another facilitator confirms it.")
            if deed == "revoke"
            else _("Done. The mask is told why it cannot act.")
        )
        messages.success(request, told)
    return redirect("admission:masks", staff.dialogue_id)


def _do(staff: Staff, seat_id: UUID, deed: str, request: HttpRequest) -> None:
    """Choose the deed."""
    typed, reason = request.POST.get("hours", "1"), request.POST.get("reason", "")
    hours = int(typed) if typed.isascii() and typed.isdigit() else 0
    if deed == "mute":
        mute_seat(staff=staff, seat_id=seat_id, hours=hours, reason=reason)
    elif deed == "suspend":
        suspend_seat(staff=staff, seat_id=seat_id, hours=hours, reason=reason)
    elif deed == "restore":
        restore_seat(staff=staff, seat_id=seat_id)
    elif deed == "revoke":
        ask_to_revoke(staff=staff, seat_id=seat_id)
    else:
        raise Http404
