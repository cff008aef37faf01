"""Setting a document in each form. The same document gives the same bytes, for everybody."""

from collections.abc import Callable

from facilitation.exports.documents import Paper
from facilitation.exports.rendering.data import as_json
from facilitation.exports.rendering.markdown import as_markdown
from facilitation.exports.rendering.page import as_html
from facilitation.exports.rendering.pdf import as_pdf
from facilitation.exports.rendering.table import as_csv
from facilitation.exports.rendering.word import as_docx

RENDERERS: dict[str, Callable[[Paper], bytes]] = {
    "pdf": as_pdf,
    "docx": as_docx,
    "html": as_html,
    "md": as_markdown,
    "json": as_json,
    "csv": as_csv,
}
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
}

__all__ = ["CONTENT_TYPES", "RENDERERS", "as_csv", "as_docx", "as_html", "as_json", "as_markdown", "as_pdf"]
