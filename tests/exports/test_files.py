"""Files: well formed in every form, the same bytes for everybody, nothing about people in them, text that stays text."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from dialogues.vault.canonical import TextUnstable, canonical
from facilitation.exports.rendering import RENDERERS, as_csv, as_docx, as_html, as_json, as_markdown, as_pdf
from facilitation.exports.rendering.table import COLUMNS
from tests.exports.scenes import ARABIC, NASTY, SCRIPTS, paper

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "facilitation/exports/schema.json").read_text(encoding="utf-8")
)
TYPED = st.lists(
    st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=60)
    .map(lambda text: _typed(text))
    .filter(bool),
    min_size=1,
    max_size=4,
)


def _typed(text: str) -> str:
    """Text as the door lets it in, or nothing."""
    try:
        return canonical(text)
    except TextUnstable:
        return ""


def squeezed(text: str) -> str:
    """Letters and signs without blanks."""
    return re.sub(r"\s+", "", text)


def words_of(kind: str, made: bytes) -> str:
    """What a reader of this form reads."""
    if kind == "pdf":
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)
    if kind == "docx":
        return docx_words(made)
    if kind == "html":
        return Page.read(made).words
    if kind == "md":
        return re.sub(r"\\(.)", r"\1", made.decode())
    if kind == "csv":
        return " ".join(cell for row in rows(made) for cell in row)
    content = json.loads(made)
    return " ".join(line for section in content["sections"] for line in section["lines"])


def docx_words(made: bytes) -> str:
    """Every paragraph of a Word file, those of tables too."""
    word = Document(io.BytesIO(made))
    texts = [line.text for line in word.paragraphs]
    texts += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join(texts)


def rows(made: bytes) -> list[list[str]]:
    """The rows of a table file."""
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))


class Page(HTMLParser):
    """A page as a browser would take it: every tag closed that has to be, nothing from elsewhere."""

    EMPTY = {"meta", "br", "link"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""

    @classmethod
    def read(cls, made: bytes) -> "Page":
        """Read a whole page; it must be well formed."""
        page = cls()
        page.feed(made.decode())
        page.close()
        assert page.open == []
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect what can be read."""
        if "style" not in self.open and "title" not in self.open:
            self.words += data


@pytest.mark.parametrize("kind", sorted(RENDERERS))
def test_the_same_document_gives_the_same_bytes(kind: str) -> None:
    assert RENDERERS[kind](paper(NASTY)) == RENDERERS[kind](paper(NASTY))


@pytest.mark.parametrize("kind", sorted(RENDERERS))
@pytest.mark.parametrize("language", sorted(SCRIPTS))
def test_every_script_stands_in_every_form(kind: str, language: str) -> None:
    made = RENDERERS[kind](paper([SCRIPTS[language]], language=language))
    read = squeezed(words_of(kind, made))
    if kind == "pdf" and language in {"ar", "fa", "he"}:  # letters of such a line come in the order of the page
        assert set(squeezed(SCRIPTS[language]).replace("\u200c", "")) <= set(read)
    else:
        assert squeezed(SCRIPTS[language]) in read
    assert kind != "pdf" or b"pdfuaid" in made  # every letter has a glyph, otherwise this would be missing


@settings(max_examples=60, deadline=None)
@given(TYPED, st.sampled_from(["bottom_line", "common_ground", "shared_interests", "options"]))
def test_the_words_survive_in_every_form(lines: list[str], code: str) -> None:
    document = paper(lines, code=code)
    for kind in ("docx", "html", "md", "json", "csv"):
        made = RENDERERS[kind](document)
        read = squeezed(words_of(kind, made))
        for line in lines:
            wanted = re.sub(r"^(\d{1,3}[.)] +|[-•–] +)(?=\S)", "", line)
            assert squeezed(wanted) in read, kind


@settings(max_examples=8, deadline=None)
@given(st.lists(st.text(alphabet="abcdefgh ÄéЖщω*_$#[]<>@`=/\\", min_size=1, max_size=40), min_size=1, max_size=3))
def test_the_words_survive_on_paper(lines: list[str]) -> None:
    kept = [line for line in map(canonical, lines) if line]
    read = squeezed(words_of("pdf", as_pdf(paper(kept)))) if kept else ""
    for line in kept:
        assert squeezed(line) in read


def root_of(reader: PdfReader) -> Any:
    """The catalogue of a PDF."""
    root = reader.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    return root


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


