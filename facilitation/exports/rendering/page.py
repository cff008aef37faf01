"""A document as one self-contained web page: no script, nothing fetched from anywhere, made to be printed too."""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from facilitation.exports.documents import Paper

STYLE = Path(__file__).with_name("page.css")


def as_html(paper: Paper) -> bytes:
    """Return the document as a page; the template escapes whatever people wrote."""
    style = mark_safe(STYLE.read_text(encoding="utf-8"))  # noqa: S308 — our own file, nothing typed in it
    unofficial = _("Unofficial")
    return render_to_string(
        "exports/document.html", {"paper": paper, "style": style, "unofficial": unofficial}
    ).encode()
