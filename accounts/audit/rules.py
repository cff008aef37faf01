"""One link of the audit chain: h_i = SHA-256(h_(i-1) || canonical JSON of the entry), h_0 = 32 zero bytes.

Source: domain.md 6.11. Knows nothing of Django, so that anyone can check a downloaded chain with these lines.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

START = bytes(32).hex()


def link(previous: str, entry: Mapping[str, Any]) -> str:
    """Return the hash, 64 hexadecimal digits, of `entry` behind the one of hash `previous` ("" if first)."""
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    canonical = unicodedata.normalize("NFC", text).encode()
    return hashlib.sha256(bytes.fromhex(previous or START) + canonical).hexdigest()


def broken_at(links: Sequence[tuple[Mapping[str, Any], str]]) -> int | None:
    """Return the place (from 1) of the first entry whose hash does not follow from those before, or None."""
    previous = ""
    for place, (entry, claimed) in enumerate(links, start=1):
        if link(previous, entry) != claimed:
            return place
        previous = claimed
    return None
