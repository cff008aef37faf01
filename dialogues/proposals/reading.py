"""What the page of a text shows a participant: its clauses in every language, what was said against them, its story."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count

from dialogues.admission.access import Seat
from dialogues.proposals.checking.queries import missing_languages, translations_of
from dialogues.proposals.comparing import ClausePair, paired_clauses
from dialogues.proposals.criticisms.forms import CriticiseForm, WithdrawForm
from dialogues.proposals.criticisms.queries import answer_words, criticisms_of, talk_by_clause
from dialogues.proposals.glossary.queries import glossary_of, used_in
from dialogues.proposals.models import Criticism, ProposalVersion
from dialogues.proposals.queries import (
    NoSuchText,
    VersionView,
    shown_languages,
    tabled_versions,
    text_on_the_table,
    version_view,
)
from dialogues.vault.cells import read_cell


@dataclass(frozen=True, slots=True)
class Chapter:
    """One version in the story of a text: when it came, why, and how what was said against it was answered."""

    id: UUID
    number: int
    day: date | None
    state: str
    why: str
    before: UUID | None  # the version before it, to compare with
    answers: list[tuple[str, int]]  # (how, how many)


def reading_page(seat: Seat, version_id: UUID | None) -> dict[str, Any]:
    """Return what the page of a version, or of the text on the table, shows. Raises NoSuchText."""
    version = (
        version_view(version_id, dialogue_id=seat.dialogue_id) if version_id else text_on_the_table(seat.dialogue_id)
    )
    page: dict[str, Any] = {"seat": seat, "version": version, "others": tabled_versions(seat.dialogue_id)}
    if version is None:
        return page
    return page | {
        "talks": talk_by_clause(version, criticisms_of(version.id)),
        "open": version.state == ProposalVersion.State.CRITICISM_OPEN,
        "languages": shown_languages(version),
        "translations": [(one, one.said_by(seat.side_id)) for one in translations_of(version)],
        "missing_languages": missing_languages(version),
        "standing": version.state != ProposalVersion.State.SUPERSEDED,
        "glossary": used_in(glossary_of(version.dialogue_id), version.words),
        "story": story_of(version.proposal_id, version.dialogue_id),
        "criticise": CriticiseForm(clauses=[clause.number for clause in version.clauses]),
        "withdraw": WithdrawForm(),
    }


def story_of(proposal_id: UUID, dialogue_id: UUID) -> list[Chapter]:
    """Return the story of a text, version by version, oldest first; drafts are no part of it."""
    rows = list(
        ProposalVersion.objects.filter(proposal_id=proposal_id, dialogue_id=dialogue_id)
        .exclude(state=ProposalVersion.State.DRAFT)
        .order_by("number")
    )
    counted = (
        Criticism.objects.filter(version__in=rows).values_list("version_id", "state").annotate(count=Count("id"))
    ).order_by("version_id", "state")
    answers: dict[UUID, list[tuple[str, int]]] = {}
    for version, state, count in counted:
        answers.setdefault(version, []).append((answer_words(state), count))
    before = [None, *(row.id for row in rows)]
    return [
        Chapter(
            row.id,
            row.number,
            row.tabled_on,
            row.state,
            read_cell(row, "change_note"),
            earlier,
            answers.get(row.id, []),
        )
        for row, earlier in zip(rows, before, strict=False)
    ]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of one text, clause by clause, in one language."""

    old: VersionView
    new: VersionView
    language: str
    pairs: list[ClausePair]


def compared(dialogue_id: UUID, old_id: UUID, new_id: UUID, language: str = "") -> Comparison:
    """Compare two versions of the same text in one language. Raises NoSuchText."""
    old, new = version_view(old_id, dialogue_id=dialogue_id), version_view(new_id, dialogue_id=dialogue_id)
    if old.proposal_id != new.proposal_id:
        raise NoSuchText("These are versions of different texts.")
    if old.number > new.number:
        old, new = new, old
    spoken = shown_languages(new)
    chosen = language if language in spoken else spoken[0]
    pairs = paired_clauses(_words(old, chosen), _words(new, chosen))
    return Comparison(old, new, chosen, pairs)


def _words(version: VersionView, language: str) -> list[str]:
    """The clauses of a version in a language; "" where a clause has none."""
    return [clause.texts.get(language, "") for clause in version.clauses]
