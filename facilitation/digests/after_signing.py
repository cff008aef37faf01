"""Doors to what follows the signatures: an embargo, its delay by a side, the withdrawal of what was released."""

from datetime import UTC, datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import Role, Staff, fresh_touch, staff_door
from accounts.approvals.refusals import ApprovalRefused
from dialogues.dialogue.life import UndeclaredMove
from dialogues.vault.canonical import TextUnstable
from facilitation.digests import operations
from facilitation.digests.finding import digest_here
from facilitation.digests.refusals import DigestRefused

REFUSALS = (DigestRefused, UndeclaredMove, ApprovalRefused, TextUnstable)


class EmbargoForm(forms.Form):
    """A day and an hour, in UTC."""

    day = forms.DateField()
    hour = forms.TimeField()


class DelayForm(forms.Form):
    """By how many days."""

    days = forms.IntegerField(min_value=1, max_value=7)


@staff_door(Role.ORGANIZER)
@require_POST
def embargo(request: HttpRequest, staff: Staff, digest_id: UUID) -> HttpResponse:
    """Set an embargo, or none."""
    digest_here(staff, digest_id)
    until: datetime | None = None
    if "lift" not in request.POST:
        form = EmbargoForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Write the day and the hour at which officials may read it, in UTC."))
            return redirect("digests:digest", staff.dialogue_id, digest_id)
        until = datetime.combine(form.cleaned_data["day"], form.cleaned_data["hour"], UTC)
    try:
        operations.set_embargo(staff=staff, digest_id=digest_id, until=until)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Kept. What was asked for before has to be asked for again."))
    return redirect("digests:digest", staff.dialogue_id, digest_id)


@fresh_touch
@staff_door(Role.COORDINATOR)
@require_POST
def delay(request: HttpRequest, staff: Staff, digest_id: UUID) -> HttpResponse:
    """As a coordinator, put the end of an embargo off."""
    digest_here(staff, digest_id)
    form = DelayForm(request.POST)
    try:
        operations.delay_release(
            staff=staff, digest_id=digest_id, days=form.cleaned_data["days"] if form.is_valid() else 0
        )
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Put off for every side."))
    return redirect("digests:digest", staff.dialogue_id, digest_id)


@fresh_touch
@staff_door(Role.FACILITATOR, Role.ORGANIZER)
@require_POST
def withdraw(request: HttpRequest, staff: Staff, digest_id: UUID) -> HttpResponse:
    """As the first of two, ask for the withdrawal of a released digest."""
    digest_here(staff, digest_id)
    try:
        operations.ask_withdrawal(staff=staff, digest_id=digest_id, reason=request.POST.get("reason", ""))
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Asked. A second person confirms it under Approvals."))
    return redirect("digests:digest", staff.dialogue_id, digest_id)
