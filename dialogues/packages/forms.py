"""Forms of the package finder: shape and limits of what is typed, no rules."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogues.dialogue.queries import SideView
from dialogues.packages.content import LONGEST

Listed = Iterable[tuple[UUID, str, Sequence[tuple[UUID, str]]]]


class OptionForm(forms.Form):
    """One more option of an item."""

    label = forms.CharField(
        label=_("Another option, as one sentence"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class WeightingForm(forms.Form):
    """How long the weighting round is open."""

    minutes = forms.IntegerField(label=_("Open for (minutes)"), min_value=1, max_value=14 * 24 * 60, initial=24 * 60)


class ChooseForm(forms.Form):
    """An option for each item; for a draft an item may be left out."""

    def __init__(self, *args: Any, items: Listed, whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = _("Choose the option") if whole else _("Leave it out")
        for item, title, options in items:
            choices = [("", empty), *((str(option), label) for option, label in options)]
            self.fields[str(item)] = forms.ChoiceField(label=title, choices=choices, required=whole)

    def chosen(self) -> dict[UUID, UUID]:
        """Item → option."""
        return {UUID(item): UUID(option) for item, option in self.cleaned_data.items() if option}


class TableForm(forms.Form):
    """What each side would have to be able to say at home."""

    def __init__(self, *args: Any, sides: Sequence[SideView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in sides:
            self.fields[str(side.id)] = forms.CharField(
                label=_("What %(side)s would have to be able to say") % {"side": side.label},
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
            )

    def sayings(self) -> Mapping[str, str]:
        """Side → words."""
        return dict(self.cleaned_data)


class AsideForm(forms.Form):
    """Why a package is set aside."""

    reason = forms.CharField(
        label=_("Why it is set aside"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
