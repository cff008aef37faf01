"""The form that announces a survey: how long it stays open, no more."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SurveyForm(forms.Form):
    """How long people have to answer."""

    minutes = forms.IntegerField(
        label=_("Open for (minutes)"),
        min_value=1,
        max_value=14 * 24 * 60,
        initial=24 * 60,
        help_text=_("It can be prolonged later, never shortened."),
    )
