"""The staff's home, and the people page of administrators."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import StaffMember, admin_door, fresh_touch, signed_in
from accounts.approvals.refusals import ApprovalRefused
from accounts.cards import cards_of
from accounts.forms import PersonChoiceForm, PersonForm
from accounts.operations import create_staff, switch_account, unlock_sign_in
from accounts.passkeys.operations import issue_link
from accounts.passkeys.recovery import ask_recovery, confirm_recovery, recoveries, stop_recovery
from accounts.queries import keys_of, passkeys_of, people
from accounts.refusals import StaffRefused
from accounts.throttle import tries

LINKS: dict[str, Callable[..., str]] = {"link": issue_link, "replace": confirm_recovery}
DEEDS: dict[str, Callable[..., object]] = {
    "sleep": partial(switch_account, on=False),
    "wake": partial(switch_account, on=True),
    "unlock": unlock_sign_in,
    "lost": ask_recovery,
    "stop": stop_recovery,
}


def me(request: HttpRequest) -> StaffMember:
    """Return the signed-in staff member behind a door that has let them in."""
    if not isinstance(request.user, StaffMember):
        raise Http404
    return request.user


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the person's dialogues: in which role, where each stands, what to do."""
    person = me(request)
    passkeys = len(passkeys_of(person))
    context = {
        "cards": cards_of(keys_of(person)),
        "person": person,
        "passkeys": passkeys,
        "recovery": recoveries().get(person.id),
    }
    return render(request, "accounts/home.html", context)


@admin_door
@require_GET
def people_page(request: HttpRequest) -> HttpResponse:
    """List the staff and offer the form for a new account."""
    return _people(request, PersonForm())


@fresh_touch
@admin_door
@require_POST
def create_person(request: HttpRequest) -> HttpResponse:
    """Create an account and show its one-time link, once."""
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _people(request, form, status=422)
    try:
        person = create_staff(by=me(request), **form.cleaned_data)
        link = issue_link(by=me(request), person_id=person.id)
    except StaffRefused as refusal:
        form.add_error(None, str(refusal))
        return _people(request, form, status=422)
    return render(request, "accounts/link.html", {"person": person, "link": link})


@fresh_touch
@admin_door
@require_POST
def change_person(request: HttpRequest, deed: str) -> HttpResponse:
    """Do one of the small deeds about a person; one that makes a link shows it, once."""
    form = PersonChoiceForm(request.POST)
    if not form.is_valid():
        raise Http404
    by, person_id = me(request), form.cleaned_data["person"]
    try:
        if deed in LINKS:
            return render(
                request, "accounts/link.html", {"link": LINKS[deed](by=by, person_id=person_id), "deed": deed}
            )
        DEEDS[deed](by=by, person_id=person_id)
        messages.success(request, _("Done. It stands in the record of the house."))
    except (StaffRefused, ApprovalRefused) as refusal:
        messages.error(request, str(refusal))
    return redirect("staff:people")


@signed_in
@require_POST
def stop_my_recovery(request: HttpRequest) -> HttpResponse:
    """Let somebody stop the replacement of their own passkeys."""
    person = me(request)
    try:
        stop_recovery(by=person, person_id=person.id)
        messages.success(request, _("Stopped. Your passkeys stay as they are. Find out who asked for it."))
    except (StaffRefused, ApprovalRefused) as refusal:
        messages.error(request, str(refusal))
    return redirect("staff:home")


def _people(request: HttpRequest, form: PersonForm, *, status: int = 200) -> HttpResponse:
    """Render the list with a form that keeps what was typed."""
    under_way = recoveries()
    everybody = people()
    counts = tries("sign-in.all", [person.handle for person in everybody]) if settings.DEMO else {}
    rows = [(person, under_way.get(person.id), bool(counts.get(person.handle))) for person in everybody]
    context: dict[str, Any] = {"rows": rows, "form": form}
    return render(request, "accounts/people.html", context, status=status)
