"""The sign-in library's passkey forms, hardened: garbage is refused in words, nobody has to name a key."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

GARBAGE = (AttributeError, KeyError, LookupError, TypeError, ValueError)


class CodeForm(forms.Form):
    """The one-time code of an enrolment link, filled in by the script from the fragment or typed by hand."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: always one that can sign in alone, checked with the person's finger, face or code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A typed name would stand in clear text in the library's table; a number does as well.
        del self.fields["name"]
        self.fields.pop("passwordless", None)

    def clean(self) -> dict[str, Any]:
        """Check the browser's proof against the challenge of this session, and number the key."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except GARBAGE:
            raise get_adapter().validation_error("incorrect_code") from None
        cleaned["name"] = get_adapter().generate_authenticator_name(self.user, Authenticator.Type.WEBAUTHN)
        return cleaned


class Hardened(forms.Form):
    """Answers a malformed proof like a wrong one."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that the proof belongs to."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except GARBAGE:
            raise get_adapter().validation_error("incorrect_code") from None


class LoginPasskeyForm(Hardened, LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in."""


class TouchPasskeyForm(Hardened, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Showing again that it is you."""


class SecondStepForm(Hardened, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The passkey after a password (demonstration only)."""
