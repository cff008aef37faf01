"""The form of a term: a word a language, its meaning, and whether it is left open on purpose."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogues.proposals.checking.queries import language_name
from dialogues.proposals.glossary.operations import MEANING, WORD, TermDraft
from dialogues.proposals.glossary.queries import TermView


class TermForm(forms.Form):
    """One term."""

    meaning = forms.CharField(
        label=_("What every side takes it to mean"),
        max_length=MEANING,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    left_open = forms.BooleanField(
        label=_("It is left open on purpose"),
        required=False,
        help_text=_("A word that each side may read its own way, agreed as such. It is marked where the text uses it."),
    )
    open = forms.CharField(
        label=_("Why it is left open"),
        required=False,
        max_length=MEANING,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, languages: Sequence[str], term: TermView | None = None, **kwargs: Any) -> None:
        if term is not None:
            words = {f"word_{language}": word for language, word in term.words.items()}
            known = {"meaning": term.meaning, "left_open": term.left_open, "open": term.why_open}
            kwargs.setdefault("initial", {**words, **known})
        super().__init__(*args, **kwargs)
        self.languages = languages
        fields = {f"word_{language}": self._word(language) for language in languages}
        self.fields = {**fields, **self.fields}

    def _word(self, language: str) -> forms.CharField:
        """Build the field of one language; only the first must be filled."""
        return forms.CharField(
            label=_("Term (%(language)s)") % {"language": language_name(language)},
            required=language == self.languages[0],
            max_length=WORD,
            widget=forms.TextInput(attrs={"dir": "auto", "lang": language}),
        )

    def draft(self) -> TermDraft:
        """Return what was typed."""
        cleaned = self.cleaned_data
        words = {language: cleaned.get(f"word_{language}", "") for language in self.languages}
        return TermDraft(words, cleaned["meaning"], cleaned["left_open"], cleaned["open"])
