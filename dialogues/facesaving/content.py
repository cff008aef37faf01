"""What a pair says in public: the commitment, the joint text, custody and disclosure. Kept as one cell; checked at the door."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from dialogues.facesaving.models import FaceSavingPair
from dialogues.facesaving.refusals import FaceRefused
from dialogues.vault.canonical import TextUnstable, canonical
from dialogues.vault.cells import read_json, write_json

LONGEST_TEXT = 2000  # joint text, confidential text
LONGEST_LINE = 280  # a public line must be sayable in one breath
LONGEST_NOTE = 400  # commitment, custody, condition, reason


@dataclass(frozen=True, slots=True)
class Content:
    """The words that everybody in the dialogue reads. The confidential text is no part of it and never will be."""

    commitment: str
    joint: str
    custody: str = ""  # who keeps the confidential text
    condition: str = ""  # under what condition it may be disclosed
    why_withdrawn: str = ""


def write_content(row: FaceSavingPair, content: Content) -> None:
    """Seal a pair's public words into its row. The row is not saved."""
    write_json(row, content=asdict(content))


def read_content(row: FaceSavingPair) -> Content:
    """Open a pair's public words."""
    return Content(**read_json(row, "content"))


def public_hash(content: Content, lines: Mapping[str, str]) -> str:
    """SHA-256 of what the sides hear: commitment, joint text, the line of every side."""
    words = {"commitment": content.commitment, "joint": content.joint, "lines": dict(lines)}
    packed = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()


def clean(text: str, most: int, *, needed: str = "") -> str:
    """Return typed words in their one form. Raises FaceRefused if they are too long, unreadable, or `needed` and missing."""
    try:
        text = canonical(text)
    except TextUnstable as unstable:
        raise FaceRefused(str(unstable)) from unstable
    if needed and not text:
        raise FaceRefused(needed)
    if len(text) > most:
        raise FaceRefused(
            _("This has %(length)d characters; %(most)d is the most. Shorten it. What you typed is kept.")
            % {"length": len(text), "most": most}
        )
    return text
