"""Forms of the agenda board: shape and limits of what is typed, no rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogues.agenda.models import AgendaItem


class Accepted(forms.BooleanField):
    """Whether the sides have spoken already; otherwise they are asked by silence."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Every side has accepted these words in the room"),
            required=False,
            help_text=_("Otherwise the words are put to the sides and stand if nobody objects."),
        )


class ItemForm(forms.Form):
    """Add an issue."""

    title = forms.CharField(label=_("Issue, in words neutral for every side"), max_length=160)
    sphere = forms.ChoiceField(label=_("Sphere"), choices=AgendaItem.Sphere.choices)
    accepted = Accepted()


class SuggestForm(forms.Form):
    """Suggest an issue, as a participant."""

    title = forms.CharField(
        label=_("The issue, in words that the other side could have written too"),
        max_length=160,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    sphere = forms.ChoiceField(label=_("What it is about"), choices=AgendaItem.Sphere.choices)


class WordForm(forms.Form):
    """Change an item's wording."""

    title = forms.CharField(label=_("Neutral wording"), max_length=160)
    accepted = Accepted()


class ObjectForm(forms.Form):
    """Say, as a participant, that a wording is not neutral."""

    words = forms.CharField(
        label=_("What should read otherwise (you may leave this empty)"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class PinForm(forms.Form):
    """Pin an item to a place, with its reason."""

    position = forms.IntegerField(label=_("Place"), min_value=1, max_value=500)
    reason = forms.CharField(
        label=_("Reason, which everyone reads"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("At least 15 characters."),
    )


class RequireForm(forms.Form):
    """Let an item wait for another."""

    requires = forms.UUIDField(label=_("Waits for"))


class ParkForm(forms.Form):
    """Set an item aside until a date."""

    review_date = forms.DateField(label=_("Review on"), widget=forms.DateInput(attrs={"type": "date"}))


class SplitForm(forms.Form):
    """Split an item into parts."""

    parts = forms.CharField(
        label=_("Its parts, one a line"),
        max_length=1600,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Two to eight, each in words neutral for every side. They are rated anew."),
    )


class RoundForm(forms.Form):
    """Open a rating round."""

    minutes = forms.IntegerField(
        label=_("Open for (minutes)"),
        min_value=1,
        max_value=20160,
        initial=60,
        help_text=_("It can be prolonged later, never shortened."),
    )
