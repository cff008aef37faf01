"""Sections that people write: 2 Bottom line, 11 Relation to official talks, 13 Next."""

from django.utils.translation import gettext_lazy as _

from facilitation.digests.sections.section import PEOPLE, Section

BOTTOM_LINE = Section(
    "bottom_line",
    _("Bottom line"),
    PEOPLE,
    _("At most five lines: what is new, what officials could do with it now."),
)
RELATION = Section(
    "relation",
    _("Relation to official talks"),
    PEOPLE,
    _("What overlaps, what contradicts, and what officials are asked not to use yet."),
)
NEXT = Section(
    "next", _("Next, and questions to track one"), PEOPLE, _("What the group asks officials; how they can reply.")
)
