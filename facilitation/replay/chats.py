"""Reading recorded group chats: tab-separated (DeliData), a JSON object a line (Diplomacy), a JSON list (CaSiNo)."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class ChatUnreadable(Exception):
    """The file is none of the formats that are known; the sentence says which are."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This file cannot be replayed: {why}. Known are tab-separated chats with message_type, origin and "
            "original_text; JSON lines with messages and speakers; a JSON list with chat_logs."
        )


@dataclass(frozen=True, slots=True)
class Said:
    """One message: a speaker's name in the recording, and the words."""

    speaker: str
    text: str


def read_chat(path: Path, *, conversation: int = 0) -> list[Said]:
    """Return the messages of a recorded chat in order; of a file with several, the one asked for. Raises ChatUnreadable."""
    text = path.read_text(encoding="utf-8")
    if not text.strip():
        raise ChatUnreadable("it is empty")
    try:
        said = _by_form(text, conversation)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise ChatUnreadable(f"it has another form ({type(error).__name__})") from error
    said = [one for one in said if one.text.strip()]
    if not said:
        raise ChatUnreadable("nobody says anything in it")
    return said


def _by_form(text: str, conversation: int) -> list[Said]:
    """Choose the reader by how the file begins."""
    if text.startswith("["):
        return [Said(entry["id"], entry["text"]) for entry in json.loads(text)[conversation]["chat_logs"]]
    if text.startswith("{"):
        return _lines(json.loads(text.splitlines()[conversation]))
    return _table(text)


def _lines(record: dict[str, Any]) -> list[Said]:
    """One line of the Diplomacy recording."""
    return [Said(speaker, words) for speaker, words in zip(record["speakers"], record["messages"], strict=True)]


def _table(text: str) -> list[Said]:
    """A DeliData table; quotation marks are part of the words there."""
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    if not {"message_type", "origin", "original_text"} <= set(rows.fieldnames or ()):
        raise ValueError("columns")
    return [Said(row["origin"], row["original_text"]) for row in rows if row["message_type"] == "MESSAGE"]
