"""Doors of a side's coordinator: the list of invitations and cards, shown once; replacing one; beginning anew."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Role, Staff, staff_door
from dialogues.admission import queries
from dialogues.admission.links import LinkUnreadable
from dialogues.admission.operations import inviting
from dialogues.dialogue.forms import CancelForm, CardCountForm

MAKE: dict[str, Callable[..., inviting.Sheet]] = {
    "make": inviting.open_invitations,
    "renew": inviting.renew_invitations,
    "anew": inviting.begin_anew,
}


@staff_door(Role.COORDINATOR)
@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the side's links and cards, once."""
    context = _context(staff)
    if request.method == "POST":
        form = CardCountForm(request.POST)
        make = next((act for name, act in MAKE.items() if name in request.POST), inviting.open_invitations)
        try:
            cards = form.cleaned_data["cards"] if form.is_valid() else 0
            context["sheet"] = make(staff=staff, cards=cards or 0)
        except inviting.InvitationRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("admission:invitations", staff.dialogue_id)
    return render(request, "admission/invitations.html", context)


@staff_door(Role.COORDINATOR)
@require_POST
def cancel(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Cancel an unused invitation; the new one in its place is shown once."""
    form = CancelForm(request.POST)
    context = _context(staff) | {"form": form}
    if form.is_valid():
        try:
            fresh = inviting.cancel_invitation(staff=staff, pasted=form.cleaned_data["link"])
            context |= {"sheet": inviting.Sheet([fresh]), "form": CancelForm()}
        except (inviting.InvitationRefused, LinkUnreadable) as refusal:
            form.add_error("link", str(refusal))
    return render(request, "admission/invitations.html", context, status=422 if form.errors else 200)


def _context(staff: Staff) -> dict[str, object]:
    """What the page shows before anything is made."""
    epoch = queries.entry_of(staff.dialogue_id)
    counts = queries.counts_of(epoch) if epoch else []
    own = next((count for count in counts if count.side.id == staff.side_id), None)
    return {"staff": staff, "epoch": epoch, "own": own, "form": CancelForm(), "cards_form": CardCountForm()}
