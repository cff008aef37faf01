"""Masks and names in a text."""

import re
import unicodedata
from collections.abc import Iterator, Sequence


def standing(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the place of every name that stands in a text as a word of its own, in whatever case it is written."""
    for name in names:
        shown = unicodedata.normalize("NFC", name).strip()
        if shown:
            for match in re.finditer(rf"(?<!\w){re.escape(shown)}(?!\w)", text, re.IGNORECASE):
                yield match.span()


def parts_of(names: Sequence[str]) -> list[str]:
    """Return the single words of names: a family name alone is a name too."""
    parts = {part for name in names for part in re.findall(r"[^\W\d_]{3,}", name)}
    return sorted(parts - set(names))
