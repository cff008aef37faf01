"""Which parts of a commitment a clause lacks (domain.md 9.5). Pure."""

from collections.abc import Mapping

FIELDS = ("who", "what", "by_when", "verified")
LAW = "law"


def lacking(terms: Mapping[str, str]) -> list[str]:
    """Return the fields that are empty, in their order."""
    return [name for name in FIELDS if not terms.get(name)]
