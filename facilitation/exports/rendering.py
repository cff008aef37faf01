"""Setting a document as PDF (typst, tagged), Markdown and JSON. The same document gives the same bytes, for everybody."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import fontpkg_noto_serif
import typst
from django.utils.translation import gettext as _

from facilitation.exports.documents import Paper

PAPER = Path(__file__).with_name("paper.typ")
FONTS = [
    str(Path(font.__path__[0]) / "files") for font in (fontpkg_noto_serif, fontpkg_noto_sans, fontpkg_noto_sans_arabic)
]
SCHEMA_VERSION = 1
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#+!|~])")
_LINE_START = re.compile(r"^(\s*)(\d+)([.)])", re.MULTILINE)


def as_pdf(paper: Paper) -> bytes:
    """Return the document as a tagged PDF without author, with the release day as its only date."""
    data = {
        "title": paper.title,
        "handling": paper.handling,
        "unofficial": _("Unofficial"),
        "date": paper.day.isoformat(),
        "lang": paper.language,
        "rtl": paper.rtl,
        "meta": _meta(paper),
        "footer": paper.title,
        "hash_short": _short(paper.text_hash),
        "sections": [{**section, "lead": section["code"] == "bottom_line"} for section in paper.sections],
    }
    moment = datetime(paper.day.year, paper.day.month, paper.day.day, tzinfo=UTC)
    try:
        return _set(data, moment, standards=["ua-1"])
    except typst.TypstError:
        # A character that no shipped font holds may not stand in a PDF/UA; it is still set, tagged, with a blank box.
        return _set(data, moment, standards=[])


def _set(data: dict[str, Any], moment: datetime, *, standards: "list[Literal['ua-1']]") -> bytes:
    """Run typst over the data."""
    made = typst.compile(
        str(PAPER),
        font_paths=FONTS,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(moment.timestamp()),
        pdf_standards=[*standards],
    )
    assert isinstance(made, bytes)  # noqa: S101
    return made


def as_markdown(paper: Paper) -> bytes:
    """Return the document as Markdown; what people wrote is escaped, so that it reads as text and nothing else."""
    parts = [f"# {_escaped(paper.title)}", f"**{paper.handling}** · {_escaped(_meta(paper))}"]
    for section in paper.sections:
        parts.append(f"## {_escaped(section['heading'])}")
        parts += [_escaped(line) for line in section["lines"]]
    parts.append(f"`{paper.text_hash}`")
    return ("\n\n".join(parts) + "\n").encode()


def as_json(paper: Paper) -> bytes:
    """Return the document as JSON after facilitation/exports/schema.json."""
    content = {
        "schema": SCHEMA_VERSION,
        "kind": paper.kind,
        "title": paper.title,
        "handling": paper.handling,
        "day": paper.day.isoformat(),
        "language": paper.language,
        "hash": paper.text_hash,
        "audit_head": paper.audit_head,
        "sections": paper.sections,
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


RENDERERS: dict[str, Callable[[Paper], bytes]] = {"pdf": as_pdf, "md": as_markdown, "json": as_json}
CONTENT_TYPES = {"pdf": "application/pdf", "md": "text/markdown; charset=utf-8", "json": "application/json"}


def _meta(paper: Paper) -> str:
    """The line under the title."""
    words = _("%(day)s. Signed by all sides: sides, not people. Head of the audit chain %(head)s.")
    if paper.kind != "digest":
        words = _("%(day)s. For organizers. Head of the audit chain %(head)s.")
    return words % {"day": paper.day.isoformat(), "head": paper.audit_head[:8] or "–"}


def _short(text_hash: str) -> str:
    """A hash as people compare it."""
    return f"{text_hash[:8]}…{text_hash[-4:]}"


def _escaped(text: str) -> str:
    """Return text as Markdown that shows exactly these characters."""
    return _LINE_START.sub(r"\1\2\\\3", _MARKUP.sub(r"\\\1", text))
