"""What may be read of the single text. Drafts are for facilitators; tabled versions for everyone in the dialogue."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.dialogue.queries import languages_of, sides_of
from dialogues.proposals.drafting import join_clauses, marked_runs
from dialogues.proposals.models import Clause, Proposal, ProposalVersion, TranslationCheck
from dialogues.proposals.terms.rules import FIELDS, lacking
from dialogues.vault.cells import read_cell, read_json

ON_THE_TABLE = (
    ProposalVersion.State.TABLED,
    ProposalVersion.State.CRITICISM_OPEN,
    ProposalVersion.State.CRITICISM_CLOSED,
    ProposalVersion.State.FINAL,
)


class NoSuchText(Exception):
    """There is no such text here, or it is not on the table."""


@dataclass(frozen=True, slots=True)
class ClauseView:
    """One clause: its number, its text per language, and its runs in the first language (words, contested)."""

    number: int
    texts: dict[str, str]
    runs: list[tuple[str, bool]]
    bracketed: bool
    terms: dict[str, str] = field(default_factory=dict)  # who, what, by_when, verified
    red_flag: str = ""

    @property
    def lacking(self) -> list[str]:
        """What the clause does not say yet, in words."""
        return [TERM_WORDS[name]() for name in lacking(self.terms)]

    @property
    def commitments(self) -> list[tuple[str, str]]:
        """What the clause says of who, what, by when, verified how: heading and words."""
        return [(TERM_WORDS[name](), self.terms[name]) for name in FIELDS if self.terms.get(name)]

    @property
    def term_fields(self) -> list[tuple[str, str, str]]:
        """The four fields as a form shows them: name, heading, words."""
        return [(name, TERM_WORDS[name](), self.terms.get(name, "")) for name in FIELDS]

    @property
    def by_language(self) -> list[tuple[str, list[tuple[str, bool]]]]:
        """The clause in every language that it has words in, as runs."""
        return [(language, marked_runs(words)) for language, words in self.texts.items() if words]


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version as people read it."""

    id: UUID
    proposal_id: UUID
    item_id: UUID | None
    title: str
    number: int
    state: str
    text_hash: str
    change_note: str
    official_note: str
    clauses: list[ClauseView]
    dialogue_id: UUID
    tabled_on: date | None = None

    @property
    def state_words(self) -> str:
        """Where the version stands, as a sentence."""
        return version_words(self.state)

    @property
    def contested(self) -> int:
        """How many clauses hold contested words: progress is this number falling."""
        return sum(clause.bracketed for clause in self.clauses)

    @property
    def words(self) -> list[str]:
        """Every clause in every language."""
        return [words for clause in self.clauses for words in clause.texts.values()]

    def pen(self, language: str) -> str:
        """The version as the drafting field of a language shows it."""
        return join_clauses([clause.texts.get(language, "") for clause in self.clauses])


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One text in the facilitators' list."""

    id: UUID
    title: str
    item_id: UUID | None
    newest: int
    state: str
    version_id: UUID | None

    @property
    def state_words(self) -> str:
        """Where the newest version stands, as a sentence."""
        return version_words(self.state) if self.state else ""


def version_view(version_id: UUID, *, dialogue_id: UUID, drafts: bool = False) -> VersionView:
    """Return one version. Raises NoSuchText if it is of another dialogue, or a draft that the reader may not see."""
    rows = ProposalVersion.objects.select_related("proposal").prefetch_related("clauses")
    version = rows.filter(id=version_id, dialogue_id=dialogue_id).first()
    if version is None or (version.state == ProposalVersion.State.DRAFT and not drafts):
        raise NoSuchText("There is no such text here.")
    return _view(version)


def tabled_versions(dialogue_id: UUID) -> list[VersionView]:
    """Return every version that stands on the table or is final, newest text last."""
    rows = ProposalVersion.objects.filter(dialogue_id=dialogue_id, state__in=ON_THE_TABLE)
    return [
        _view(row)
        for row in rows.select_related("proposal").prefetch_related("clauses").order_by("proposal_id", "number")
    ]


def all_versions(dialogue_id: UUID) -> list[VersionView]:
    """Return every version ever tabled, superseded ones too, for the change list of a digest."""
    rows = ProposalVersion.objects.filter(dialogue_id=dialogue_id).exclude(state=ProposalVersion.State.DRAFT)
    return [
        _view(row)
        for row in rows.select_related("proposal").prefetch_related("clauses").order_by("proposal_id", "number")
    ]


