"""What changed between two released digests, clause by clause and word by word. Pure but for the words of headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dialogues.proposals.comparing import ADDED, REMOVED, Run, word_runs
from facilitation.digests.sections import BY_CODE, FIXED
from facilitation.digests.sections.changes import CHANGES
from facilitation.digests.text import LineView, SectionView
from facilitation.digests.wording import likest

NEW, CHANGED, UNCHANGED, WITHDRAWN = "new", "changed", "unchanged", "withdrawn"


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One clause: what became of it, its words as runs, and the section that it stood in before, if it moved."""

    what: str
    runs: tuple[Run, ...]
    moved_from: Any = ""


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """One section of the newer digest, with what it lost."""

    heading: Any
    lines: list[ComparedLine]

    @property
    def quiet(self) -> bool:
        """Whether nothing changed in it."""
        return all(line.what == UNCHANGED and not line.moved_from for line in self.lines)


def compared(old: Sequence[SectionView], new: Sequence[SectionView]) -> list[ComparedSection]:
    """Compare two digests. A clause is found again by its key, else by its words, else by the likest words of its section."""
    left = [line for section in old if _counts(section) for line in section.lines]
    headings = {section.code: section.heading for section in (*old, *new)}
    pairs: dict[int, LineView] = {}
    lines = [line for section in new if _counts(section) for line in section.lines]
    for finder in (_by_key, _by_words, _by_likeness):
        for place, line in enumerate(lines):
            found = None if place in pairs else finder(line, left)
            if found is not None:
                pairs[place] = found
                left.remove(found)
    numbered = {line.id: place for place, line in enumerate(lines)}
    sections = []
    for section in new:
        if _counts(section):
            told = [_told(line, pairs.get(numbered[line.id]), headings) for line in section.lines]
            gone = [_gone(line) for line in left if line.section == section.code]
            if told or gone:
                sections.append(ComparedSection(section.heading, [*told, *gone]))
    return sections


def _counts(section: SectionView) -> bool:
    """Whether a section is compared: not the fixed words, not the digest's own list of changes."""
    known = BY_CODE.get(section.code)
    return section.code != CHANGES.code and (known is None or known.made_by != FIXED)


def _told(line: LineView, before: LineView | None, headings: dict[str, Any]) -> ComparedLine:
    """What became of a clause of the newer digest."""
    if before is None:
        return ComparedLine(NEW, (Run(ADDED, line.text),))
    moved = headings[before.section] if before.section != line.section else ""
    what = UNCHANGED if before.text == line.text else CHANGED
    return ComparedLine(what, word_runs(before.text, line.text), moved)


def _gone(line: LineView) -> ComparedLine:
    return ComparedLine(WITHDRAWN, (Run(REMOVED, line.text),))


def _by_key(line: LineView, left: Sequence[LineView]) -> LineView | None:
    return next((one for one in left if line.key and one.key == line.key), None)


def _by_words(line: LineView, left: Sequence[LineView]) -> LineView | None:
    return next((one for one in left if one.text == line.text), None)


def _by_likeness(line: LineView, left: Sequence[LineView]) -> LineView | None:
    return likest(line.text, [one for one in left if one.section == line.section])
