"""Forms of criticising and answering: shape and limits of what is typed, no rules."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogues.proposals.criticisms.operations import LONGEST, CriticismDraft
from dialogues.proposals.models import Criticism

KINDS = (
    ("concern", _("A concern: what could go wrong with it")),
    ("missing_interest", _("An interest that it leaves out")),
    ("wording", _("Other words: write them below")),
    ("bracket", _("Put it in brackets: it is contested")),
    ("amendment", _("An amendment: write it below")),
)
ANSWERS = (
    ("accepted", _("Accept it")),
    ("merged", _("Merge it with others")),
    ("bracketed", _("Put the words in brackets")),
    ("declined", _("Decline it")),
)


class CriticiseForm(forms.Form):
    """Say something against a clause, or propose other words."""

    clause = forms.TypedChoiceField(label=_("About"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("What it is"), choices=KINDS)
    text = forms.CharField(
        label=_("What you would say about it"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    proposed = forms.CharField(
        label=_("The words that you propose"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "class": "serif"}),
        help_text=_("For other words and amendments."),
    )

    def __init__(self, *args: Any, clauses: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["clause"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101
        named = [(str(number), _("Clause %(number)d") % {"number": number}) for number in clauses]
        field.choices = [*named, ("", _("The text as a whole"))]

    def draft(self) -> CriticismDraft:
        """Return what was typed."""
        cleaned = self.cleaned_data
        return CriticismDraft(cleaned["kind"], cleaned["clause"], cleaned["text"], cleaned["proposed"])


class WithdrawForm(forms.Form):
    """Take a criticism back with its code."""

    code = forms.CharField(
        label=_("Code of the criticism"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class AnswerForm(forms.Form):
    """Answer a criticism, as a facilitator."""

    answer = forms.ChoiceField(choices=ANSWERS)
    reason = forms.CharField(max_length=LONGEST, required=False)


assert {kind for kind, _words in KINDS} == set(Criticism.Kind.values)  # noqa: S101
