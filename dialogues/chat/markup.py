"""What may be set apart in a message: bold, italic, lists, quotes. Nothing else is markup: no HTML, no images, links stay text.

The browser reads the same rules in `room-text.js`; both are held to the same samples. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

QUOTE, ITEM = re.compile(r"> ?(.*)"), re.compile(r"[-*•] +(.+)")
# A mark opens after no letter and before no blank, and closes the other way round: 2*3*4 and snake_case stay as they are.
_MARKED = re.compile(
    r"(?<![\w*])(?:\*\*(?! |\*\*)(.+?)(?<! )\*\*|\*(?![ *])((?:[^*]|\*\*)+?)(?<! )\*|_(?![ _])(.+?)(?<! )_)(?![\w*])"
)
_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_CYRILLIC = "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"
_GREEK = "\u0370-\u03ff\u1f00-\u1fff"
_SCRIPTS = tuple(re.compile(f"[{letters}]") for letters in (_LATIN, _CYRILLIC, _GREEK))
_WORD = re.compile(f"[{_LATIN}{_CYRILLIC}{_GREEK}\u0300-\u036f]+")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")

Kind = Literal["p", "quote", "list"]
Way = Literal["ltr", "rtl", "auto"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words that look the same. `mixed`: one word of several alphabets, which may pass for another word."""

    text: str
    bold: bool = False
    italic: bool = False
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a quote or a list: its lines, and the way they are written."""

    kind: Kind
    way: Way
    lines: list[list[Span]]


def blocks(text: str) -> list[Block]:
    """Read canonical text."""
    return [Block(kind, way_of("".join(lines)), [_spans(line) for line in lines]) for kind, lines in _grouped(text)]


def way_of(text: str) -> Way:
    """The way most letters of a text are written; auto if there are none, or as many of each."""
    letters = [letter for letter in text if letter.isalpha()]
    leftwards = sum(bool(_RIGHT_TO_LEFT.match(letter)) for letter in letters)
    if 2 * leftwards == len(letters):
        return "auto"
    return "rtl" if 2 * leftwards > len(letters) else "ltr"


def plain(text: str) -> str:
    """The words without their marks, for looking things up."""
    return "\n".join("".join(span.text for span in line) for block in blocks(text) for line in block.lines)


def _grouped(text: str) -> Iterator[tuple[Kind, list[str]]]:
    """Yield runs of lines of one kind; an empty line ends a paragraph."""
    kind: Kind = "p"
    lines: list[str] = []
    for line in [*text.split("\n"), ""]:
        quote, item = QUOTE.fullmatch(line), ITEM.fullmatch(line)
        here: Kind = "quote" if quote else "list" if item else "p"
        if lines and (here != kind or not line):
            yield kind, lines
            lines = []
        kind = here
        if line:
            lines.append((quote or item)[1] if quote or item else line)  # type: ignore[index]


def _spans(line: str) -> list[Span]:
    """Read the marks of one line."""
    return [part for span in _marked(Span(line)) for part in _alphabets(span)]


def _marked(span: Span) -> Iterator[Span]:
    """Split a span at the marks that it does not carry already."""
    place = 0
    for found in _MARKED.finditer(span.text):
        bold = found[1] is not None
        if span.bold if bold else span.italic:
            continue
        if found.start() > place:
            yield replace(span, text=span.text[place : found.start()])
        words = found[1] or found[2] or found[3]
        inner = replace(span, text=words, bold=span.bold or bold, italic=span.italic or not bold)
        yield from _marked(inner)
        place = found.end()
    if place < len(span.text) or not span.text:
        yield replace(span, text=span.text[place:])


def _alphabets(span: Span) -> Iterator[Span]:
    """Split off words that mix alphabets."""
    place = 0
    for found in _WORD.finditer(span.text):
        if sum(bool(script.search(found[0])) for script in _SCRIPTS) < 2:
            continue
        if found.start() > place:
            yield replace(span, text=span.text[place : found.start()])
        yield replace(span, text=found[0], mixed=True)
        place = found.end()
    if place < len(span.text) or not span.text:
        yield replace(span, text=span.text[place:])
