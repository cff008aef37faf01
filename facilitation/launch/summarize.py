"""`./run summarize FILE`: central sentences and themes of messages in a file; needs no server."""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from facilitation.themes.finding import themes
from facilitation.themes.ranking import central
from facilitation.themes.sentences import sentences_of

HELP = """Reads messages from a file, one JSON object a line: {"text": "…", "speaker": "…", "lang": "en"}. Only the text is needed;
"content" and "message" are understood as well, and so is a line that is a plain JSON string. A file that is one JSON list of such
objects is read too. Prints one JSON object: "summary" (central sentences in the order in which they were said), "sentences" (each
with its rank and the number of its message, from 0), and "themes" (terms, share, central messages a language). Nothing leaves the
machine."""
NOISE = re.compile(r"\{[^{}]*\}")  # what transcribers note, such as {laughter}
TEXTS, LANGUAGES = ("text", "content", "message"), ("lang", "language")


def main() -> int:
    """Read, rank, print."""
    parser = argparse.ArgumentParser(prog="./run summarize", description=HELP)
    parser.add_argument("--json", type=Path, required=True, metavar="FILE", help="the messages; - reads standard input")
    parser.add_argument("--sentences", type=int, default=5, metavar="N", help="how many sentences (5)")
    parser.add_argument("--out", type=Path, help="write the result to this file instead of printing it")
    options = parser.parse_args()
    try:
        text = sys.stdin.read() if str(options.json) == "-" else options.json.read_text(encoding="utf-8-sig")
        messages = list(_messages(text))
    except (OSError, ValueError) as error:
        print(f"These messages cannot be read: {error}", file=sys.stderr)
        return 2
    told = json.dumps(summarize(messages, max(0, options.sentences)), ensure_ascii=False, indent=2)
    if options.out:
        options.out.write_text(told + "\n", encoding="utf-8")
    else:
        print(told)
    return 0


def summarize(messages: list[tuple[str, str]], most: int) -> dict[str, Any]:
    """Return the central sentences and the themes of (text, language) messages."""
    texts = [text for text, _language in messages]
    sentences = sentences_of(texts)
    chosen = central([sentence for _place, sentence in sentences], most)
    rank = {place: number for number, place in enumerate(chosen, start=1)}
    shown = [
        {"text": sentences[place][1], "message": sentences[place][0], "rank": rank[place]} for place in sorted(chosen)
    ]
    found = themes(texts, [language for _text, language in messages])
    return {
        "summary": " ".join(sentences[place][1] for place in sorted(chosen)),
        "sentences": shown,
        "themes": [{"terms": theme.terms, "share": round(theme.share, 4), "central": theme.central} for theme in found],
    }


def _messages(text: str) -> Iterator[tuple[str, str]]:
    """Yield (text, language) of every message; a line without a text counts as an empty message, so that numbers stay."""
    rows = json.loads(text) if text.lstrip().startswith("[") else _lines(text)
    for row in rows:
        found: dict[str, Any] = row if isinstance(row, dict) else {"text": row}
        words = next((found[key] for key in TEXTS if isinstance(found.get(key), str)), "")
        language = next((str(found[key]) for key in LANGUAGES if found.get(key)), "")
        yield NOISE.sub(" ", words), language


def _lines(text: str) -> Iterator[Any]:
    """Yield the value of every line that is not empty."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                raise ValueError(f"line {number} is not JSON") from error


if __name__ == "__main__":
    raise SystemExit(main())
