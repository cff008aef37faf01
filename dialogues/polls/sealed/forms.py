"""The editor of a sealed test: the rule and how long it is open."""

from collections.abc import Sequence

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dialogues.ballots.wording import RULES
from dialogues.polls.sealed.operations import LONGEST, SHORTEST


class SealedTestForm(forms.Form):
    """What a facilitator decides; the rule is the same for every side."""

    rule = forms.ChoiceField(
        label=_("A side accepts if"),
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _("This rule could give somebody’s answer away. Choose one of those listed.")
        },
    )
    minutes = forms.IntegerField(
        label=_("Minutes open"),
        max_value=LONGEST,
        initial=SHORTEST,
        help_text=_("From 24 to 72 hours. The closing can be postponed later, never brought forward."),
    )

    def __init__(self, *args: object, rules: Sequence[str] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["rule"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(rule, RULES[rule]) for rule in rules]
        field.initial = "two_thirds" if "two_thirds" in rules else next(iter(rules), None)
        minutes = self.fields["minutes"]
        assert isinstance(minutes, forms.IntegerField)  # noqa: S101
        minutes.min_value = 1 if settings.DEMO else SHORTEST
