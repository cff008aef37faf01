"""Doors of moderation: mute, suspend, restore a mask; two facilitators together end a seat."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Role, Staff, staff_door
from accounts.approvals.operations import ask
from accounts.approvals.refusals import ApprovalRefused
from dialogues.admission.models import Seat
from dialogues.admission.operations.moderating import RestraintRefused, mute_seat, restore_seat, suspend_seat
from dialogues.admission.revocation import DEED, seat_hash
from dialogues.dialogue.life import UndeclaredMove


@staff_door(Role.FACILITATOR)
@require_POST
def restrain(request: HttpRequest, staff: Staff, seat_id: UUID) -> HttpResponse:
    """Do one deed to one mask."""
    deed, hours = request.POST.get("deed", ""), request.POST.get("hours", "1")
    try:
        _do(staff, seat_id, deed, int(hours) if hours.isdigit() else 0)
    except Seat.DoesNotExist as missing:
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


def _do(staff: Staff, seat_id: UUID, deed: str, hours: int) -> None:
    """Choose the deed."""
    if deed == "mute":
        mute_seat(staff=staff, seat_id=seat_id, hours=hours)
    elif deed == "suspend":
        suspend_seat(staff=staff, seat_id=seat_id, hours=hours)
    elif deed == "restore":
        restore_seat(staff=staff, seat_id=seat_id)
    elif deed == "revoke":
        Seat.objects.get(id=seat_id, dialogue_id=staff.dialogue_id)
        ask(staff=staff, deed=DEED, subject=seat_id, subject_hash=seat_hash(seat_id))
    else:
        raise Http404
