"""What a package says: its parts, what each side would have to be able to say, and why it is shown. Kept as one cell."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.packages.models import Package
from dialogues.packages.refusals import PackageRefused
from dialogues.vault.canonical import TextUnstable, canonical
from dialogues.vault.cells import read_json, write_json

LONGEST = 400  # characters of an option, and of what one side would have to be able to say


@dataclass(frozen=True, slots=True)
class Part:
    """One item and the option chosen for it, in the words that stood when the package was made."""

    item: UUID
    option: UUID
    number: int
    title: str
    label: str

    @property
    def text(self) -> str:
        """The part as one line."""
        return f"{self.title}: {self.label}"


@dataclass(frozen=True, slots=True)
class Content:
    """A package's words. `rank` counts from 1 in its search; 0 if it was drafted by hand."""

    parts: tuple[Part, ...]
    rank: int = 0
    better: bool = False  # it came out of an improvement check
    differs: tuple[int, ...] = ()  # numbers of the items in which it is not as the first of its search
    together: tuple[tuple[int, int], ...] = ()  # numbers of items that it trades against each other
    sayings: Mapping[str, str] = field(default_factory=dict)  # side → what it would have to be able to say
    why_aside: str = ""

    def choices(self) -> dict[UUID, UUID]:
        """Item → option."""
        return {part.item: part.option for part in self.parts}

    def with_sayings(self, sayings: Mapping[str, str]) -> "Content":
        """The same package with what each side would have to be able to say."""
        kept = {side: clean(text) for side, text in sayings.items()}
        return replace(self, sayings={side: text for side, text in kept.items() if text})

    def text_hash(self) -> str:
        """SHA-256 of the words that participants read."""
        words = {"parts": [part.text for part in self.parts], "sayings": dict(self.sayings)}
        packed = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(packed.encode()).hexdigest()


def write_content(row: Package, content: Content) -> None:
    """Seal a package's words into its row. The row is not saved."""
    parts = [[str(part.item), str(part.option), part.number, part.title, part.label] for part in content.parts]
    write_json(
        row,
        content={
            "parts": parts,
            "rank": content.rank,
            "better": content.better,
            "differs": list(content.differs),
            "together": [list(pair) for pair in content.together],
            "sayings": dict(content.sayings),
            "why_aside": content.why_aside,
        },
    )


def read_content(row: Package) -> Content:
    """Open a package's words."""
    held: dict[str, Any] = read_json(row, "content")
    return Content(
        parts=tuple(
            Part(UUID(item), UUID(option), number, title, label) for item, option, number, title, label in held["parts"]
        ),
        rank=held["rank"],
        better=held["better"],
        differs=tuple(held["differs"]),
        together=tuple((one, other) for one, other in held["together"]),
        sayings=held["sayings"],
        why_aside=held["why_aside"],
    )


def clean(text: str) -> str:
    """Return typed words in their one form. Raises PackageRefused if they are too long or unreadable."""
    try:
        text = canonical(text)
    except TextUnstable as unstable:
        raise PackageRefused(str(unstable)) from unstable
    if len(text) > LONGEST:
        raise PackageRefused(
            _("This has %(length)d characters; %(most)d is the most. Shorten it. What you typed is kept.")
            % {"length": len(text), "most": LONGEST}
        )
    return text


def in_order(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Parts by the number of their item."""
    return tuple(sorted(parts, key=lambda part: part.number))
