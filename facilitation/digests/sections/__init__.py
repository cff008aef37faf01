"""The sections of a digest in their order (domain.md 8). Each has a file of its own; this is only the list."""

from facilitation.digests.sections.changes import CHANGES
from facilitation.digests.sections.common_ground import COMMON_GROUND
from facilitation.digests.sections.constraints import CONSTRAINTS
from facilitation.digests.sections.divergence import DIVERGENCE
from facilitation.digests.sections.interests import SHARED_INTERESTS
from facilitation.digests.sections.method import METHOD
from facilitation.digests.sections.options import OPTIONS
from facilitation.digests.sections.section import COMPILED, FIXED, PEOPLE, Section
from facilitation.digests.sections.status import STATUS
from facilitation.digests.sections.steps import STEPS
from facilitation.digests.sections.timing import TIMING
from facilitation.digests.sections.written import BOTTOM_LINE, NEXT, RELATION

__all__ = ["BY_CODE", "CODES", "COMPILED", "FIXED", "PEOPLE", "SECTIONS", "Section"]

SECTIONS = (
    STATUS,
    BOTTOM_LINE,
    COMMON_GROUND,
    SHARED_INTERESTS,
    OPTIONS,
    STEPS,
    DIVERGENCE,
    CONSTRAINTS,
    TIMING,
    RELATION,
    METHOD,
    NEXT,
    CHANGES,
)
CODES = tuple(section.code for section in SECTIONS)
BY_CODE = {section.code: section for section in SECTIONS}
WARN_WORDS, MOST_WORDS = 900, 1100
