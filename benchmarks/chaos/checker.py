"""What must be true afterwards: acknowledged ⊆ stored, each once, and every view is the room's sequence from its beginning."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stored:
    """One entry as the database has it: its number, its key, and its words ("" if it is no message)."""

    n: int
    id: str
    text: str

    @property
    def mark(self) -> int:
        """What a reader's diary keeps of it."""
        return mark(self.id, self.text)


@dataclass
class Diary:
    """What one client sent, was told, and saw, from the room's first entry on."""

    name: str
    room: str
    sent: dict[str, str] = field(default_factory=dict)  # cmid → words
    acknowledged: dict[str, int] = field(default_factory=dict)  # cmid → number
    view: list[int] = field(default_factory=list)  # marks; the place is the number less one
    broken: list[str] = field(default_factory=list)  # what was wrong at the moment it came


def mark(entry: str, text: str) -> int:
    """Return a short mark of an entry. Marks are compared within one process only."""
    return hash((entry, text))


def check(stored: Mapping[str, Sequence[Stored]], diaries: Sequence[Diary]) -> list[str]:
    """Return every violation as a sentence; empty if the promise held."""
    found: list[str] = []
    for room, entries in stored.items():
        found += _numbers(room, entries)
        found += _once(room, entries)
    for diary in diaries:
        entries = stored[diary.room]
        found += [f"{diary.name}: {what}" for what in diary.broken]
        found += _kept(diary, entries)
        found += _prefix(diary, entries)
    return found


def _numbers(room: str, entries: Sequence[Stored]) -> list[str]:
    """A room's numbers run from one without a gap."""
    if [entry.n for entry in entries] == list(range(1, len(entries) + 1)):
        return []
    return [f"{room}: the numbers have a gap or a double"]


def _once(room: str, entries: Sequence[Stored]) -> list[str]:
    """No message is stored twice: the words of each are its own."""
    counts = Counter(entry.text for entry in entries if entry.text)
    return [f"{room}: doubled: {text[:36]} is stored {count} times" for text, count in counts.items() if count > 1]


def _kept(diary: Diary, entries: Sequence[Stored]) -> list[str]:
    """Whatever was acknowledged stands under the number that was told."""
    found = []
    for cmid, number in diary.acknowledged.items():
        if not 0 < number <= len(entries) or entries[number - 1].text != diary.sent[cmid]:
            found.append(f"{diary.name}: lost: {cmid} was acknowledged as {number} and does not stand there")
    return found


def _prefix(diary: Diary, entries: Sequence[Stored]) -> list[str]:
    """What was seen is how the room begins; after the quiet at the end it is all of it."""
    for place, (seen, entry) in enumerate(zip(diary.view, entries, strict=False), start=1):
        if seen != entry.mark:
            return [f"{diary.name}: misordered: saw something else as number {place}"]
    if len(diary.view) != len(entries):
        return [f"{diary.name}: incomplete: saw {len(diary.view)} of {len(entries)}"]
    return []
