"""Section 5, Options on the table: at most three tabled packages, in words."""

from django.utils.translation import gettext_lazy as _

from facilitation.digests.sections.section import COMPILED, Section

OPTIONS = Section(
    "options",
    _("Options on the table"),
    COMPILED,
    _("At most three, in words, with what each side would have to be able to say."),
)
