"""A document as DOCX: real headings, lists and tables, both directions of writing; nothing of people or moments in it."""

import io
import re

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_BREAK
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from facilitation.exports.documents import Paper
from facilitation.exports.rendering import word_look as look
from facilitation.exports.rendering.word_clean import cleaned
from facilitation.exports.shaping import Direction, Item, Part, direction_of, language_direction

# What XML cannot carry becomes the sign for “a character that cannot be shown”.
_UNFIT = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HANG = Pt(18)


def as_docx(paper: Paper) -> bytes:
    """Return the document as a Word file: A4, handling label in the header, title, hash and page in the footer."""
    word = Document()
    base = language_direction(paper.language)
    look.set_styles(word, paper.language)
    look.set_page(word, base)
    _header(word, paper, base)
    _footer(word, paper, base)
    title = word.add_heading(level=1)
    _say(title, paper.title, direction_of(paper.title, base), base)
    for place, line in enumerate(paper.meta):
        meta = word.add_paragraph(style="Meta")
        _say(meta, line, direction_of(line, base), base)
        if place == len(paper.meta) - 1:
            look.rule_below(meta)
    for section in paper.shaped:
        _say(word.add_heading(level=2), section.heading.text, section.heading.direction, base)
        for part in section.parts:
            _add(word, part)
    packed = io.BytesIO()
    word.save(packed)
    return cleaned(packed.getvalue(), title=paper.title, day=paper.day, language=paper.language)


def _header(word: Word, paper: Paper, base: Direction) -> None:
    """The handling label, black on every page."""
    line = word.sections[0].header.paragraphs[0]
    line.style = word.styles["Handling"]
    _say(line, f"{paper.handling}\t{paper.handling_words}", direction_of(paper.handling_words), base)


def _footer(word: Word, paper: Paper, base: Direction) -> None:
    """Title, fingerprint, page of pages."""
    line = word.sections[0].footer.paragraphs[0]
    line.style = word.styles["Foot"]
    _say(line, f"{paper.title}\t{paper.hash_short}\t", direction_of(paper.title), base)
    look.add_field(line, "PAGE")
    line.add_run(" / ")
    look.add_field(line, "NUMPAGES")


def _add(word: Word, part: Part) -> None:
    """Add one part of a section."""
    if part.kind == "table":
        _add_table(word, part)
        return
    for item in part.items:
        if part.kind in {"numbers", "bullets"}:
            _add_item(word, item)
        else:
            line = word.add_paragraph(style={"lead": "Lead", "intro": "Intro"}.get(part.kind, "Normal"))
            if item.strong:
                _say(line, item.name, item.direction)
                line.runs[-1].bold = True
            _say(line, item.rest, item.direction)


def _add_item(word: Word, item: Item) -> None:
    """An entry of a list, its number as its writer gave it, hanging before the text."""
    line = word.add_paragraph(style="Entry")
    line.paragraph_format.left_indent = HANG
    line.paragraph_format.first_line_indent = -HANG
    line.paragraph_format.tab_stops.add_tab_stop(HANG)
    _say(line, f"{f'{item.number}.' if item.number else '•'}\t{item.text}", item.direction)


def _add_table(word: Word, part: Part) -> None:
    """A table with a header row that is one, and repeats on the next page."""
    table = word.add_table(rows=1, cols=len(part.columns))
    look.set_table(table, part.direction)
    for cell, column in zip(table.rows[0].cells, part.columns, strict=True):
        cell.paragraphs[0].style = word.styles["Column"]
        _say(cell.paragraphs[0], column, direction_of(column), part.direction)
    look.repeat_row(table.rows[0])
    for row in part.rows:
        for cell, item in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].style = word.styles["Cell"]
            _say(cell.paragraphs[0], item.text, item.direction, part.direction)
    look.set_columns(table)


def _say(line: Paragraph, text: str, direction: Direction, page: Direction | None = None) -> None:
    """Write text into a paragraph; a line end is one, a tab too. A line of the frame keeps to the page's side."""
    look.set_direction(line, page or direction)
    run = line.add_run()
    for place, piece in enumerate(_UNFIT.sub("\ufffd", text).split("\n")):
        if place:
            run.add_break(WD_BREAK.LINE)
        run.add_text(piece)
    _direct(run, direction)


def _direct(run: Run, direction: Direction) -> None:
    """Tell Word that a run is written from right to left."""
    if direction == "rtl":
        run.font.rtl = True
