"""Section 8, Constraints and public lines: what would make acceptance possible at home; public texts only."""

from django.utils.translation import gettext_lazy as _

from facilitation.digests.sections.section import PEOPLE, Section

CONSTRAINTS = Section(
    "constraints",
    _("Constraints and public lines"),
    PEOPLE,
    _("What would make acceptance possible at home. Public words only, never a confidential text."),
)