def text_on_the_table(dialogue_id: UUID, item_id: UUID | None = None) -> VersionView | None:
    """Return the version under discussion: that of the current item if it has one, otherwise the one tabled last."""
    versions = tabled_versions(dialogue_id)
    of_item = [version for version in versions if version.item_id == item_id and item_id is not None]
    return (of_item or versions)[-1] if versions else None


def proposals_of(staff: Staff) -> list[ProposalRow]:
    """Return the facilitators' list of texts with the state of each one's newest version."""
    proposals = Proposal.objects.filter(dialogue_id=staff.dialogue_id).prefetch_related("versions")
    return sorted((_row(proposal) for proposal in proposals), key=lambda row: row.title)


def latest_version(staff: Staff, proposal_id: UUID) -> VersionView | None:
    """Return a text's newest version, draft or tabled; None if nothing has been drafted. Raises NoSuchText."""
    proposal = Proposal.objects.filter(id=proposal_id, dialogue_id=staff.dialogue_id).first()
    if proposal is None:
        raise NoSuchText("There is no such text here.")
    version = proposal.versions.select_related("proposal").prefetch_related("clauses").order_by("-number").first()
    return _view(version) if version else None


def proposal_title(staff: Staff, proposal_id: UUID) -> str:
    """Return a text's title. Raises NoSuchText."""
    proposal = Proposal.objects.filter(id=proposal_id, dialogue_id=staff.dialogue_id).first()
    if proposal is None:
        raise NoSuchText("There is no such text here.")
    return read_cell(proposal, "title")


def shown_languages(version: VersionView) -> list[str]:
    """Return the languages that a version has words in, the dialogue's first one first."""
    wanted = languages_of(version.dialogue_id)
    return [language for language in wanted if any(clause.texts.get(language) for clause in version.clauses)]


def unchecked_languages(version: VersionView) -> list[str]:
    """Return the translations of a version that are not checked by every side."""
    translated = shown_languages(version)[1:]
    if not translated:
        return []
    rows = TranslationCheck.objects.filter(version_id=version.id, state=TranslationCheck.State.CHECKED)
    checked, sides = list(rows.values_list("language", flat=True)), len(sides_of(version.dialogue_id))
    return [language for language in translated if checked.count(language) < sides]


def version_words(state: str) -> str:
    """Return where a version stands, as a sentence."""
    return {
        "draft": _("A draft that only facilitators read."),
        "tabled": _("On the table."),
        "criticism_open": _("On the table, open for criticism."),
        "criticism_closed": _("On the table; every criticism is answered."),
        "superseded": _("Superseded by a later version."),
        "final": _("Final."),
    }[state]


def _row(proposal: Proposal) -> ProposalRow:
    """Sum one text up."""
    versions = sorted(proposal.versions.all(), key=lambda version: version.number)
    newest = versions[-1] if versions else None
    return ProposalRow(
        id=proposal.id,
        title=read_cell(proposal, "title"),
        item_id=proposal.item,
        newest=newest.number if newest else 0,
        state=newest.state if newest else "",
        version_id=newest.id if newest else None,
    )


def _view(version: ProposalVersion) -> VersionView:
    """Decrypt one version."""
    return VersionView(
        id=version.id,
        proposal_id=version.proposal_id,
        item_id=version.proposal.item,
        title=read_cell(version.proposal, "title"),
        number=version.number,
        state=version.state,
        text_hash=version.text_hash,
        change_note=read_cell(version, "change_note"),
        official_note=read_cell(version, "official_note"),
        clauses=[_clause_view(clause) for clause in version.clauses.all()],
        dialogue_id=version.dialogue_id,
        tabled_on=version.tabled_on,
    )


def _clause_view(clause: Clause) -> ClauseView:
    """Decrypt one clause."""
    texts: dict[str, str] = read_json(clause, "text")
    first = next(iter(texts.values()))
    terms = read_json(clause, "terms") or {}
    return ClauseView(clause.number, texts, marked_runs(first), clause.bracketed, terms, clause.red_flag)


TERM_WORDS = {
    "who": lambda: _("Who"),
    "what": lambda: _("What"),
    "by_when": lambda: _("By when"),
    "verified": lambda: _("Verified how"),
}
