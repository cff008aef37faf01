"""A document as tagged PDF, set by typst: without author, with the release day as its only date."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import typst
from django.utils.translation import gettext as _

from facilitation.exports.documents import Paper
from facilitation.exports.fonts import FONTS
from facilitation.exports.shaping import Item, direction_of

PAPER = Path(__file__).with_name("paper.typ")
USUAL = 10.0
SIZES = (10.5, 10.0, 9.5, 9.0, 8.5)
PAGES = 2  # the length of a digest


def as_pdf(paper: Paper) -> bytes:
    """Return the document as PDF/UA-1; if a character is in no shipped font, as a tagged PDF with a blank box."""
    data = paper_data(paper)
    data["size"] = _size(paper, data)
    try:
        return _set(data, paper, standards=["ua-1"])
    except typst.TypstError:
        return _set(data, paper, standards=[])  # a character without a glyph may not stand in a PDF/UA


def paper_data(paper: Paper) -> dict[str, Any]:
    """Return what the template reads; nothing in it is ever taken for markup."""
    return {
        "title": paper.title,
        "head": _item(paper.title, paper),
        "handling": paper.handling,
        "handling_words": _item(paper.handling_words, paper),
        "unofficial": _("Unofficial"),
        "date": paper.day.isoformat(),
        "lang": paper.language.split("-")[0],
        "rtl": paper.rtl,
        "meta": [_item(line, paper) for line in paper.meta],
        "size": USUAL,
        "page": _("Page %(page)s of %(pages)s"),
        "hash_short": paper.hash_short,
        "sections": [asdict(section) for section in paper.shaped],
    }


def _item(text: str, paper: Paper) -> dict[str, object]:
    """A line of the frame with its own direction: it may be in another language than the text."""
    return asdict(Item(text, direction_of(text, "rtl" if paper.rtl else "ltr")))


def _size(paper: Paper, data: dict[str, Any]) -> float:
    """The size of the letters in points: for a digest the largest at which it keeps to two pages, within what is legible."""
    if paper.kind != "digest":
        return USUAL
    return next((size for size in SIZES if _pages({**data, "size": size}) <= PAGES), SIZES[-1])


def _pages(data: dict[str, Any]) -> int:
    """How many pages the data fill."""
    told = typst.query(str(PAPER), "<pages>", field="value", one=True, **_with(data))
    return int(told)


def _with(data: dict[str, Any]) -> dict[str, Any]:
    """What typst is given: our fonts and no others, and the data as data."""
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return {"font_paths": FONTS, "ignore_system_fonts": True, "sys_inputs": inputs}


def _set(data: dict[str, Any], paper: Paper, *, standards: "Sequence[Literal['ua-1']]") -> bytes:
    """Run typst over the data."""
    moment = datetime(paper.day.year, paper.day.month, paper.day.day, tzinfo=UTC)
    made = typst.compile(
        str(PAPER),
        timestamp=int(moment.timestamp()),
        pdf_standards=[*standards],
        **_with(data),
    )
    assert isinstance(made, bytes)  # noqa: S101
    return made
