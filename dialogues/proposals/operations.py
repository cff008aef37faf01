"""What facilitators do with the single text. They alone hold the pen (domain.md 5, invariant 17)."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Dialogue
from dialogues.events.operations import announce
from dialogues.proposals.drafting import ClauseDraft
from dialogues.proposals.models import Clause, Proposal, ProposalVersion
from dialogues.proposals.rules import text_hash
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import read_json, write_cells, write_json

TITLE_LENGTH = 160


class TextRefused(Exception):
    """The text cannot be kept or tabled as it is; the sentence says why."""


@transaction.atomic
def start_proposal(*, staff: Staff, title: str, item_id: UUID | None) -> Proposal:
    """Start the single text on an agenda item. Raises TextRefused for an empty or overlong title."""
    title = canonical(title)
    if not 0 < len(title) <= TITLE_LENGTH:
        raise TextRefused(f"Give the text a neutral title of 1 to {TITLE_LENGTH} characters.")
    proposal = Proposal(dialogue_id=staff.dialogue_id, item=item_id)
    write_cells(proposal, title=title)
    proposal.save()
    return proposal


@transaction.atomic
def draft_version(
    *,
    staff: Staff,
    proposal_id: UUID,
    clauses: list[ClauseDraft],
    change_note: str = "",
    official_note: str = "",
) -> ProposalVersion:
    """Write the next draft, or rewrite the one that is not tabled yet. A tabled version is never touched."""
    proposal = Proposal.objects.select_for_update().get(id=proposal_id, dialogue_id=staff.dialogue_id)
    version = proposal.versions.filter(state=ProposalVersion.State.DRAFT).first()
    if version is None:
        newest = proposal.versions.aggregate(newest=Max("number"))["newest"] or 0
        version = ProposalVersion(dialogue_id=staff.dialogue_id, proposal=proposal, number=newest + 1)
    write_cells(version, change_note=canonical(change_note), official_note=canonical(official_note))
    version.save()
    known = _known_clauses(proposal)
    version.clauses.all().delete()
    rows = [_clause(version, number, draft) for number, draft in enumerate(clauses, start=1)]
    for row in rows:
        _carry_over(known, row)
    Clause.objects.bulk_create(rows)
    return version


@transaction.atomic
def table_version(*, staff: Staff, version_id: UUID) -> ProposalVersion:
    """Put a draft on the table: its hash is fixed over all languages, the version before is superseded, everyone is told.

    Raises TextRefused if it has no clause or the session is cooling off.
    """
    version = ProposalVersion.objects.select_for_update().get(id=version_id, dialogue_id=staff.dialogue_id)
    _refuse_while_cooling(version.dialogue)
    clauses = list(version.clauses.all())
    if not clauses:
        raise TextRefused("This version has no clause yet. Write one before you put it on the table.")
    _supersede_earlier(version)
    version.tabled_on = now().date()
    version.text_hash = text_hash(str(version.proposal_id), version.number, texts_by_language(clauses))
    move(version, ProposalVersion.State.TABLED)
    version.save()
    body: dict[str, object] = {"number": version.number, "hash": version.text_hash}
    announce(dialogue_id=staff.dialogue_id, kind="text.tabled", body=body, subject=version.id)
    return version


def _supersede_earlier(version: ProposalVersion) -> None:
    """Let this version take the place of the one before. Raises TextRefused while that one is open for criticism."""
    standing = version.proposal.versions.exclude(id=version.id).filter(
        state__in=[
            ProposalVersion.State.TABLED,
            ProposalVersion.State.CRITICISM_OPEN,
            ProposalVersion.State.CRITICISM_CLOSED,
        ]
    )
    for old in standing.select_for_update():
        if old.state == ProposalVersion.State.CRITICISM_OPEN:
            raise TextRefused(
                _(
                    "Version %(number)d is open for criticism. Answer what was said and close the criticism first; "
                    "your draft is kept."
                )
                % {"number": old.number}
            )
        move(old, ProposalVersion.State.SUPERSEDED)
        old.save(update_fields=["state"])


def texts_by_language(clauses: list[Clause]) -> dict[str, list[str]]:
    """Return language → clause texts in order, as the hash wants them."""
    texts: dict[str, list[str]] = {}
    for clause in clauses:
        for language, words in read_json(clause, "text").items():
            texts.setdefault(language, []).append(words)
    return texts


def _clause(version: ProposalVersion, number: int, draft: ClauseDraft) -> Clause:
    """Build one clause row with its encrypted text."""
    clause = Clause(dialogue_id=version.dialogue_id, version=version, number=number, bracketed=draft.bracketed)
    write_json(clause, text={language: canonical(words) for language, words in draft.texts.items()})
    return clause


def _known_clauses(proposal: Proposal) -> list[Clause]:
    """Return the clauses of the newest version, before it is rewritten or followed by the next."""
    newest = proposal.versions.exclude(clauses=None).order_by("-number").first()
    return list(newest.clauses.all()) if newest else []


def _carry_over(known: list[Clause], clause: Clause) -> None:
    """Let a clause keep who, what, by when and its flag: those of the same words, else of the same number."""
    words = read_json(clause, "text")
    same = [one for one in known if read_json(one, "text") == words]
    for old in (same or [one for one in known if one.number == clause.number])[:1]:
        write_json(clause, terms=read_json(old, "terms") or {})
        clause.red_flag = old.red_flag


def _refuse_while_cooling(dialogue: Dialogue) -> None:
    """Invariant 12: no text changes while the session cools off."""
    if dialogue.sessions.filter(state="cooling_off").exists():
        raise TextRefused(
            "The session is cooling off: texts stay as they are until the pause ends. Your draft is kept."
        )
