"""What may be read of joint summaries, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.vault.cells import read_json
from facilitation.digests.guard import Finding, findings
from facilitation.digests.sources import released_words
from facilitation.summaries.lines import PARTS, SummaryLine, unpacked
from facilitation.summaries.models import JointSummary
from facilitation.summaries.operations import UNFINISHED, mark_of

State = JointSummary.State


@dataclass(frozen=True, slots=True)
class PartView:
    """One part: its lines with their marks, and what the guard found in it."""

    code: str
    heading: Any
    lines: Sequence[tuple[str, SummaryLine]]
    findings: Sequence[Finding]
    typed: str | None = None

    @property
    def field(self) -> str:
        """The part as the editor's field shows it."""
        return self.typed if self.typed is not None else "\n\n".join(line.text for _mark, line in self.lines)


@dataclass(frozen=True, slots=True)
class SummaryView:
    """A summary with its parts."""

    summary: JointSummary
    state_words: str
    parts: list[PartView]
    comments: Sequence[str]

    @property
    def blocked(self) -> bool:
        """Whether something has to be mended before participants see it."""
        found = any(finding.blocks for part in self.parts for finding in part.findings)
        return found or any(line.struck for part in self.parts for _mark, line in part.lines)


def summaries_of(dialogue_id: UUID) -> list[tuple[JointSummary, str]]:
    """Return the summaries with their states in words, the newest session first."""
    rows = JointSummary.objects.filter(dialogue_id=dialogue_id).exclude(state=State.SUPERSEDED)
    return [(row, state_words(row)) for row in rows.order_by("-number", "state", "id")]


def unfinished(dialogue_id: UUID) -> list[JointSummary]:
    """Return the summaries that wait for the facilitators."""
    return list(JointSummary.objects.filter(dialogue_id=dialogue_id, state__in=UNFINISHED).order_by("number"))


def summary_for_staff(dialogue_id: UUID, summary_id: UUID, typed: dict[str, str] | None = None) -> SummaryView | None:
    """Return a summary with the guard's findings and the participants' comments, for facilitators."""
    row = JointSummary.objects.filter(id=summary_id, dialogue_id=dialogue_id).first()
    return _view(row, guarded=row.state in UNFINISHED, typed=typed) if row else None


def summaries_for_seats(dialogue_id: UUID) -> list[SummaryView]:
    """Return what participants may read: the draft under comment and every published summary, the newest first."""
    shown = [State.PARTICIPANT_COMMENT, State.PUBLISHED]
    rows = JointSummary.objects.filter(dialogue_id=dialogue_id, state__in=shown).order_by("-number", "state")
    return [_view(row, guarded=False) for row in rows]


def state_words(summary: JointSummary) -> str:
    """Return where a summary stands, in words."""
    return {
        State.COMPILING: _("Being compiled"),
        State.FACILITATOR_REVIEW: _("With the facilitators"),
        State.PARTICIPANT_COMMENT: _("Participants comment"),
        State.PUBLISHED: _("Published to the participants"),
        State.SUPERSEDED: _("Superseded"),
    }[State(summary.state)]


def _view(row: JointSummary, *, guarded: bool, typed: dict[str, str] | None = None) -> SummaryView:
    """Decrypt one summary."""
    lines = unpacked(read_json(row, "lines"))
    told = [(line.part, line.text) for line in lines]
    found = findings(row.dialogue_id, told, released=released_words(row.dialogue_id)) if guarded else []
    parts = [
        PartView(
            code,
            heading,
            [(mark_of(line.text), line) for line in lines if line.part == code],
            [one for one in found if one.section == code],
            typed.get(code, "") if typed is not None else None,
        )
        for code, heading in PARTS.items()
    ]
    return SummaryView(row, state_words(row), parts, (read_json(row, "comments") or []) if guarded else ())
