"""The editor of a question to one side."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogues.dialogue.queries import SideView
from dialogues.polls.side.measure import ANSWERS
from dialogues.polls.side.operations import LONGEST


class SideQuestionForm(forms.Form):
    """Whom, what, by which rule, for how long."""

    side = forms.TypedChoiceField(label=_("Side"), coerce=UUID, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Question"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("So that yes or no answers it."),
    )
    rule = forms.ChoiceField(label=_("The answer is yes if"), choices=list(ANSWERS.items()), widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label=_("Minutes open"),
        min_value=1,
        max_value=14 * 24 * 60,
        initial=15,
        help_text=_("Counted from the opening. The closing can be postponed later, never brought forward."),
    )

    def __init__(self, *args: object, sides: Sequence[SideView] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["side"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101
        field.choices = [(str(side.id), side.label) for side in sides]
        self.fields["rule"].initial = "majority"
