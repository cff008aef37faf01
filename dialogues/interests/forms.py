"""Forms of the sides' pages: shape and limits of what is typed, no rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dialogues.dialogue.queries import SideView
from dialogues.interests.content import LONGEST, WITH_INTEREST, Content
from dialogues.interests.operations import LineDraft
from dialogues.interests.queries import Line
from dialogues.interests.wording import kind_choices

READERS = (
    ("facilitators", _("Our side and the facilitators")),
    ("side", _("Our side alone")),
)


def _words(label: Any, rows: int = 3) -> forms.CharField:
    """A field for one line."""
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}))


def _kinds() -> forms.ChoiceField:
    """A field for the kind of interest."""
    return forms.ChoiceField(label=_("Kind of interest"), choices=lambda: [("", _now("Choose one")), *kind_choices()])


class LineForm(forms.Form):
    """A line of one kind on a side's own page."""

    def __init__(self, *args: Any, kind: str, others: list[SideView], **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{kind}_%s")
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["text"] = _words(_("One line, in your own words"))
        if kind == "perceived":
            sides = [(str(side.id), side.label) for side in others]
            self.fields["about"] = forms.ChoiceField(label=_("Whose interest"), choices=sides)
        if kind in WITH_INTEREST:
            self.fields["interest"] = _kinds()
        self.fields["visibility"] = forms.ChoiceField(
            label=_("Who reads it once it stands"),
            choices=READERS,
            initial="facilitators",
            widget=forms.RadioSelect,
        )

    def draft(self) -> LineDraft:
        """Return what was typed."""
        cleaned = self.cleaned_data
        content = Content(cleaned["text"], cleaned.get("interest", ""), cleaned.get("about", ""))
        return LineDraft(self.kind, content, cleaned["visibility"])


class RewordForm(forms.Form):
    """Other words for a line, and the mark of the wording they replace."""

    text = _words(_("The line in other words"))
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, line: Line, **kwargs: Any) -> None:
        content = line.content
        kwargs.setdefault("initial", {"text": content.text, "interest": content.interest, "seen": content.mark})
        kwargs.setdefault("auto_id", "reword_%s")
        super().__init__(*args, **kwargs)
        if line.kind in WITH_INTEREST:
            self.fields["interest"] = _kinds()

    def content(self) -> Content:
        """Return what was typed."""
        return Content(self.cleaned_data["text"], self.cleaned_data.get("interest", ""))


class RemarkForm(forms.Form):
    """Something to say about a line, to one's own side."""

    text = _words(_("To your side, without a name"), rows=2)


class CodeForm(forms.Form):
    """The code of a line."""

    code = forms.CharField(
        label=_("The code that was shown when the line was written"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )


class OfferForm(forms.Form):
    """An interest that facilitators put to every side."""

    text = _words(_("The interest, in words that do not tell whose it is"))
    interest = _kinds()

    def content(self) -> Content:
        """Return what was typed."""
        return Content(self.cleaned_data["text"], self.cleaned_data["interest"])


class ScribeForm(forms.Form):
    """A line that a facilitator writes down for a side."""

    side = forms.UUIDField(label=_("For which side"))
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=(
            ("position", _("A position")),
            ("interest", _("An interest")),
            ("constraint", _("A constraint at home")),
            ("perceived", _("How it sees another side")),
        ),
    )
    text = _words(_("What the side said, in its words"))
    interest = forms.ChoiceField(
        label=_("Kind of interest"),
        required=False,
        choices=lambda: [("", _now("It is no interest")), *kind_choices()],
    )
    about = forms.ChoiceField(label=_("Whose interest it sees"), required=False)

    def __init__(self, *args: Any, sides: list[SideView], **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "scribe_%s")
        super().__init__(*args, **kwargs)
        choices = [(str(side.id), side.label) for side in sides]
        self.fields["side"].widget = forms.Select(choices=choices)
        about = self.fields["about"]
        assert isinstance(about, forms.ChoiceField)  # noqa: S101
        about.choices = [("", _now("Nobody’s: it is its own")), *choices]

    def draft(self) -> LineDraft:
        """Return what was typed."""
        cleaned = self.cleaned_data
        return LineDraft(cleaned["kind"], Content(cleaned["text"], cleaned["interest"], cleaned["about"]))
