"""Forms about people. They only shape what was typed; whether it may be is the operations' business."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PersonForm(forms.Form):
    """A new staff account."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("As colleagues will read it."))
    handle = forms.CharField(
        label=_("Sign-in name"),
        max_length=40,
        help_text=_("Small letters, digits, dots, dashes, underscores."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    is_admin = forms.BooleanField(
        label=_("Administrator"),
        required=False,
        help_text=_("May create accounts and dialogues. Sees no room."),
    )


class PersonChoiceForm(forms.Form):
    """One person out of the list, by id."""

    person = forms.UUIDField(widget=forms.HiddenInput)
