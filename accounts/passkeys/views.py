"""From a one-time link to a passkey and the first sign-in; later passkeys."""

from typing import Any
from uuid import UUID

from allauth.account.models import Login
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.passkeys.forms import AddPasskeyForm, CodeForm
from accounts.passkeys.operations import enrol_passkey, open_link, person_enrolling, remove_passkey
from accounts.refusals import StaffRefused

OPENED = "enrolment"  # the session's word for "this browser has opened a valid link"


@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Take the one-time code: the script posts it from the fragment, and it can be typed."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            request.session[OPENED] = str(open_link(code=form.cleaned_data["code"]))
        except StaffRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("staff:enrol-passkey")
    return render(request, "accounts/enrol.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def enrol_first_passkey(request: HttpRequest) -> HttpResponse:
    """Make the first passkey and sign in with it."""
    try:
        enrolment_id = UUID(str(request.session.get(OPENED, "")))
        person = person_enrolling(enrolment_id)
    except (ValueError, StaffRefused):
        messages.error(request, _("This link does not work. It may be mistyped, used or too old. Ask for a new one."))
        return redirect("staff:enrol")
    form = AddPasskeyForm(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        try:
            key = enrol_passkey(
                enrolment_id=enrolment_id,
                name=form.cleaned_data["name"],
                credential=form.cleaned_data["credential"],
            )
        except StaffRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("staff:enrol")
        del request.session[OPENED]
        response: HttpResponse = perform_passwordless_login(request, key, Login(user=person))
        return response
    options = begin_registration(person, passwordless=True)
    context = {"form": form, "person": person, "js_data": {"creation_options": options}}
    return render(request, "accounts/enrol_passkey.html", context, status=422 if form.errors else 200)


class AddPasskeyView(AddWebAuthnView):  # type: ignore[misc]
    """A further passkey, always one that signs in alone."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the browser for a passkey that it can find without a name and that checks the person."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": begin_registration(self.request.user, passwordless=True)}
        return context


class RemovePasskeyView(RemoveWebAuthnView):  # type: ignore[misc]
    """Taking a passkey away, never the last one."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Remove it, or say why not."""
        try:
            remove_passkey(person=self.request.user, passkey_id=self.get_object().pk)
            messages.success(self.request, _("The passkey is removed. It no longer signs in here."))
        except StaffRefused as refusal:
            messages.error(self.request, str(refusal))
        return redirect(self.get_success_url())
