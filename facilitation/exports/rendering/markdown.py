"""A document as Markdown; what people wrote is escaped, so that it reads as text and nothing else."""

import re
from collections.abc import Sequence

from facilitation.exports.documents import Paper
from facilitation.exports.shaping import Part

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#+!|~&=-])")
_LINE_START = re.compile(r"^(\s*)(\d+)([.)])", re.MULTILINE)


def as_markdown(paper: Paper) -> bytes:
    """Return the document as Markdown."""
    blocks = [f"# {_escaped(paper.title)}", f"**{paper.handling}** · {_escaped(paper.handling_words)}"]
    blocks += [_escaped(line) for line in paper.meta]
    for section in paper.shaped:
        blocks.append(f"## {_escaped(section.heading.text)}")
        for part in section.parts:
            blocks += _blocks(part)
    blocks.append(f"`{paper.text_hash}`")
    return ("\n\n".join(blocks) + "\n").encode()


def _blocks(part: Part) -> list[str]:
    """One part as blocks that stand apart by a blank line."""
    if part.kind == "table":
        head = [_row(part.columns), _row(["---"] * len(part.columns), plain=True)]
        return ["\n".join([*head, *(_row([cell.text for cell in row]) for row in part.rows)])]
    if part.kind == "numbers":
        return ["\n".join(f"{item.number}. {_hung(item.text, 4)}" for item in part.items)]
    if part.kind == "bullets":
        return ["\n".join(f"- {_hung(item.text, 2)}" for item in part.items)]
    return [
        f"**{_escaped(item.name)}**{_hung(item.rest, 0)}" if item.strong else _hung(item.text, 0) for item in part.items
    ]


def _row(cells: Sequence[str], *, plain: bool = False) -> str:
    """One row of a table."""
    told = cells if plain else [_escaped(cell).replace("\n", " ") for cell in cells]
    return f"| {' | '.join(told)} |"


def _hung(text: str, indent: int) -> str:
    """Text whose further lines hang under the first, each a line of its own."""
    return f"  \n{' ' * indent}".join(_escaped(line) for line in text.split("\n"))


def _escaped(text: str) -> str:
    """Return text as Markdown that shows exactly these characters."""
    return _LINE_START.sub(r"\1\2\\\3", _MARKUP.sub(r"\\\1", text))
