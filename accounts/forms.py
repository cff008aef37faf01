"""Forms about people. They only shape what was typed; whether it may be is the operations' business."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from django import forms
from django.utils.translation import gettext_lazy as _


class PersonForm(forms.Form):
    """A new staff account."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As colleagues will read it."))
    handle = forms.CharField(
        label=_("Sign-in name"),
        max_length=40,
        help_text=_("Small letters, digits, dots, dashes, underscores."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    is_admin = forms.BooleanField(
        label=_("Administrator"),
        required=False,
        help_text=_("May create accounts and dialogues. Sees no room."),
    )


class PersonChoiceForm(forms.Form):
    """One person out of the list, by id."""

    person = forms.UUIDField(widget=forms.HiddenInput)


class SignInForm(LoginForm):  # type: ignore[misc]
    """The demonstration's password form, in this house's words and without greyed hints."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Sign-in name")
        _plain(self)


class PasswordTouchForm(ReauthenticateForm):  # type: ignore[misc]
    """The password again, before a deed (demonstration only)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)


def _plain(form: forms.Form) -> None:
    """Take the library's hints out: a label says it, and there is no password reset to point to."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.help_text = ""
