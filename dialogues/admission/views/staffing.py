"""Doors of entry for staff: the organizer names head counts and seals; coordinators confirm."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Role, Staff, staff_door
from accounts.audit.operations import head
from accounts.queries import roles_in
from dialogues.admission import queries
from dialogues.admission.operations import advancing, opening
from dialogues.admission.operations.moderating import REASONS
from dialogues.admission.seals import SealBusy, SealRefused
from dialogues.dialogue.forms import HeadCountForm
from dialogues.dialogue.queries import dialogue_of, ground_rules, sides_of


@staff_door(Role.ORGANIZER)
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Head counts, confirmations, the windows, and totals at seals; once people talk, the next round of entry."""
    view, epoch = dialogue_of(staff.dialogue_id), queries.entry_of(staff.dialogue_id)
    form = HeadCountForm(request.POST or None, sides=[(str(side.id), side.label) for side in view.sides])
    if request.method == "POST" and form.is_valid():
        try:
            heads = {UUID(side): count for side, count in form.cleaned_data.items()}
            opening.start_epoch(staff=staff, head_counts=heads)
        except opening.EpochRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("admission:entry", staff.dialogue_id)
    context = {
        "staff": staff,
        "dialogue": view,
        "epoch": epoch,
        "counts": queries.counts_of(epoch) if epoch else [],
        "turns": queries.turns_of(view, epoch) if epoch else [],
        "ending": advancing.ENDING.get(epoch.state, "") if epoch else "",
        "form": form,
        "head": head(staff.dialogue_id),
    }
    return render(request, "admission/entry.html", context)


@staff_door(Role.ORGANIZER)
@require_POST
def seal(request: HttpRequest, staff: Staff) -> HttpResponse:
    """End the join window now."""
    try:
        advancing.end_window_early(staff=staff)
        messages.success(request, _("The window is sealed. What it left behind was shuffled and scrubbed."))
    except (SealRefused, SealBusy) as refusal:
        messages.error(request, str(refusal))
    return redirect("admission:entry", staff.dialogue_id)


@staff_door(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Confirm head count, facilitators and rules for the side, at once."""
    if request.method == "POST":
        try:
            last = opening.confirm_side(staff=staff)
            words = (
                _("Confirmed. Every side has: entry is open.") if last else _("Confirmed. The other sides are awaited.")
            )
            messages.success(request, words)
        except opening.EpochRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("admission:confirm", staff.dialogue_id)
    view = dialogue_of(staff.dialogue_id)
    epoch = queries.entry_of(staff.dialogue_id)
    counts = queries.counts_of(epoch) if epoch else []
    accepting = queries.accepting_sides(epoch) if epoch and epoch.state != "setup" else {}
    context = {
        "staff": staff,
        "changed": staff.side_id is not None and not accepting.get(staff.side_id, True),
        "turns": queries.turns_of(view, epoch) if epoch else [],
        "dialogue": view,
        "epoch": epoch,
        "counts": counts,
        "own": next((count for count in counts if count.side.id == staff.side_id), None),
        "facilitators": [role.name for role in roles_in(staff.dialogue_id) if role.role == Role.FACILITATOR],
        "rules": ground_rules(staff.dialogue_id),
        "head": head(staff.dialogue_id),
    }
    return render(request, "admission/confirm.html", context)


@staff_door(Role.COORDINATOR)
@require_POST
def accept(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Accept the facilitators as they are now."""
    try:
        opening.accept_facilitators(staff=staff)
        messages.success(request, _("Your side accepts the facilitators as they are now."))
    except opening.EpochRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("admission:confirm", staff.dialogue_id)


@staff_door(Role.FACILITATOR)
@require_GET
def masks(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The masks of a sealed epoch, for facilitators: side and state, never more."""
    epoch = queries.epoch_of(staff.dialogue_id)
    context: dict[str, object] = {"staff": staff, "epoch": epoch, "seats": queries.mask_list(epoch) if epoch else []}
    context |= {"sides": sides_of(staff.dialogue_id), "reasons": REASONS.items()}
    return render(request, "admission/masks.html", context)
