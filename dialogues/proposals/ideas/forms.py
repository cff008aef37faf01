"""Forms of unofficial proposals: shape and limits of what is typed, no rules."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogues.proposals.ideas.operations import LONGEST


class IdeaForm(forms.Form):
    """Suggest something."""

    text = forms.CharField(
        label=_("What could be done"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "class": "serif"}),
    )
    note = forms.CharField(
        label=_("How it relates to official positions (you may leave this empty)"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    item = forms.TypedChoiceField(label=_("Agenda item"), required=False, coerce=UUID, empty_value=None)

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101
        field.choices = [("", _("None in particular")), *items]


class CodeForm(forms.Form):
    """Take a proposal back with its code."""

    code = forms.CharField(
        label=_("Code of the proposal"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
