"""Forms of setting a dialogue up: shape and limits of what is typed, no rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogues.dialogue.models import Dialogue
from dialogues.dialogue.operations import Facts
from dialogues.dialogue.queries import DialogueView
from dialogues.dialogue.rules_text import default_rules

HOUR, DAY = 60, 24 * 60


class WindowField(forms.TypedChoiceField):
    """A length in minutes, chosen from a few."""

    def __init__(self, label: Any, initial: int, *choices: tuple[int, Any], help_text: Any = "") -> None:
        super().__init__(label=label, initial=initial, choices=choices, coerce=int, help_text=help_text)


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
    entry = forms.ChoiceField(
        label=_("How people enter"),
        initial=Dialogue.Entry.UNLINKABLE,
        choices=[
            (Dialogue.Entry.UNLINKABLE, _("Unlinkable: the server cannot link you, even while you join")),
            (Dialogue.Entry.QUICK, _("Quick: the server could link you at the moment you join")),
        ],
        help_text=_("Unlinkable entry takes two steps with a pause between them. Quick entry takes one."),
    )
    issue_minutes = WindowField(
        _("Unlinkable entry: time to collect a pass"),
        3 * DAY,
        (HOUR // 4, _("15 minutes")),
        (HOUR, _("1 hour")),
        (DAY, _("1 day")),
        (3 * DAY, _("3 days")),
        (7 * DAY, _("7 days")),
    )
    gap_minutes = WindowField(
        _("Unlinkable entry: pause between the two steps"),
        12 * HOUR,
        (0, _("none (demonstration)")),
        (HOUR // 4, _("15 minutes (demonstration)")),
        (HOUR, _("1 hour")),
        (12 * HOUR, _("12 hours")),
        (DAY, _("1 day")),
        (3 * DAY, _("3 days")),
        help_text=_("The longer the pause, the less habits give away. At least a day in a high-risk dialogue."),
    )
    redeem_minutes = WindowField(
        _("Unlinkable entry: time to take a seat"),
        2 * DAY,
        (HOUR // 4, _("15 minutes")),
        (HOUR, _("1 hour")),
        (DAY, _("1 day")),
        (2 * DAY, _("2 days")),
        (7 * DAY, _("7 days")),
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
        label=_("High risk: k at least 7, f at least 2, even traffic, times cut to the hour"), required=False
    )
    even_traffic = forms.BooleanField(
        label=_("Even traffic: lines of the room look the same at all times"),
        required=False,
        help_text=_(
            "Whoever watches an internet line cannot tell who writes. A message takes five to thirty seconds to appear, "
            "the room needs scripts, and other pages than the room stay visible on the line."
        ),
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


class PreparationForm(forms.Form):
    """What is settled before the sides meet; an empty line is not settled."""

    legal = forms.CharField(
        label=_("Legal check"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_(
            "Who looked at it and what they found: what the law of each side says about talking, and what no text may agree to."
        ),
    )
    overlap = forms.CharField(
        label=_("Overlap with official talks"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Which official talks touch the same questions, and how this dialogue stays beside them."),
    )
    languages = forms.CharField(
        label=_("Languages"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Who interprets, and who checks a text in which language."),
    )
    follow_up = forms.DateField(
        label=_("Day of the follow-up"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("When everybody hears again, whatever comes of the meeting. Participants read it."),
    )
    holding = forms.CharField(
        label=_("Holding line"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_(
            "The one sentence that every side says, and nothing else, if something leaks. Participants read it."
        ),
    )

    def lines(self) -> dict[str, str]:
        """Return code → words; the day as it is written in files."""
        day = self.cleaned_data["follow_up"]
        return {**self.cleaned_data, "follow_up": day.isoformat() if day else ""}


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


class CardCountForm(forms.Form):
    """How many of a side's people draw a card instead of getting a link."""

    cards = forms.IntegerField(
        label=_("Of these, cards for people without scripts in their browser"),
        min_value=0,
        max_value=50,
        initial=0,
        required=False,
        help_text=_("Cards are printed and drawn from a hat. Everybody else gets a link."),
    )


class CancelForm(forms.Form):
    """Cancel an unused invitation by pasting it."""

    link = forms.CharField(
        label=_("The link to cancel"), max_length=400, widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"})
    )


def initial_facts(view: DialogueView) -> dict[str, object]:
    """Return what the facts' form starts with."""
    return {name: getattr(view, name) for name in FactsForm.base_fields}
