"""How often anybody may test mutual acceptance, and which texts count as the same (domain.md 6.7). Pure.

Overuse would make people bargain with the test instead of with each other.
"""

import hashlib
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

ITEM_MOST, ITEM_REST = 3, timedelta(days=7)
DIALOGUE_MOST, DIALOGUE_WINDOW = 3, timedelta(days=7)
SAME_CLAUSES, ITEM_USED_UP, ITEM_RESTS, WEEK_USED_UP = "same_clauses", "item_used_up", "item_rests", "week_used_up"


@dataclass(frozen=True, slots=True)
class PastTest:
    """A test that was held, or was voided once it was open: what it was about, and when it was announced."""

    clauses: str  # fingerprint of the clause set
    items: frozenset[str]
    at: datetime


def clause_set(clauses: Iterable[str]) -> str:
    """Return the fingerprint of a set of clauses after dropping brackets, case, spacing and punctuation, and their order."""
    plain = {
        "".join(letter for letter in unicodedata.normalize("NFKC", clause).casefold() if letter.isalnum())
        for clause in clauses
    }
    return hashlib.sha256("\n".join(sorted(plain - {""})).encode()).hexdigest()


def over_budget(past: Sequence[PastTest], clauses: str, items: Collection[str], moment: datetime) -> str:
    """Return why another test would be one too many, as a code; "" if it may be held.

    One for each set of clauses; three at most on an agenda item, seven days apart; three in any seven days of a dialogue.
    """
    if any(test.clauses == clauses for test in past):
        return SAME_CLAUSES
    for item in items:
        held = [test.at for test in past if item in test.items]
        if len(held) >= ITEM_MOST:
            return ITEM_USED_UP
        if any(moment - at < ITEM_REST for at in held):
            return ITEM_RESTS
    recent = [test for test in past if moment - test.at < DIALOGUE_WINDOW]
    return WEEK_USED_UP if len(recent) >= DIALOGUE_MOST else ""
