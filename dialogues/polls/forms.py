"""The editor of a straw poll: the mark agreed beforehand, and how long it is open."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogues.ballots.wording import MARK_MEANS, MARKS


class StrawPollForm(forms.Form):
    """What a facilitator decides. Which marks could ever be shown, the operation says."""

    pass_mark = forms.ChoiceField(
        label=_("Mark agreed beforehand"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the mark that everyone knows before voting."),
            "invalid_choice": _("This mark could never be shown for sides of this size. Choose one of those listed."),
        },
    )
    minutes = forms.IntegerField(
        label=_("Minutes open"),
        min_value=1,
        max_value=14 * 24 * 60,
        initial=15,
        help_text=_("Counted from the opening. The closing can be postponed later, never brought forward."),
    )

    parts = forms.TypedMultipleChoiceField(
        label=_("Ask about these by themselves as well"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "The ballot always asks about the whole. What is ticked gets its own answer, and its place among the others."
        ),
    )
    words = forms.BooleanField(
        label=_("Let voters say “yes, if …” in their own words"),
        required=False,
        help_text=_(
            "What they write stands beside its clause as a criticism, without a side or an answer, "
            "if ten ballots or more are counted; otherwise nobody ever reads it."
        ),
    )

    def __init__(
        self,
        *args: object,
        marks: Sequence[str] = (),
        clauses: Sequence[tuple[int, str]] = (),
        words: bool = False,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        parts = self.fields["parts"]
        assert isinstance(parts, forms.TypedMultipleChoiceField)  # noqa: S101
        parts.choices = [(number, f"{number}. {text}") for number, text in clauses]
        if len(clauses) < 2:
            del self.fields["parts"]
        if not words:
            del self.fields["words"]
        field = self.fields["pass_mark"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.initial = marks[0] if len(marks) == 1 else None
        field.choices = [(mark, f"{MARKS[mark].capitalize()}: {MARK_MEANS[mark]}") for mark in marks]
