"""The form for a token: shape of what is typed, no rules."""

from django import forms
from django.utils.translation import gettext_lazy as _

from facilitation.api.operations import DAYS

SCOPE_WORDS = {
    "digests": _("Released digests, as text and as files"),
    "summary": _("The agreement summary"),
    "deliveries": _("Where deliveries stand: days and numbers per channel"),
}


class TokenForm(forms.Form):
    """Leave for one system."""

    name = forms.CharField(label=_("System that will use it"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("It may read"), choices=list(SCOPE_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("It holds for"), choices=[(days, _("%d days") % days) for days in DAYS], coerce=int, initial=90
    )
