"""How the sign-in library is narrowed for this house: no sign-up, no mail, passkeys, tries counted by us."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import throttle
from accounts.models import StaffMember

TRIES = 10
TRIES_SECONDS = 600
TRIES_IN_ALL = 100
SAID = {
    "account/messages/logged_out.txt": _("You have signed out."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added. It signs you in from now on."),
}


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff are made by staff: nobody signs up, nobody has a mail address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "passkey_only": _("Sign in with your passkey. This server takes no passwords. Nothing was tried."),
        "invalid_login": _("Sign in with your passkey. This server takes no passwords. Nothing was tried."),
        "username_password_mismatch": _("The name or the password is wrong. Try again, or ask an administrator."),
        "incorrect_password": _("The password is wrong. Try again."),
        "too_many_login_attempts": _("Too many tries for this name. Wait ten minutes and try again."),
        "locked": _("This name is locked after too many wrong tries. Ask an administrator to unlock it."),
        "away": _("Signing in is not possible for the moment. Try again in a minute."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse every password outside the demonstration; count the try before the password is looked at."""
        if not settings.DEMO:
            raise self.validation_error("passkey_only")
        whose = str(credentials.get("username", "")).lower()
        try:
            # In this order, or somebody could lock a colleague out just by knocking on while refused.
            if not throttle.spend("sign-in", whose, limit=TRIES, seconds=TRIES_SECONDS):
                raise self.validation_error("too_many_login_attempts")
            if not throttle.spend("sign-in.all", whose, limit=TRIES_IN_ALL):
                raise self.validation_error("locked")
        except throttle.CountsAreAway:
            raise self.validation_error("away") from None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> StaffMember | None:
        """Return whom the password belongs to. A success gives its try back; a sleeper counts as wrong."""
        person = super().authenticate(request, **credentials)
        if not isinstance(person, StaffMember) or not person.is_active:
            return None
        whose = str(credentials.get("username", "")).lower()
        throttle.give_back("sign-in", whose)
        throttle.give_back("sign-in.all", whose)
        return person

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Send a sleeping account that came with its passkey back to the sign-in page."""
        messages.error(request, gettext("This account is switched off. Ask an administrator."))
        return redirect("account_login")

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Return how a person can show again that it is them: passkey first, password only in the demo."""
        methods = super().get_reauthentication_methods(user)
        allowed = [method for method in methods if settings.DEMO or method["id"] != "reauthenticate"]
        return sorted(allowed, key=lambda method: str(method["id"]) == "reauthenticate")

    def add_message(self, request: HttpRequest, level: int, *said: Any, **more: Any) -> None:
        """Say it in this house's words; what has none here, such as having signed in, goes without saying."""
        template = said[0] if said else more.get("message_template")
        sentence = more.get("message") or SAID.get(template or "")
        if sentence:
            messages.add_message(request, level, sentence)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: there is no address to send to."""


class StaffMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys, numbered."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The passkey was not accepted, or the page had been open too long. Try again."),
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002
        """Return the next number: nobody types a name, which the library would keep in clear text."""
        keys = Authenticator.objects.filter(user_id=user.pk, type=type)
        return gettext("Passkey %(number)s") % {"number": keys.count() + 1}

    def _get_site_name(self) -> str:
        """Return what the browser's passkey window shows: a neutral name that tells nothing of the house."""
        return "Meeting room"
