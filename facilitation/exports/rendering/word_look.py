"""How a Word file looks: a book face, quiet headings, hairlines; what python-docx has no word for, said in its XML."""

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from facilitation.exports.shaping import Direction

BOOK, PLAIN, COMPLEX = "Georgia", "Calibri", "Times New Roman"  # on every desk; the last has Arabic and Hebrew letters
INK, SOFT, WHITE = RGBColor(0x16, 0x19, 0x1A), RGBColor(0x3D, 0x44, 0x43), RGBColor(0xFF, 0xFF, 0xFF)
HAIR = "C9CAC6"
TEXT_WIDTH = Mm(160)
COMPLEX_LANGUAGE = {"ar": "ar-SA", "he": "he-IL", "fa": "fa-IR", "ur": "ur-PK"}

# name: (face, size in points, colour, bold, space before, space after)
STYLES: dict[str, tuple[str, float, RGBColor, bool, float, float]] = {
    "Normal": (BOOK, 10.5, INK, False, 0, 5),
    "Heading 1": (BOOK, 22, INK, False, 6, 4),
    "Heading 2": (PLAIN, 11, INK, True, 13, 3),
    "Lead": (BOOK, 13, INK, False, 0, 5),
    "Intro": (BOOK, 10.5, INK, False, 2, 4),
    "Entry": (BOOK, 10.5, INK, False, 0, 4),
    "Meta": (PLAIN, 9.5, SOFT, False, 0, 2),
    "Handling": (PLAIN, 9.5, WHITE, True, 0, 0),
    "Foot": (PLAIN, 8.5, SOFT, False, 0, 0),
    "Column": (PLAIN, 9.5, INK, True, 2, 2),
    "Cell": (BOOK, 9.5, INK, False, 2, 2),
}


def set_styles(word: Word, language: str) -> None:
    """Give every style of ours its face, size and space."""
    for name, (face, size, colour, bold, before, after) in STYLES.items():
        known = {style.name for style in word.styles}
        style = word.styles[name] if name in known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)  # noqa: S101
        style.font.name, style.font.size, style.font.bold, style.font.italic = face, Pt(size), bold, name == "Intro"
        style.font.color.rgb = colour
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.15
        style.paragraph_format.keep_with_next = name in {"Heading 1", "Heading 2", "Intro"}
        _set_faces(style, face, size, bold=bold)
    _set_language(word, language)
    _paint(word.styles["Handling"].element, "16191A")
    for name, places in (("Handling", [TEXT_WIDTH]), ("Foot", [Mm(80), TEXT_WIDTH])):
        style = word.styles[name]
        assert isinstance(style, ParagraphStyle)  # noqa: S101
        for place in places:
            middle = place != TEXT_WIDTH
            style.paragraph_format.tab_stops.add_tab_stop(
                place, WD_TAB_ALIGNMENT.CENTER if middle else WD_TAB_ALIGNMENT.RIGHT
            )


def set_page(word: Word, direction: Direction) -> None:
    """A4, margins, and the side from which pages are read."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(26), Mm(22)
    section.header_distance, section.footer_distance = Mm(11), Mm(10)
    if direction == "rtl":
        section._sectPr.insert_element_before(OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid", "w:printerSettings")


def set_direction(line: Paragraph, direction: Direction) -> None:
    """Let a paragraph run from right to left, with its start at the right edge."""
    properties = line._p.get_or_add_pPr()
    if direction == "rtl" and properties.find(qn("w:bidi")) is None:
        properties.insert_element_before(
            OxmlElement("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )


def rule_below(line: Paragraph) -> None:
    """A line under a paragraph, over the whole width."""
    properties = line._p.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    borders.append(_border("w:bottom", "16191A", size=6, space=5))
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:bidi", "w:spacing", "w:ind", "w:jc", "w:rPr")


def add_field(line: Paragraph, code: str) -> None:
    """A field that the word processor fills in, such as the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    line._p.append(field)


def set_table(table: Table, direction: Direction) -> None:
    """Hairlines between rows and nothing else; the first column at the side where reading begins."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for edge in ("w:bottom", "w:insideH"):
        borders.append(_border(edge, HAIR))
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    table.autofit = False
    if direction == "rtl":
        right_to_left = OxmlElement("w:bidiVisual")
        properties.insert_element_before(
            right_to_left, "w:tblStyleRowBandSize", "w:tblW", "w:jc", "w:tblInd", "w:tblBorders"
        )


def set_columns(table: Table) -> None:
    """A narrow first column for the place, the rest by what they hold."""
    shares = [1, 5, 3, 5][: len(table.columns)]
    for column, share in zip(table.columns, shares, strict=False):
        column.width = int(TEXT_WIDTH * share / sum(shares))
        for cell in column.cells:
            cell.width = column.width


def repeat_row(row: _Row) -> None:
    """Mark a row as the table's header."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _set_faces(style: ParagraphStyle, face: str, size: float, *, bold: bool) -> None:
    """Face and size for every script; a theme's face would win over ours otherwise."""
    properties = style.element.get_or_add_rPr()
    faces = properties.get_or_add_rFonts()
    for name in [name for name in faces.attrib if "Theme" in str(name)]:
        del faces.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        faces.set(qn(name), face)
    faces.set(qn("w:cs"), COMPLEX)
    for tag in ("w:bCs", "w:szCs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(round(size * 2 * 1.15)))  # Arabic letters are small for their size
    properties.insert_element_before(complex_size, "w:highlight", "w:u", "w:effect", "w:lang")
    if bold:
        properties.insert_element_before(OxmlElement("w:bCs"), "w:i", "w:iCs", "w:color", "w:sz", "w:szCs", "w:lang")


def _set_language(word: Word, language: str) -> None:
    """The language of the text, so that it is read aloud and hyphenated rightly."""
    code = language.split("-")[0]
    for told in word.styles.element.iter(qn("w:lang")):
        told.set(qn("w:val"), "en-GB" if code in {"en", *COMPLEX_LANGUAGE} else language)
        told.set(qn("w:bidi"), COMPLEX_LANGUAGE.get(code, "ar-SA"))


def _paint(style: BaseOxmlElement, colour: str) -> None:
    """Fill a style's paragraphs with a colour."""
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shade.set(qn(name), value)
    style.get_or_add_pPr().insert_element_before(shade, "w:tabs", "w:bidi", "w:spacing", "w:ind", "w:jc")


def _border(tag: str, colour: str, *, size: int = 4, space: int = 0) -> BaseOxmlElement:
    """One edge."""
    edge = OxmlElement(tag)
    for name, value in (("w:val", "single"), ("w:sz", str(size)), ("w:space", str(space)), ("w:color", colour)):
        edge.set(qn(name), value)
    return edge
