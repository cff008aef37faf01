"""How the lines of a document are shaped: running text, bullets, numbers, a table. Every form sets the same shapes.

Pure: lines in, parts out. Nothing is added to what people wrote but its place on the page.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

Kind = Literal["lead", "prose", "text", "intro", "bullets", "numbers", "table"]
Direction = Literal["ltr", "rtl"]
RTL_LANGUAGES = {"ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "ckb"}
_KINDS: dict[str, Kind] = {
    "bottom_line": "lead",
    "status": "prose",
    "timing": "prose",
    "method": "prose",
    "shared_interests": "bullets",
    "settled": "bullets",
    "changes": "bullets",
}
_NAMED = {"options", "steps"}  # each line opens with what it is about: “Package 1:”, “Round 2, Velmar:”
_NAME = re.compile(r"[^:\n]{1,40}:(?= )")
_NUMBER = re.compile(r"(0|[1-9]\d{0,2})[.)] +(?=\S)")
_BULLET = re.compile(r"[-•–] +(?=\S)")


@dataclass(frozen=True, slots=True)
class Item:
    """One paragraph or one entry of a list.

    `number` is the writer's own, 0 where there is none; the first `strong` characters say what the line is about.
    """

    text: str
    direction: Direction
    number: int = 0
    strong: int = 0

    @property
    def name(self) -> str:
        """The words that say what the line is about."""
        return self.text[: self.strong]

    @property
    def rest(self) -> str:
        """The words after them."""
        return self.text[self.strong :]


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a section that are set alike and run in one direction, or its table."""

    kind: Kind
    direction: Direction = "ltr"
    items: Sequence[Item] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[Item]] = ()


@dataclass(frozen=True, slots=True)
class Shaped:
    """A section ready to be set."""

    code: str
    heading: Item
    parts: list[Part] = field(default_factory=list)


def direction_of(text: str, otherwise: Direction = "ltr") -> Direction:
    """Return the direction of a text: that of its first strong letter, as a browser's dir="auto" does."""
    for letter in text:
        told = unicodedata.bidirectional(letter)
        if told == "L":
            return "ltr"
        if told in {"R", "AL"}:
            return "rtl"
    return otherwise


def language_direction(language: str) -> Direction:
    """Return the direction of a language."""
    return "rtl" if language.split("-")[0] in RTL_LANGUAGES else "ltr"


def shape(section: Mapping[str, Any], language: str) -> Shaped:
    """Return one section {"code", "heading", "lines", perhaps "table"} as parts in reading order."""
    base = language_direction(language)
    heading = Item(section["heading"], direction_of(section["heading"], base))
    table = section.get("table")
    if table:
        rows = [[Item(cell, direction_of(cell, base)) for cell in row] for row in table["rows"]]
        return Shaped(section["code"], heading, [Part("table", base, columns=table["columns"], rows=rows)])
    return Shaped(section["code"], heading, _parts(section["code"], section["lines"], base))


def _parts(code: str, lines: Sequence[str], base: Direction) -> list[Part]:
    """Group neighbouring lines of one kind and direction; a line just before a numbered list introduces it."""
    told = [_kind(code, line, base) for line in lines]
    parts: list[Part] = []
    for (kind, direction), group in groupby(told, key=lambda pair: (pair[0], pair[1].direction)):
        items = [item for _kind_of_it, item in group]
        if kind == "numbers" and parts and parts[-1].kind == "text":
            parts[-1:] = _introduced(parts[-1])
        parts.append(Part(kind, direction, [_run_together(items)] if kind == "prose" else items))
    return parts


def _introduced(part: Part) -> list[Part]:
    """The last line of a part as the introduction of the list that follows."""
    before = [Part("text", part.direction, part.items[:-1])] if len(part.items) > 1 else []
    return [*before, Part("intro", part.direction, part.items[-1:])]


def _kind(code: str, line: str, base: Direction) -> tuple[Kind, Item]:
    """What a line is: what its writer made of it, and otherwise what its section is."""
    if number := _NUMBER.match(line):
        text = line[number.end() :]
        return "numbers", Item(text, direction_of(text, base), int(number[1]))
    if bullet := _BULLET.match(line):
        text = line[bullet.end() :]
        return "bullets", Item(text, direction_of(text, base))
    name = _NAME.match(line) if code in _NAMED else None
    return _KINDS.get(code, "text"), Item(line, direction_of(line, base), strong=name.end() if name else 0)


def _run_together(items: Sequence[Item]) -> Item:
    """Neighbouring sentences as one paragraph: fixed statements are one thought."""
    return Item(" ".join(item.text for item in items), items[0].direction)
