"""Reading the glossary, and finding its terms in a text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from dialogues.proposals.models import GlossaryTerm
from dialogues.vault.cells import read_json

Run = tuple[str, bool]  # words, contested
Explained = tuple[str, bool, str]  # words, contested, id of the term they are; "" for none


@dataclass(frozen=True, slots=True)
class TermView:
    """A term as everybody in the dialogue reads it."""

    id: UUID
    words: dict[str, str]
    meaning: str
    left_open: bool
    why_open: str

    @property
    def name(self) -> str:
        """The term in the dialogue's first language."""
        return next(iter(self.words.values()), "")

    @property
    def others(self) -> list[tuple[str, str]]:
        """The term in the other languages."""
        return list(self.words.items())[1:]


def glossary_of(dialogue_id: UUID) -> list[TermView]:
    """Return the terms of a dialogue by name."""
    found = [_view(row) for row in GlossaryTerm.objects.filter(dialogue_id=dialogue_id)]
    return sorted(found, key=lambda term: (term.name.casefold(), str(term.id)))


def term_of(dialogue_id: UUID, term_id: UUID) -> TermView | None:
    """Return one term; None if there is no such term in the dialogue."""
    row = GlossaryTerm.objects.filter(id=term_id, dialogue_id=dialogue_id).first()
    return _view(row) if row else None


def used_in(terms: Sequence[TermView], texts: Iterable[str]) -> list[TermView]:
    """Return the terms that a text uses."""
    whole = "\n".join(texts)
    named = {term for _words, _contested, term in explained([(whole, False)], terms)}
    return [term for term in terms if str(term.id) in named]


def explained(runs: Sequence[Run], terms: Sequence[TermView]) -> list[Explained]:
    """Return the runs of a clause with the terms in them apart; the longest term wins where two begin alike."""
    by_word = {word.casefold(): str(term.id) for term in terms for word in term.words.values()}
    if not by_word:
        return [(words, contested, "") for words, contested in runs]
    listed = "|".join(re.escape(word) for word in sorted(by_word, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)
    found: list[Explained] = []
    for words, contested in runs:
        end = 0
        for match in pattern.finditer(words):
            if match.start() > end:
                found.append((words[end : match.start()], contested, ""))
            found.append((match.group(), contested, by_word.get(match.group().casefold(), "")))
            end = match.end()
        if end < len(words):
            found.append((words[end:], contested, ""))
    return found


def _view(row: GlossaryTerm) -> TermView:
    """Decrypt one term."""
    content = read_json(row, "content")
    return TermView(row.id, content["words"], content["meaning"], row.left_open, content["open"])
