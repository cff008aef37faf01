"""The fingerprint of a text over all its languages (domain.md 6.11). Pure."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence


def text_hash(proposal: str, number: int, texts: Mapping[str, Sequence[str]]) -> str:
    """Return SHA-256, in hex, of canonical JSON {number, proposal, texts}: NFC, keys sorted, no spaces, UTF-8."""
    composed = {
        language: [unicodedata.normalize("NFC", clause) for clause in clauses] for language, clauses in texts.items()
    }
    content = {"number": number, "proposal": proposal, "texts": composed}
    packed = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()
