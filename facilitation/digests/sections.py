"""The sections of a digest: what stands in them and who makes them (domain.md 8)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

FIXED, PEOPLE, COMPILED = "fixed", "people", "compiled"


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its code, heading, and whether the system, people, or both write it."""

    code: str
    heading: Any
    made_by: str
    hint: Any = ""


SECTIONS = (
    Section("status", _("Status"), FIXED),
    Section(
        "bottom_line",
        _("Bottom line"),
        PEOPLE,
        _("At most five lines: what is new, what officials could do with it now."),
    ),
    Section("common_ground", _("Common ground"), COMPILED),
    Section("shared_interests", _("Shared interests"), COMPILED),
    Section("divergence", _("Divergence"), COMPILED, _("Worded so that each side recognises its own view.")),
    Section("agenda", _("Agenda"), COMPILED),
    Section("timing", _("Timing"), COMPILED),
    Section(
        "themes", _("Themes of the talk"), PEOPLE, _("In your own words: no sentence that anybody said, and no mask.")
    ),
    Section("next", _("Next, and questions to track one"), PEOPLE, _("What the group asks officials; how to reply.")),
    Section("method", _("Method and limits"), FIXED),
    Section("changes", _("Changes since the last digest"), COMPILED),
)
CODES = tuple(section.code for section in SECTIONS)
BY_CODE = {section.code: section for section in SECTIONS}
WARN_WORDS, MOST_WORDS = 900, 1100
