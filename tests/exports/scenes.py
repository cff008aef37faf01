"""Documents to set, and a digest that is out."""

from datetime import date
from typing import Any

from facilitation.digests.models import Digest
from facilitation.digests.operations import compile_digest, start_digest
from facilitation.digests.text import digest_hash, lines_of
from facilitation.exports.documents import Paper
from tests.cast import Scene

NASTY = [
    '#eval("1") $x$ *bold* _it_ `code` @ref <tag> [link](x) \\ // /* */ & &amp;',
    "=cmd|' /C calc'!A0",
    "ł ß Ж ϑ",
]
ARABIC = "يمكن أن يبقى خط هاتفي واحد مفتوحا بين المركزين."
SCRIPTS = {
    "ar": ARABIC,
    "he": "קו טלפון אחד בין שתי העמדות יישאר פתוח.",
    "fa": "یک خط تلفن میان دو پاسگاه باز می‌ماند.",
    "ru": "Между двумя постами остаётся открытой одна линия.",
    "uk": "Між двома постами лишається відкритою одна лінія.",
    "el": "Μία γραμμή μένει ανοιχτή ανάμεσα στα δύο φυλάκια.",
    "tr": "İki karakol arasında bir telefon hattı açık kalır.",
}
TABLE = {
    "columns": ["Place", "Issue", "State", "Why here"],
    "rows": [["1", "A hotline", "Agreed", "Easy for every side"], ["2", ARABIC, "On the table", "=1+1"]],
}


def paper(lines: list[str] | None = None, *, language: str = "en", code: str = "bottom_line") -> Paper:
    """A document with these lines, and a table."""
    sections: list[dict[str, Any]] = [
        {"code": "status", "heading": "Status", "lines": ["This text is unofficial.", "Nothing may be attributed."]},
        {"code": code, "heading": "Bottom line", "lines": lines or ["A line between two posts is within reach."]},
        {"code": "agenda", "heading": "Agenda", "lines": ["1. A hotline.", "2. Another."], "table": TABLE},
    ]
    title = "Digest 3, River table"
    return Paper("digest", title, "AMBER+STRICT", date(2030, 5, 17), language, "a" * 64, "b" * 64, sections)


def released(scene: Scene, state: str = Digest.State.RELEASED) -> Digest:
    """A compiled digest in the state that a release, an embargo or a withdrawal leaves it in."""
    digest = start_digest(staff=scene.facilitator)
    compile_digest(digest.id)
    digest.refresh_from_db()
    digest.text_hash = digest_hash(digest, lines_of(digest))
    digest.state, digest.released_on = state, date(2030, 5, 17)
    digest.save()
    return digest
