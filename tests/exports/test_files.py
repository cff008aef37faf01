"""Files: the same bytes for everybody, nothing about people in them, and text that stays text."""

import io
import json
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from facilitation.exports import operations
from facilitation.exports.documents import Paper
from facilitation.exports.models import ExportFile
from facilitation.exports.rendering import RENDERERS, as_json, as_markdown, as_pdf
from tests.cast import Scene

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "facilitation/exports/schema.json").read_text(encoding="utf-8")
)
NASTY = [
    '#eval("1") $x$ *bold* _it_ `code` @ref <tag> [link](x) \\ // /* */',
    "1. not a list",
    "=cmd|' /C calc'!A0",
    "ł ß 漢 🙂",
]


def paper(lines: list[str] | None = None, *, language: str = "en") -> Paper:
    """A document with these lines."""
    sections = [
        {"code": "status", "heading": "Status", "lines": ["This text is unofficial."]},
        {
            "code": "bottom_line",
            "heading": "Bottom line",
            "lines": lines or ["A line between two posts is within reach."],
        },
    ]
    return Paper(
        "digest", "Digest 3, River table", "AMBER+STRICT", date(2030, 5, 17), language, "a" * 64, "b" * 64, sections
    )


def root_of(reader: PdfReader) -> Any:
    """The catalogue of a PDF."""
    root = reader.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    return root


@pytest.mark.parametrize("kind", sorted(RENDERERS))
def test_the_same_document_gives_the_same_bytes(kind: str) -> None:
    assert RENDERERS[kind](paper(NASTY)) == RENDERERS[kind](paper(NASTY))


def test_the_paper_is_tagged_has_no_author_and_one_fixed_date() -> None:
    reader = PdfReader(io.BytesIO(as_pdf(paper())))
    assert root_of(reader)["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert not reader.metadata.author
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == date(2030, 5, 17)
    assert (reader.metadata.creation_date.hour, reader.metadata.creation_date.minute) == (0, 0)
    text = "".join(page.extract_text() for page in reader.pages)
    assert "AMBER+STRICT" in text
    assert "within reach" in text


def test_pdfinfo_opens_the_paper_and_finds_it_tagged(tmp_path: Path) -> None:
    import shutil

    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo is not installed here")
    path = tmp_path / "paper.pdf"
    path.write_bytes(as_pdf(paper(NASTY)))
    told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", told)
    assert not re.search(r"Author:\s+\S", told)


def test_what_people_wrote_is_text_and_never_markup() -> None:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(paper(NASTY)))).pages)
    squeezed = re.sub(r"\s+", "", text)
    for line in NASTY[:3]:
        assert re.sub(r"\s+", "", line) in squeezed


def test_a_right_to_left_document_can_be_set() -> None:
    made = as_pdf(paper(["يمكن أن يبقى خط هاتفي واحد مفتوحا بين المركزين."], language="ar"))
    assert root_of(PdfReader(io.BytesIO(made)))["/Lang"] == "ar"


@given(st.lists(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), min_size=1), min_size=1, max_size=3))
def test_json_keeps_every_character_and_fits_its_schema(lines: list[str]) -> None:
    made = json.loads(as_json(paper(lines)))
    jsonschema.validate(made, SCHEMA)
    assert made["sections"][1]["lines"] == lines


def test_markdown_escapes_what_could_be_markup() -> None:
    text = as_markdown(paper(["# not a heading", "*not* bold", "1. not a list"])).decode()
    assert "\n\\# not a heading\n" in text
    assert "\\*not\\* bold" in text
    assert "1\\. not a list" in text


@pytest.mark.django_db(transaction=True)
def test_an_organizers_summary_is_made_once_and_kept_encrypted(live: Scene) -> None:
    first = operations.ask_for_summary(staff=live.organizer, kind="md")
    again = operations.ask_for_summary(staff=live.organizer, kind="md")
    assert first.source_hash == again.source_hash or first.id != again.id
    operations.render_waiting()
    file = ExportFile.objects.get(id=first.id)
    assert file.state == ExportFile.State.READY
    assert len(file.sha256) == 64
    assert b"Agreement summary" not in bytes(file.body)
