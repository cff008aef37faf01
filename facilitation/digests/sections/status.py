"""Section 1, Status: the fixed statement that every digest opens with."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilitation.digests.line import Line
from facilitation.digests.sections.section import FIXED, Section
from facilitation.digests.sources import Facts


def status_statement() -> list[str]:
    """Return the fixed statement (domain.md 8, section 1)."""
    return [
        _(
            "This text is unofficial. Those who worked on it took part in a personal capacity and without prejudice to any "
            "official position. It is covered by a ground rule of the dialogue, not by legal privilege."
        ),
        _(
            "Nothing here may be attributed to anybody. Nothing is agreed until everything is agreed. All sides have signed "
            "this text: sides, not people."
        ),
    ]


def status_lines(_facts: Facts) -> list[Line]:
    """The fixed statement as lines."""
    return [Line(text) for text in status_statement()]


STATUS = Section("status", gettext_lazy("Status"), FIXED, lines=status_lines)
