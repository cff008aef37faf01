"""One line of a digest, and what it rests on."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """One line. Its sources are shown to facilitators and never exported; its key finds the same line in the next digest."""

    text: str
    sources: list[str] = field(default_factory=list)
    key: str = ""  # the same thing in two digests has one key, whatever its words
    strikes: int = 0  # how often participants struck it, in this wording or an earlier one
    struck: bool = False  # struck as it stands: it has to be reworded
