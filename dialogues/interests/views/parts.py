"""The parts of a side's page: one for each kind of line, with its form."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dialogues.dialogue.queries import SideView
from dialogues.interests.forms import LineForm
from dialogues.interests.queries import Line


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of line: what it is called and asks, the side's lines, the form; open if something was refused."""

    kind: str
    title: str
    hint: str
    empty: str
    lines: list[Line]
    form: LineForm
    refused: bool


def sections(lines: dict[str, list[Line]], others: list[SideView], typed: LineForm | None) -> list[Section]:
    """Return the four parts; the form that was refused stands in its own with what was typed."""
    return [
        Section(
            kind=kind,
            title=title,
            hint=hint,
            empty=empty,
            lines=lines[kind],
            form=typed if typed and typed.kind == kind else LineForm(kind=kind, others=others),
            refused=bool(typed and typed.kind == kind),
        )
        for kind, (title, hint, empty) in kind_parts().items()
    ]


def kind_parts() -> dict[str, tuple[Any, Any, Any]]:
    """Return kind → (heading, what is asked, what an empty list says)."""
    return {
        "position": (
            _("Our position"),
            _("What our side says it wants on this item."),
            _("Nothing yet."),
        ),
        "interest": (
            _("The interests beneath it"),
            _("What our side needs, and why. Two sides can want different things and need the same."),
            _("Nothing yet. Begin with why it matters."),
        ),
        "constraint": (
            _("Constraints at home"),
            _("What makes it hard to say yes at home, and what would have to be true before we could."),
            _("Nothing yet."),
        ),
        "perceived": (
            _("How we see them"),
            _(
                "What we think another side needs. It is never shown to that side: facilitators lay it beside what it says."
            ),
            _("Nothing yet. A guess is enough."),
        ),
    }
