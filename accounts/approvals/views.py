"""What waits for a second person in a dialogue, and the two buttons."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import Role, Staff, fresh_touch, staff_door
from accounts.approvals.operations import confirm, withdraw
from accounts.approvals.queries import waiting_views
from accounts.approvals.refusals import ApprovalRefused

PEOPLE = (Role.FACILITATOR, Role.ORGANIZER)


@staff_door(*PEOPLE)
@require_GET
def approvals_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List what waits: the deed in words, who asked, the hash of the thing, and the buttons."""
    return render(request, "accounts/approvals.html", {"staff": staff, "waiting": waiting_views(staff)})


@fresh_touch
@staff_door(*PEOPLE)
@require_POST
def confirm_deed(request: HttpRequest, staff: Staff, approval_id: UUID) -> HttpResponse:
    """Confirm as the second person; the deed is done in the same transaction."""
    try:
        confirm(staff=staff, approval_id=approval_id, subject_hash=request.POST.get("subject_hash", ""))
        messages.success(request, _("Confirmed and done."))
    except ApprovalRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("staff:approvals", staff.dialogue_id)


@staff_door(*PEOPLE)
@require_POST
def withdraw_deed(request: HttpRequest, staff: Staff, approval_id: UUID) -> HttpResponse:
    """Take a request back."""
    try:
        withdraw(staff=staff, approval_id=approval_id)
        messages.success(request, _("The request is withdrawn. Nothing was done."))
    except ApprovalRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("staff:approvals", staff.dialogue_id)
