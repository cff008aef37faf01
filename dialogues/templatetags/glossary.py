"""{{ runs|explained:terms }}: the words of a clause with the terms of the glossary apart."""

from collections.abc import Sequence

from django import template

from dialogues.proposals.glossary import queries

register = template.Library()


@register.filter
def explained(runs: Sequence[queries.Run], terms: Sequence[queries.TermView] | str) -> list[queries.Explained]:
    """Return (words, contested, id of the term or ""); without a glossary no word is a term."""
    return queries.explained(runs, () if isinstance(terms, str) else terms)
