"""Sentences of messages, in any script."""

import re
from collections.abc import Sequence

_END = re.compile(r"(?<=[.!?…؟۔।])\s+|(?<=[。！？])")


def sentences_of(messages: Sequence[str]) -> list[tuple[int, str]]:
    """Return (place of the message, sentence) in order; an empty message gives none."""
    return [
        (place, sentence.strip())
        for place, text in enumerate(messages)
        for sentence in _END.split(text)
        if sentence.strip()
    ]
