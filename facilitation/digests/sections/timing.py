"""Section 9, Timing: joint ripeness in words, with the fixed sentence; nothing before the first result."""

from django.utils.translation import gettext_lazy

from facilitation.digests.line import Line
from facilitation.digests.sections.section import COMPILED, Section
from facilitation.digests.sources import Facts


def timing(facts: Facts) -> list[Line]:
    """The class, the beliefs shared or not yet, and the fixed sentence, as the newest release words them."""
    if facts.ripeness is None:
        return []
    return [Line(words, [f"release {facts.ripeness.measure_id}"]) for words in facts.ripeness.words]


TIMING = Section("timing", gettext_lazy("Timing"), COMPILED, lines=timing)
