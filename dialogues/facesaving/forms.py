"""Forms of face-saving pairs: shape and limits of what is typed, no rules."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogues.facesaving.content import LONGEST_LINE, LONGEST_NOTE, LONGEST_TEXT
from dialogues.facesaving.operations.drafting import Arrangement, PublicWords
from dialogues.facesaving.wording import CHECKS, LINKAGES


def _area(rows: int) -> forms.Textarea:
    """A field for running text in any script."""
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class PublicForm(forms.Form):
    """Commitment, joint text, what is said about the link, the item."""

    commitment = forms.CharField(
        label=_("The commitment, in a sentence"), max_length=LONGEST_NOTE, required=False, widget=_area(2)
    )
    joint = forms.CharField(
        label=_("Joint public text"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=_area(5),
        help_text=_("What all sides will say together. Everything else is checked against it."),
    )
    linkage = forms.ChoiceField(
        label=_("The link to anything confidential"), choices=list(LINKAGES.items()), initial="unstated"
    )
    item = forms.ChoiceField(label=_("About the agenda item"), required=False)

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("No item in particular")), *items]

    def words(self) -> PublicWords:
        """What was typed."""
        typed = self.cleaned_data
        item = UUID(typed["item"]) if typed["item"] else None
        return PublicWords(typed["commitment"], typed["joint"], typed["linkage"], item)


class ConfidentialForm(forms.Form):
    """The confidential text, who keeps it, when it may be disclosed."""

    text = forms.CharField(
        label=_("Confidential text"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=_area(5),
        help_text=_(
            "Participants and facilitators read it until it is sealed, nobody afterwards. It is in no search, digest or file."
        ),
    )
    custody = forms.CharField(
        label=_("Who keeps it"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=_area(2),
        help_text=_(
            "Who holds it outside this house and answers for it: an office, or people whom every side accepts."
        ),
    )
    condition = forms.CharField(
        label=_("When it may be disclosed, and to whom"),
        max_length=LONGEST_NOTE,
        required=False,
        widget=_area(2),
    )
    disclose_on = forms.DateField(
        label=_("Day of disclosure"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("On that day the text opens by itself. Empty: never, by agreement of all."),
    )

    def arrangement(self) -> Arrangement:
        """What was typed."""
        typed = self.cleaned_data
        return Arrangement(typed["text"], typed["custody"], typed["condition"], typed["disclose_on"])


class HearingForm(forms.Form):
    """How long the hearing is open."""

    minutes = forms.IntegerField(label=_("Open for (minutes)"), min_value=1, max_value=14 * 24 * 60, initial=24 * 60)


class LineForm(forms.Form):
    """A side's own line; `seen` marks the wording its writer had before them."""

    text = forms.CharField(
        label=_("What we can say we gained"),
        max_length=LONGEST_LINE,
        required=False,
        widget=_area(3),
        help_text=_("At most 280 characters: a sentence that can be said in one breath, at home, in public."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class ChecksForm(forms.Form):
    """Which of the three checks the side is asked to confirm."""

    checks = forms.MultipleChoiceField(
        label=_("Put to our side"), choices=list(CHECKS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )

    def letters(self) -> str:
        """What was ticked."""
        return "".join(self.cleaned_data["checks"])
