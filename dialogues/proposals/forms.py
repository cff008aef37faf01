"""Forms of the single text: shape and limits of what is typed, no rules."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogues.proposals.drafting import DraftRefused, read_draft
from dialogues.proposals.queries import VersionView


class StartForm(forms.Form):
    """Start a text on an agenda item."""

    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        help_text=_("Neutral for every side; it is read as the heading of the text."),
    )
    item = forms.TypedChoiceField(label=_("Agenda item"), required=False, coerce=UUID, empty_value=None)

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101
        field.choices = [("", _("None")), *items]


class DraftForm(forms.Form):
    """The pen: one field a language, and two notes."""

    change_note = forms.CharField(
        label=_("What changed, and why"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    official_note = forms.CharField(
        label=_("Relation to official positions"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Say where this overlaps with or departs from what officials have said. It stays with the text."),
    )

    def __init__(self, *args: Any, languages: list[str], version: VersionView | None = None, **kwargs: Any) -> None:
        if version is not None:
            kwargs.setdefault("initial", _initial(version, languages))
        super().__init__(*args, **kwargs)
        self.languages = languages
        pens = {f"text_{language}": self._pen(language) for language in languages}
        self.fields = {**pens, **self.fields}

    def _pen(self, language: str) -> forms.CharField:
        """Build the field of one language; only the first must be filled."""
        return forms.CharField(
            label=_("Clauses (%(language)s)") % {"language": language},
            required=language == self.languages[0],
            max_length=40000,
            widget=forms.Textarea(attrs={"rows": 14, "dir": "auto", "lang": language, "class": "serif"}),
            help_text=_("A blank line ends a clause. Put contested words in [square brackets]."),
        )

    def clean(self) -> dict[str, Any]:
        """Turn the fields into clauses; a refusal keeps everything that was typed."""
        cleaned = super().clean() or {}
        texts = {language: cleaned.get(f"text_{language}", "") for language in self.languages}
        if any(texts.values()):
            try:
                cleaned["clauses"] = read_draft(texts)
            except DraftRefused as refusal:
                self.add_error(None, str(refusal))
        return cleaned


def _initial(version: VersionView, languages: list[str]) -> dict[str, str]:
    """Fill the pen with a version."""
    pens = {f"text_{language}": version.pen(language) for language in languages}
    return {
        **pens,
        "change_note": "" if version.state != "draft" else version.change_note,
        "official_note": version.official_note,
    }
