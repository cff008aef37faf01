"""The staff's home, and the people page of administrators."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import StaffMember, admin_door, fresh_touch, signed_in
from accounts.cards import cards_of
from accounts.forms import PersonChoiceForm, PersonForm
from accounts.operations import create_staff, switch_account, unlock_sign_in
from accounts.passkeys.operations import issue_link
from accounts.queries import keys_of, passkeys_of, people
from accounts.refusals import StaffRefused


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
    context = {"cards": cards_of(keys_of(person)), "person": person, "passkeys": passkeys}
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
    """Do one of the small deeds about a person: a new link, asleep, awake, unlocked."""
    form = PersonChoiceForm(request.POST)
    if not form.is_valid():
        raise Http404
    person_id, by = form.cleaned_data["person"], me(request)
    try:
        if deed == "link":
            link = issue_link(by=by, person_id=person_id)
            return render(request, "accounts/link.html", {"link": link})
        if deed == "unlock":
            unlock_sign_in(by=by, person_id=person_id)
            messages.success(request, _("The sign-in name is unlocked."))
        else:
            person = switch_account(by=by, person_id=person_id, on=deed == "wake")
            text = (
                _("%(name)s can sign in again.") if person.is_active else _("%(name)s can no longer sign in.")
            )
            messages.success(request, text % {"name": person.name})
    except StaffRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("staff:people")


def _people(request: HttpRequest, form: PersonForm, *, status: int = 200) -> HttpResponse:
    """Render the list with a form that keeps what was typed."""
    context: dict[str, Any] = {"people": people(), "form": form, "passwords": settings.DEMO}
    return render(request, "accounts/people.html", context, status=status)
