"""Writers that break the promise on purpose (CHAOS_BROKEN), to show that the checker notices: loses, doubles, swaps."""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from benchmarks.chaos.skewed import application
from dialogues.chat.drafts import Kept, Said
from dialogues.events.queries import last_number
from dialogues.room import writer

Stored = tuple[list[Any], list[Any]]
_store: Callable[[UUID, list[Said], Any], Stored] = writer._store
ONE_IN = 3
_count = 0


def _loses(room: UUID, said: list[Said], known: Any) -> Stored:
    """Acknowledges one batch in three’s first message without storing it."""
    outcomes, entries = _store(room, said[1:], known) if len(said) > 1 else ([], [])
    return [Kept(last_number(room)), *outcomes], entries


def _doubles(room: UUID, said: list[Said], known: Any) -> Stored:
    """Stores one batch in three’s first message twice."""
    outcomes, entries = _store(room, [*said, replace(said[0], cmid=uuid4())], known)
    return outcomes[:-1], entries


def _swaps(room: UUID, said: list[Said], known: Any) -> Stored:
    """Tells readers the entries of one batch in three under the number that follows."""
    outcomes, entries = _store(room, said, known)
    return outcomes, [
        (number, text.replace(f'"n":{number},', f'"n":{number + 1},', 1), changed) for number, text, changed in entries
    ]


BREAKS = {"loses": _loses, "doubles": _doubles, "swaps": _swaps}


def _sometimes(room: UUID, said: list[Said], known: Any) -> Stored:
    """Store as one should, two times of three."""
    global _count
    _count += 1
    return BREAKS[os.environ["CHAOS_BROKEN"]](room, said, known) if _count % ONE_IN == 0 else _store(room, said, known)


setattr(writer, "_store", _sometimes)  # noqa: B010  breaking it is the purpose

__all__ = ["application"]
