"""Reading criticisms: everybody in the dialogue reads them all, and how each was answered. Nobody reads whose they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.proposals.models import Criticism, ProposalVersion
from dialogues.proposals.queries import ClauseView, VersionView
from dialogues.vault.cells import read_cell, read_json


@dataclass(frozen=True, slots=True)
class CriticismView:
    """One criticism as everybody reads it."""

    id: UUID
    clause: int | None
    kind: str
    kind_words: str
    text: str
    proposed: str
    state: str
    state_words: str
    reason: str
    from_ballot: bool

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == Criticism.State.OPEN


@dataclass(frozen=True, slots=True)
class ClauseTalk:
    """A clause, or the text as a whole (no clause), with what was said against it."""

    clause: ClauseView | None
    criticisms: list[CriticismView]

    @property
    def number(self) -> int:
        """The clause's number; 0 for the whole."""
        return self.clause.number if self.clause else 0


def criticisms_of(version_id: UUID) -> list[CriticismView]:
    """Return the criticisms of a version, by clause; within a clause in the order of their random keys."""
    rows = Criticism.objects.filter(version_id=version_id).order_by("clause", "id")
    return [_view(row) for row in rows]


def talk_by_clause(version: VersionView, criticisms: Sequence[CriticismView]) -> list[ClauseTalk]:
    """Put every criticism beside its clause; those of the whole text come last."""
    talks = [
        ClauseTalk(clause, [one for one in criticisms if one.clause == clause.number]) for clause in version.clauses
    ]
    return [*talks, ClauseTalk(None, [one for one in criticisms if one.clause is None])]


def waiting_for_an_answer(dialogue_id: UUID) -> list[tuple[UUID, int]]:
    """Return (text, how many criticisms are unanswered) for every text that has some."""
    rows = Criticism.objects.filter(
        dialogue_id=dialogue_id,
        state=Criticism.State.OPEN,
        version__state__in=[ProposalVersion.State.CRITICISM_OPEN, ProposalVersion.State.TABLED],
    ).values_list("version__proposal_id", flat=True)
    found = list(rows)
    return [(proposal, found.count(proposal)) for proposal in sorted(set(found))]


def proposal_of(dialogue_id: UUID, criticism_id: UUID) -> UUID | None:
    """Return the text that a criticism of this dialogue is about; None if there is no such criticism."""
    rows = Criticism.objects.filter(id=criticism_id, dialogue_id=dialogue_id)
    return rows.values_list("version__proposal_id", flat=True).first()


def kind_words(kind: str) -> str:
    """Return what a kind of criticism is called."""
    return {
        "concern": _("A concern"),
        "missing_interest": _("An interest is missing"),
        "wording": _("Other words"),
        "bracket": _("Put it in brackets"),
        "amendment": _("An amendment"),
    }[kind]


def answer_words(state: str) -> str:
    """Return how a criticism was answered."""
    return {
        "open": _("Not yet answered"),
        "accepted": _("Accepted"),
        "merged": _("Merged with others"),
        "bracketed": _("Put in brackets"),
        "declined": _("Declined"),
    }[state]


def _view(row: Criticism) -> CriticismView:
    """Decrypt one criticism."""
    content = read_json(row, "content")
    return CriticismView(
        id=row.id,
        clause=row.clause,
        kind=row.kind,
        kind_words=kind_words(row.kind),
        text=content["text"],
        proposed=content["proposed"],
        state=row.state,
        state_words=answer_words(row.state),
        reason=read_cell(row, "reason"),
        from_ballot=row.from_ballot,
    )
