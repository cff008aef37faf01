"""The text of a digest as one thing: its lines in order, and the hash that everybody signs."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dialogues.vault.cells import read_cell, read_json
from facilitation.digests.line import Line
from facilitation.digests.models import Digest, DigestClause
from facilitation.digests.sections import BY_CODE, CODES, PEOPLE


@dataclass(frozen=True, slots=True)
class LineView:
    """One line as people read it."""

    id: UUID
    section: str
    text: str
    sources: list[str]
    struck: bool
    key: str = ""
    strikes: int = 0

    @property
    def line(self) -> Line:
        """The line without its place."""
        return Line(self.text, self.sources, self.key, self.strikes, self.struck)


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section with its lines."""

    code: str
    heading: Any
    made_by: str
    hint: Any
    lines: list[LineView]

    @property
    def struck(self) -> bool:
        """Whether somebody struck a line of it."""
        return any(line.struck for line in self.lines)

    @property
    def field(self) -> str:
        """The section as the editor's field shows it: a blank line between lines."""
        return "\n\n".join(line.text for line in self.lines)


def sections_of(digest: Digest) -> list[SectionView]:
    """Return every section in order, with its lines decrypted."""
    lines: dict[str, list[LineView]] = {code: [] for code in CODES}
    for row in DigestClause.objects.filter(digest=digest).order_by("section", "number"):
        found = read_json(row, "sources") or []
        marks, key = (found["marks"], found["key"]) if isinstance(found, dict) else (found, "")
        line = LineView(row.id, row.section, read_cell(row, "text"), marks, row.struck, key, row.strikes)
        lines.setdefault(row.section, []).append(line)
    known = [
        SectionView(code, BY_CODE[code].heading, BY_CODE[code].made_by, BY_CODE[code].hint, lines[code])
        for code in CODES
    ]
    former = [SectionView(code, code.capitalize(), PEOPLE, "", lines[code]) for code in lines if code not in BY_CODE]
    return [*known, *former]  # a signed digest keeps what it said, also in a section that no longer exists


def lines_of(digest: Digest) -> list[tuple[str, str]]:
    """Return (section, text) of every line in order."""
    return [(section.code, line.text) for section in sections_of(digest) for line in section.lines]


def digest_hash(digest: Digest, lines: Sequence[tuple[str, str]]) -> str:
    """Return SHA-256, in hex, over canonical JSON of header and lines: NFC, keys sorted, no spaces, UTF-8."""
    content = {
        "dialogue": str(digest.dialogue_id),
        "number": digest.number,
        "handling": digest.handling,
        "lines": [[section, unicodedata.normalize("NFC", text)] for section, text in lines],
    }
    packed = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()
