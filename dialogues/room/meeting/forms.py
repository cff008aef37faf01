"""Forms of the session's conduct: shape of what is typed, no rules."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PlanForm(forms.Form):
    """Plan the next session."""

    planned_at = forms.DateTimeField(
        label=_("When (UTC)"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )


class PauseForm(forms.Form):
    """Start a pause."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=120, initial=20)
    reason = forms.CharField(label=_("Reason, which everyone reads"), max_length=300)
