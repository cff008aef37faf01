"""One thing that waits for a facilitator."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits for a decision."""

    when: str
    title: str
    words: str
    address: str
    button: str
