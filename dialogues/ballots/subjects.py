"""What a sealed test, or a straw poll, can be about, as data: each slice registers its kinds of subject.

A kind is registered once, at start, like the kinds of measure. Nothing here touches a table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dialogues.ballots.rules.asked import Words


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that every side can accept or not, as it stands at this moment."""

    kind: str
    id: UUID
    title: str
    text_hash: str
    items: tuple[UUID, ...]  # agenda items that it settles
    clauses: tuple[str, ...]  # its words, to tell whether the same was tested before
    lineage: UUID
    refusal: str = ""  # why it cannot be tested now; "" if it can
    poll_refusal: str = ""  # why no straw poll can be held on it now


def _nothing_follows(dialogue_id: UUID, subject_id: UUID) -> None:
    """Nothing else changes when this kind is accepted by every side."""


def _nothing_follows_a_poll(dialogue_id: UUID, subject_id: UUID, passed: str) -> None:
    """Nothing else changes when a straw poll on this kind has a result."""


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """How a kind of subject is found, where people read it, and what follows when every side accepts it.

    `load(dialogue_id, subject_id)` returns None for another dialogue's. `accepted` and `polled` (with "yes", "no" or
    "not_determinable" for the mark) run in the transaction of the release. `poll_question` is what a straw poll asks.
    """

    kind: str
    label: Any  # lazy translation: "Text"
    load: Callable[[UUID, UUID], Subject | None]
    read_route: str  # page for participants, `reverse(route, args=[subject])`
    staff_route: str  # page for facilitators, `reverse(route, args=[dialogue, subject])`
    accepted: Callable[[UUID, UUID], None] = _nothing_follows
    polled: Callable[[UUID, UUID, str], None] = _nothing_follows_a_poll
    poll_question: Any = ""  # lazy translation; "" if there is no straw poll on this kind through its subject


Hears = Callable[[UUID, Sequence[Words]], None]  # subject, what ballots said about it
_SUBJECTS: dict[str, SubjectKind] = {}
_HEARS: dict[str, Hears] = {}


def register_subject(kind: SubjectKind) -> None:
    """Add a kind of subject; a second registration of the same name replaces the first."""
    _SUBJECTS[kind.kind] = kind


def subject_kind(name: str) -> SubjectKind | None:
    """Return a registered kind, or None."""
    return _SUBJECTS.get(name)


def hear(kind: str, hears: Hears) -> None:
    """Let a slice take in what ballots on one kind of subject said in their own words, once the gate lets it out."""
    _HEARS[kind] = hears


def heard(kind: str, subject_id: UUID, words: Sequence[Words]) -> None:
    """Hand on what ballots said, in the transaction of the release; where nobody hears it, it is gone."""
    if words and kind in _HEARS:
        _HEARS[kind](subject_id, words)


def load_subject(kind: str, dialogue_id: UUID, subject_id: UUID) -> Subject | None:
    """Return a subject as it stands, or None if there is no such thing in this dialogue."""
    found = subject_kind(kind)
    return found.load(dialogue_id, subject_id) if found else None


def subject_anywhere(dialogue_id: UUID, subject_id: UUID) -> tuple[SubjectKind, Subject] | None:
    """Return a subject of this dialogue and its kind, whatever it is of; None if there is none."""
    for known in _SUBJECTS.values():
        subject = known.load(dialogue_id, subject_id)
        if subject is not None:
            return known, subject
    return None
