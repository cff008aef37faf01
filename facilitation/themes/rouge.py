"""ROUGE-1: overlap of single words between a summary and a reference (Lin, 2004). Precision, recall and their harmonic mean."""

import re
from collections import Counter

_WORD = re.compile(r"[a-z0-9]+")


def tokens(text: str) -> list[str]:
    """Return the lower-case words of a text, as the measure counts them: letters a to z and digits, without stemming."""
    return _WORD.findall(text.lower())


def rouge_1(candidate: str, reference: str) -> tuple[float, float, float]:
    """Return (precision, recall, F1) of a candidate against a reference; zeros where either has no words."""
    said, wanted = Counter(tokens(candidate)), Counter(tokens(reference))
    shared = sum((said & wanted).values())
    if not shared:
        return 0.0, 0.0, 0.0
    precision, recall = shared / sum(said.values()), shared / sum(wanted.values())
    return precision, recall, 2 * precision * recall / (precision + recall)
