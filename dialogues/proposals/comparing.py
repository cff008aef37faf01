"""What changed between two versions, word by word. Pure.

Words are compared with the standard library's sequence matcher. The runs that come out, read one after the other, are
exactly the old text (kept and removed) and the new one (kept and added), in either direction of writing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

KEPT, REMOVED, ADDED = "kept", "removed", "added"
_WORDS = re.compile(r"\s+|[^\W_]+|[\W_]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Run:
    """Some words and what became of them: "kept", "removed" or "added"."""

    what: str
    words: str


@dataclass(frozen=True, slots=True)
class ClausePair:
    """A clause in two versions: its numbers (None where it is missing), what became of it, and its words as runs."""

    old: int | None
    new: int | None
    what: str  # "kept", "changed", "added", "removed"
    runs: tuple[Run, ...]


def word_runs(old: str, new: str) -> tuple[Run, ...]:
    """Return the words of two texts as runs that are kept, removed or added; removed ones stand before added ones."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    runs: list[Run] = []
    for tag, start, end, start_new, end_new in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run(KEPT, "".join(before[start:end])))
            continue
        if end > start:
            runs.append(Run(REMOVED, "".join(before[start:end])))
        if end_new > start_new:
            runs.append(Run(ADDED, "".join(after[start_new:end_new])))
    return tuple(runs)


def paired_clauses(old: Sequence[str], new: Sequence[str]) -> list[ClausePair]:
    """Pair the clauses of two versions in their order: like with like, a clause that only one has stands alone."""
    pairs: list[ClausePair] = []
    for tag, start, end, start_new, end_new in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += [
                ClausePair(place + 1, place - start + start_new + 1, KEPT, word_runs(old[place], old[place]))
                for place in range(start, end)
            ]
            continue
        pairs += _unequal(old, new, (start, end), (start_new, end_new))
    return pairs


def _unequal(
    old: Sequence[str], new: Sequence[str], before: tuple[int, int], after: tuple[int, int]
) -> list[ClausePair]:
    """Pair a stretch of clauses that differ: one with one as far as both go, the rest alone."""
    both = min(before[1] - before[0], after[1] - after[0])
    changed = [
        ClausePair(before[0] + n + 1, after[0] + n + 1, "changed", word_runs(old[before[0] + n], new[after[0] + n]))
        for n in range(both)
    ]
    gone = [ClausePair(n + 1, None, REMOVED, (Run(REMOVED, old[n]),)) for n in range(before[0] + both, before[1])]
    come = [ClausePair(None, n + 1, ADDED, (Run(ADDED, new[n]),)) for n in range(after[0] + both, after[1])]
    return [*changed, *gone, *come]
