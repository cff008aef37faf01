"""What a Word file would tell beside its words: authors, programs, moments, revisions. All of it goes (anonymity.md 10.6)."""

import io
import re
import zipfile
from datetime import date
from xml.sax.saxutils import escape

EPOCH = (1980, 1, 1, 0, 0, 0)
DROPPED = (
    "docProps/app.xml",
    "docProps/thumbnail.jpeg",
    "customXml/",
    "word/stylesWithEffects.xml",
    "word/webSettings.xml",
)
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy><dc:language>{language}</dc:language>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified>'
    "</cp:coreProperties>\n"
)
_REVISION = re.compile(
    r'\sw(?:14)?:(?:rsid\w*|paraId|textId)="[^"]*"|<w:rsids>.*?</w:rsids>|<w:rsid\w*\s[^>]*/>', re.DOTALL
)
_RELATION = re.compile(r"<Relationship\s[^>]*?Target=\"([^\"]*)\"[^>]*?/>")
_OVERRIDE = re.compile(r"<Override\s[^>]*?PartName=\"/([^\"]*)\"[^>]*?/>")


def cleaned(packed: bytes, *, title: str, day: date, language: str) -> bytes:
    """Return the same file without a trace of who, when and with what; entries in order, all of 1980-01-01."""
    core = CORE.format(title=escape(title), language=escape(language), day=day.isoformat())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(out, "w") as target:
        names = [name for name in source.namelist() if not name.startswith(DROPPED)]
        for name in sorted(names, key=lambda name: (name != "[Content_Types].xml", not name.startswith("_rels"), name)):
            body = core.encode() if name == "docProps/core.xml" else _without_traces(name, source.read(name))
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            target.writestr(entry, body, compresslevel=9)
    return out.getvalue()


def _without_traces(name: str, body: bytes) -> bytes:
    """Return one part without revision ids and without pointers to what is dropped."""
    if not name.endswith((".xml", ".rels")):
        return body
    text = _REVISION.sub("", body.decode())
    dropped = tuple(part.rsplit("/", 1)[-1] if not part.endswith("/") else part for part in DROPPED)
    if name.endswith(".rels"):
        text = _RELATION.sub(lambda found: "" if _points_at(found[1], dropped) else found[0], text)
    if name == "[Content_Types].xml":
        text = _OVERRIDE.sub(lambda found: "" if found[1].startswith(DROPPED) else found[0], text)
        text = re.sub(r'<Default Extension="jpeg"[^>]*/>', "", text)
    return text.encode()


def _points_at(target: str, dropped: tuple[str, ...]) -> bool:
    """Whether a relationship leads to a part that is no longer there."""
    return any(part in target for part in dropped)
