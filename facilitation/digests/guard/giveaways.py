"""Words that may give away somebody's gender or office: marked for a person to look at, never blocking (domain.md 6.11)."""

import re
from collections.abc import Iterator

GENDER = (
    "he", "she", "him", "her", "his", "hers", "himself", "herself", "man", "woman", "gentleman", "lady", "mother", "father",
    "wife", "husband", "widow", "widower", "mr", "mrs", "ms", "sir", "madam", "chairman", "chairwoman", "spokesman",
    "spokeswoman",
    "il", "elle", "monsieur", "madame", "он", "она", "господин", "госпожа", "він", "вона", "пан", "пані",
    "هو", "هي", "السيد", "السيدة", "bey", "hanım",
)  # fmt: skip
OFFICE = (
    "minister", "ambassador", "general", "colonel", "president", "mayor", "governor", "deputy", "professor", "judge",
    "bishop", "imam", "rabbi", "priest", "journalist", "lawyer", "doctor", "officer", "commander", "diplomat", "envoy",
    "senator", "chief", "director", "ministre", "ambassadeur", "général", "министр", "посол", "генерал", "міністр",
    "وزير", "سفير", "جنرال", "bakan", "büyükelçi",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


def giveaways(text: str) -> Iterator[tuple[int, int]]:
    """Yield the place of every word that may give away a gender or an office."""
    for match in _WORD.finditer(text):
        if match.group().casefold() in _ALL:
            yield match.span()


_ALL = {word.casefold() for word in (*GENDER, *OFFICE)}
