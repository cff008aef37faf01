"""Forms of setting a dialogue up: shape and limits of what is typed, no rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogues.dialogue.models import Dialogue
from dialogues.dialogue.operations import Facts
from dialogues.dialogue.queries import DialogueView
from dialogues.dialogue.rules_text import default_rules


class FactsForm(forms.Form):
    """What an organizer decides about a dialogue."""

    codename = forms.CharField(
        label=_("Codename"),
        max_length=60,
        help_text=_("Never says what it is about; it stands on lists and files."),
    )
    title = forms.CharField(label=_("Title"), max_length=160, help_text=_("Read by everyone in the dialogue."))
    purpose = forms.CharField(
        label=_("Purpose"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    sequencing = forms.ChoiceField(
        label=_("Order of the agenda"),
        choices=[
            (Dialogue.Sequencing.GRADUAL, _("Easiest first")),
            (Dialogue.Sequencing.BOULDER, _("Hardest first")),
            (Dialogue.Sequencing.PARALLEL, _("In parallel, no order")),
        ],
    )
    k = forms.IntegerField(
        label=_("k: smallest side whose results may be shown"),
        min_value=1,
        max_value=50,
        initial=5,
        help_text=_("At least 5; 8 or more is better."),
    )
    f = forms.IntegerField(
        label=_("f: insiders assumed to pool what they know"),
        min_value=0,
        max_value=10,
        initial=1,
        help_text=_("At least 1; 2 in a high-risk dialogue. k must be at least 2f + 3."),
    )
    high_risk = forms.BooleanField(
        label=_("High risk: k at least 7, f at least 2, times cut to the hour"), required=False
    )
    retention_days = forms.IntegerField(
        label=_("Days until the messages of a closed session are destroyed"),
        min_value=1,
        max_value=365,
        initial=30,
        help_text=_("Between 7 and 90."),
    )

    def facts(self) -> Facts:
        """Return what was typed."""
        return Facts(**{name: self.cleaned_data[name] for name in FactsForm.base_fields})


class NewDialogueForm(FactsForm):
    """The facts, the sides and the rules of a new dialogue."""

    sides = forms.CharField(
        label=_("Sides, one a line"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Two to six, in words that every side accepts for itself."),
    )
    rules = forms.CharField(
        label=_("Ground rules"),
        max_length=6000,
        initial=default_rules,
        widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
    )


class SidesForm(forms.Form):
    """The sides of a draft, in their order."""

    sides = forms.CharField(
        label=_("Sides, one a line"), max_length=400, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class RulesForm(forms.Form):
    """A new version of the ground rules."""

    text = forms.CharField(
        label=_("Ground rules"), max_length=6000, widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"})
    )


class HeadCountForm(forms.Form):
    """A head count for each side."""

    def __init__(self, *args: Any, sides: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side_id, label in sides:
            self.fields[side_id] = forms.IntegerField(
                label=_("Head count of %(side)s") % {"side": label}, min_value=1, max_value=50, initial=5
            )


class PersonForm(forms.Form):
    """Give a person a role."""

    person = forms.ChoiceField(label=_("Person"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], roles: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("person", people), ("role", roles)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = choices


class CancelForm(forms.Form):
    """Cancel an unused invitation by pasting it."""

    link = forms.CharField(
        label=_("The link to cancel"), max_length=400, widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"})
    )


def initial_facts(view: DialogueView) -> dict[str, object]:
    """Return what the facts' form starts with."""
    return {name: getattr(view, name) for name in FactsForm.base_fields}