def test_a_digest_of_the_longest_length_keeps_to_two_pages() -> None:
    line = "Some hold that an unanswered call must be reported to both capitals, since silence is itself an event."
    for words in (300, 700, 820, 920, 1020, 1100):
        made = as_pdf(paper([line] * (words // 17), code="divergence"))
        assert len(PdfReader(io.BytesIO(made)).pages) <= 2, words


def test_pdfinfo_opens_the_paper_and_finds_it_tagged(tmp_path: Path) -> None:
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo is not installed here")
    path = tmp_path / "paper.pdf"
    path.write_bytes(as_pdf(paper(NASTY)))
    told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", told)
    assert not re.search(r"Author:\s+\S", told)


@pytest.mark.parametrize("kind", ["pdf", "docx", "html", "md", "csv", "json"])
def test_what_people_wrote_is_text_and_never_markup(kind: str) -> None:
    read = squeezed(words_of(kind, RENDERERS[kind](paper(NASTY, code="divergence"))))
    for line in NASTY:
        assert squeezed(line) in read


def test_a_right_to_left_document_is_set_from_the_right() -> None:
    document = paper([ARABIC, "A line in English."], language="ar", code="divergence")
    assert root_of(PdfReader(io.BytesIO(as_pdf(document))))["/Lang"] == "ar"
    page = Page.read(as_html(document))
    assert ("html", {"lang": "ar", "dir": "rtl"}) in page.tags
    assert ("p", {"dir": "ltr"}) in page.tags
    word = Document(io.BytesIO(as_docx(document)))
    told = {
        line.text: line._p.pPr is not None and line._p.pPr.find(qn("w:bidi")) is not None for line in word.paragraphs
    }
    assert told[ARABIC]
    assert not told["A line in English."]
    assert word.sections[0]._sectPr.find(qn("w:bidi")) is not None


def test_a_word_file_names_nobody_and_no_moment() -> None:
    made = as_docx(paper(NASTY))
    word = Document(io.BytesIO(made))
    core = word.core_properties
    assert [core.author, core.last_modified_by, core.comments, core.keywords, core.category] == [""] * 5
    assert core.created is not None
    assert core.created.isoformat().startswith("2030-05-17T00:00:00")
    assert core.modified == core.created
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.extra for entry in packed.infolist()} == {b""}
        assert not [name for name in names if "thumbnail" in name or "app.xml" in name or "custom" in name]
        everything = b"".join(packed.read(name) for name in names)
    assert not re.search(rb"rsid|python-docx|generated by|printerSettings|attachedTemplate", everything)


def test_a_word_file_has_headings_a_table_with_a_header_row_and_parts_in_the_order_that_word_demands() -> None:
    word = Document(io.BytesIO(as_docx(paper(["1. One clause.", "2. Another."]))))
    styles = [line.style.name for line in word.paragraphs if line.style is not None]
    assert styles[0] == "Heading 1"
    assert styles.count("Heading 2") == 3
    assert word.tables[0].rows[0]._tr.get_or_add_trPr().find(qn("w:tblHeader")) is not None
    assert "AMBER+STRICT" in word.sections[0].header.paragraphs[0].text
    order = ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs", "bidi",
             "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr"]  # fmt: skip
    look = [
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "color",
        "spacing",
        "kern",
        "sz",
        "szCs",
        "rtl",
        "lang",
    ]
    table = ["tblStyle", "bidiVisual", "tblW", "jc", "tblBorders", "tblLayout", "tblLook"]
    for element, wanted in (("w:pPr", order), ("w:rPr", look), ("w:tblPr", table)):
        for root in (word.element, word.styles.element):
            for properties in root.iter(qn(element)):
                names = [child.tag.split("}")[1] for child in properties]
                places = [wanted.index(name) for name in names if name in wanted]
                assert places == sorted(places), names


def test_a_page_needs_nothing_from_anywhere_and_runs_nothing() -> None:
    made = as_html(paper(NASTY))
    page = Page.read(made)
    assert not {tag for tag, _attributes in page.tags} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "form",
        "input",
        "base",
    }
    assert not [
        name
        for _tag, attributes in page.tags
        for name in attributes
        if name in {"src", "href", "style"} or name.startswith("on")
    ]
    assert b"url(" not in made
    assert b"@import" not in made
    assert re.search(rb'Content-Security-Policy" content="default-src \'none\'', made)


@settings(max_examples=100, deadline=None)
@given(TYPED)
def test_json_keeps_every_character_and_fits_its_schema(lines: list[str]) -> None:
    made = json.loads(as_json(paper(lines)))
    jsonschema.validate(made, SCHEMA)
    assert made["sections"][1]["lines"] == lines


def test_markdown_escapes_what_could_be_markup() -> None:
    text = as_markdown(paper(["# not a heading", "*not* bold", "--- no rule"])).decode()
    assert "\n\\# not a heading\n" in text
    assert "\\*not\\* bold" in text
    assert "\n\\-\\-\\- no rule\n" in text


def test_a_table_file_is_read_back_row_by_row_and_computes_nothing() -> None:
    typed = ["=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "＝1+1", '"quoted", with\nlines', "-2 is not a bullet"]
    made = rows(as_csv(paper(typed, code="divergence")))
    assert tuple(made[0]) == COLUMNS
    assert {len(row) for row in made} == {len(COLUMNS)}
    told = [row[3] for row in made if row[0] == "divergence"]
    assert told == [f"'{line}" if line[0] in "=+@＝-" else line for line in typed]
    agenda = [row for row in made if row[0] == "agenda"]
    assert agenda[0][2:] == ["1", "A hotline", "Agreed", "Easy for every side"]
    assert agenda[1][5] == "'=1+1"
    assert as_csv(paper()).startswith(b"\xef\xbb\xbfsection,heading,number,text,state,reason\r\n")


def test_the_band_of_a_page_from_the_right_keeps_its_label_and_its_warning_apart() -> None:
    places: list[tuple[str, float]] = []

    def note(text: str, cm: list[float], tm: list[float], *_font: object) -> None:
        places.append((text, tm[4] * cm[0] + cm[4]))

    PdfReader(io.BytesIO(as_pdf(paper([ARABIC], language="ar")))).pages[0].extract_text(visitor_text=note)
    margin = 25 / 25.4 * 72
    warning = next(x for text, x in places if "For the reader" in text)
    label = next(x for text, x in places if "AMBER" in text)
    assert abs(warning - margin) < 1
    assert label > 300
