"""Turning what a facilitator types into clauses, and back.

The pen is one field a language: a blank line ends a clause, [square brackets] mark contested words.
"""

import re
from dataclasses import dataclass

CLAUSE_LENGTH = 2000  # characters
CLAUSES = 60
_BRACKETED = re.compile(r"\[[^\[\]]+\]")


class DraftRefused(Exception):
    """The text cannot become clauses; the sentence says what to change."""


@dataclass(frozen=True, slots=True)
class ClauseDraft:
    """One clause in every language of the dialogue, and whether any of it is contested."""

    texts: dict[str, str]
    bracketed: bool


def split_clauses(text: str) -> list[str]:
    """Return the clauses of one field: paragraphs parted by blank lines, single line breaks kept as spaces."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return [" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip()]


def join_clauses(clauses: list[str]) -> str:
    """Return the field's content again: the opposite of split_clauses."""
    return "\n\n".join(clauses)


def read_draft(texts: dict[str, str]) -> list[ClauseDraft]:
    """Return the clauses typed in every language, first language first.

    Raises DraftRefused if there is no clause, one is too long, brackets do not close, or the languages differ in number.
    """
    split = {language: split_clauses(text) for language, text in texts.items()}
    counts = {language: len(clauses) for language, clauses in split.items() if clauses}
    if not counts:
        raise DraftRefused("The text is empty. Write at least one clause; a blank line ends a clause.")
    if len(set(counts.values())) > 1:
        told = ", ".join(f"{language}: {count}" for language, count in counts.items())
        raise DraftRefused(f"Every language needs the same number of clauses ({told}). A blank line ends a clause.")
    total = next(iter(counts.values()))
    if total > CLAUSES:
        raise DraftRefused(f"A text holds at most {CLAUSES} clauses; this one has {total}. Split it into two texts.")
    drafts = []
    for index in range(total):
        clause = {language: split[language][index] for language in counts}
        _check_clause(index + 1, clause)
        drafts.append(ClauseDraft(clause, any(_BRACKETED.search(words) for words in clause.values())))
    return drafts


def marked_runs(text: str) -> list[tuple[str, bool]]:
    """Return the clause as runs of words with a flag: True where they are contested, brackets included."""
    runs: list[tuple[str, bool]] = []
    end = 0
    for match in _BRACKETED.finditer(text):
        if match.start() > end:
            runs.append((text[end : match.start()], False))
        runs.append((match.group(), True))
        end = match.end()
    if end < len(text):
        runs.append((text[end:], False))
    return runs


def _check_clause(number: int, clause: dict[str, str]) -> None:
    """Refuse a clause that is too long or whose brackets do not match."""
    for words in clause.values():
        if len(words) > CLAUSE_LENGTH:
            raise DraftRefused(f"Clause {number} has {len(words)} characters; {CLAUSE_LENGTH} is the most. Split it.")
        rest = _BRACKETED.sub("", words)
        if "[" in rest or "]" in rest:
            raise DraftRefused(f"Clause {number} has a bracket without its other half. Close it, or take it out.")
