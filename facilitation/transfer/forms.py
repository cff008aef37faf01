"""Forms of transfer: shape of what is typed, no rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from facilitation.transfer.rules import LABELS


class ChannelForm(forms.Form):
    """A way to officials."""

    name = forms.CharField(label=_("Name of the channel"), max_length=80)
    side = forms.ChoiceField(label=_("Whose officials"))
    handling = forms.ChoiceField(
        label=_("Highest handling label"), choices=[(label, label) for label in LABELS], initial="RED"
    )
    pair_group = forms.IntegerField(
        label=_("Pair group"),
        min_value=1,
        max_value=20,
        initial=1,
        help_text=_("Channels of one group receive together or not at all."),
    )

    def __init__(self, *args: Any, sides: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["side"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [*sides, ("", _("A third party"))]
        field.required = False


class ReaderForm(forms.Form):
    """Let a person read a channel."""

    person = forms.ChoiceField(label=_("Person"))
    channel = forms.ChoiceField(label=_("Channel"))

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], channels: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("person", people), ("channel", channels)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = choices


class QuestionForm(forms.Form):
    """A clarifying question."""

    text = forms.CharField(
        label=_("Ask the group one thing"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class MailForm(forms.Form):
    """A mail address for notices."""

    address = forms.CharField(label=_("Mail address"), max_length=254)
    certificate = forms.CharField(
        label=_("OpenPGP certificate"),
        required=False,
        max_length=40_000,
        help_text=_("Optional. The reader’s public key: notices are then encrypted to it."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
    )


class WebhookForm(forms.Form):
    """A web hook for notices."""

    url = forms.CharField(
        label=_("Address of the web hook"),
        max_length=500,
        help_text=_("It begins with https:// and lies on a host that this installation allows."),
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false"}),
    )


class NoteForm(forms.Form):
    """A transfer note."""

    text = forms.CharField(
        label=_("What reached whom, when, and what came of it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    digest = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, *args: Any, digests: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["digest"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("no digest in particular")), *digests]
