"""A document as a table: one row a line, RFC 4180, with formulas of spreadsheet programs made harmless."""

import csv
import io
from collections.abc import Iterator

from facilitation.exports.documents import Paper
from facilitation.exports.shaping import Part, Shaped

COLUMNS = ("section", "heading", "number", "text", "state", "reason")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
MARK = "\ufeff"  # without it spreadsheet programs take the bytes for another script than they are


def as_csv(paper: Paper) -> bytes:
    """Return the document as CSV: its lines in order, rows of a table with their state and reason."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for section in paper.shaped:
        for part in section.parts:
            writer.writerows([harmless(cell) for cell in row] for row in _rows(section, part))
    return (MARK + out.getvalue()).encode()


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet program computes: an apostrophe before whatever could begin a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _rows(section: Shaped, part: Part) -> Iterator[list[str]]:
    """One row a line, or one a row of the table: place, what, state, why."""
    head = [section.code, section.heading.text]
    if part.kind == "table":
        yield from ([*head, *(cell.text for cell in row)] for row in part.rows)
    else:
        yield from ([*head, str(item.number) if item.number else "", item.text, "", ""] for item in part.items)
