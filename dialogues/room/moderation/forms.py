"""Forms of conducting a room: shape and limits of what is typed, no rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogues.chat.rounds import MOST_TURNS, SLOWEST


class ConductForm(forms.Form):
    """How a room is conducted."""

    hold_first = forms.BooleanField(label=_("Read every message before it appears"), required=False)
    slow_seconds = forms.IntegerField(
        label=_("Seconds between two messages of a mask"), min_value=0, max_value=SLOWEST, help_text=_("0 is off.")
    )


class RoundForm(forms.Form):
    """A structured round."""

    turns = forms.IntegerField(label=_("Turns a side"), min_value=1, max_value=MOST_TURNS, initial=1)
