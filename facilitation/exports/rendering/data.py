"""A document as JSON, after facilitation/exports/schema.json (docs/exports.md)."""

import json

from facilitation.exports.documents import Paper

SCHEMA_VERSION = 1


def content_of(paper: Paper) -> dict[str, object]:
    """Return what the JSON says: also the body of the API's answers."""
    return {
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


def as_json(paper: Paper) -> bytes:
    """Return the document as JSON."""
    return (json.dumps(content_of(paper), ensure_ascii=False, indent=2) + "\n").encode()
