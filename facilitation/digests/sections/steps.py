"""Section 6, First reciprocal steps."""

from django.utils.translation import gettext_lazy as _

from facilitation.digests.sections.section import COMPILED, Section

STEPS = Section(
    "steps",
    _("First reciprocal steps"),
    COMPILED,
    _("Each with its round, its side, how it is verified, whether it can be reversed, and what must come first."),
)
