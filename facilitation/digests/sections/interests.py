"""Section 4, Shared interests: what every side has marked as its own, item by item."""

from django.utils.translation import gettext_lazy

from facilitation.digests.line import Line
from facilitation.digests.sections.section import COMPILED, Section
from facilitation.digests.sources import Facts


def shared(facts: Facts) -> list[Line]:
    """The interests that every side has marked, each with its item."""
    titles = {item.id: item.title for item in facts.items}
    return [
        Line(f"{titles[interest.item]}: {interest.text}", [f"interest {interest.id}"], f"interest {interest.id}")
        for interest in facts.interests
    ]


SHARED_INTERESTS = Section("shared_interests", gettext_lazy("Shared interests"), COMPILED, lines=shared)
