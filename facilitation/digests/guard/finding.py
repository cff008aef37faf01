"""What the guard found, and where."""

from dataclasses import dataclass
from uuid import UUID

MASKED, NAMED, SAID, FIGURE, HOUR, GIVEAWAY, LENGTH = "mask", "name", "said", "figure", "hour", "giveaway", "length"
CONFIDED = "confided"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: in which line of which section, in words, and whether it blocks until it is mended."""

    section: str
    words: str
    blocks: bool
    kind: str = LENGTH
    place: int = -1  # of the line in its section, from 0; -1 for the whole
    part: str = ""  # the words it is about, as they stand in the line
    before: str = ""  # the line before and after that part, for the page
    after: str = ""
    messages: tuple[UUID, ...] = ()  # where it was said; for asking the masks, never for a page
    asked: bool = False  # those who said it have been asked


@dataclass(frozen=True, slots=True)
class Draft:
    """One line under the guard's eyes."""

    section: str
    place: int
    text: str

    def part(self, place: tuple[int, int]) -> str:
        """The words at a place."""
        return self.text[slice(*place)]

    def finding(self, kind: str, part: tuple[int, int], words: str, *, blocks: bool = True) -> Finding:
        """Make a finding about a part of this line."""
        start, end = part
        return Finding(
            self.section,
            words,
            blocks,
            kind,
            self.place,
            self.text[start:end],
            self.text[:start],
            self.text[end:],
        )
