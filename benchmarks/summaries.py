"""Central sentences against human summaries of meetings: ROUGE-1 F1 beside lead, random and TextRank, on the same lengths."""

import json
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.textrank import textrank
from facilitation.themes.ranking import CANDIDATES, central
from facilitation.themes.rouge import rouge_1, tokens
from facilitation.themes.sentences import sentences_of

MEETINGS = Path(__file__).parents[2] / "shared/data/summaries/qmsum/ALL.val.jsonl"
LENGTHS = (60, 110, 160)  # words
SENTENCES = (3, 5, 10)
NOISE = re.compile(r"\{[^}]*\}")
Way = Callable[[Sequence[str]], Sequence[int]]


def run(*, quick: bool) -> dict[str, Any]:
    """Measure every way at every length; even meetings served for choosing the design, odd ones were held out."""
    if not MEETINGS.exists():
        return {"skipped": f"there are no meetings at {MEETINGS}"}
    meetings = [json.loads(line) for line in MEETINGS.read_text(encoding="utf-8").splitlines()]
    meetings = meetings[:6] if quick else meetings
    ways: dict[str, Way] = {
        "lead": lambda texts: range(len(texts)),
        "random": lambda texts: random.Random(7).sample(range(len(texts)), len(texts)),
        "textrank": textrank,
        "anteroom": lambda texts: central(texts, CANDIDATES),
    }
    lengths = [f"{count} words" for count in LENGTHS] + [f"{count} sentences" for count in SENTENCES]
    scores: dict[str, dict[str, list[float]]] = {name: {length: [] for length in lengths} for name in ways}
    for meeting in meetings:
        texts = [NOISE.sub(" ", turn["content"]) for turn in meeting["meeting_transcripts"]]
        sentences = [text for _place, text in sentences_of(texts) if tokens(text)]
        wanted = meeting["general_query_list"][0]["answer"]
        for name, way in ways.items():
            order = way(sentences)
            for length in LENGTHS:
                scores[name][f"{length} words"].append(rouge_1(_filled(sentences, order, length), wanted)[2])
            for count in SENTENCES:
                text = " ".join(sentences[place] for place in order[:count])
                scores[name][f"{count} sentences"].append(rouge_1(text, wanted)[2])
    return {"meetings": len(meetings), "rouge_1_f1": {name: _told(found) for name, found in scores.items()}}


def _filled(sentences: Sequence[str], order: Sequence[int], length: int) -> str:
    """Return sentences in order until there are `length` words; the last one is cut, so that every way has the same length."""
    words: list[str] = []
    for place in order:
        if len(words) >= length:
            break
        words += tokens(sentences[place])
    return " ".join(words[:length])


def _told(found: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    """Length → means over all meetings, over those used for choosing, and over those held out."""
    return {
        length: {
            "all": round(mean(scores), 4),
            "chosen_on": round(mean(scores[::2]), 4),
            "held_out": round(mean(scores[1::2]), 4),
        }
        for length, scores in found.items()
    }
