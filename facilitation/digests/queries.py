"""What may be read of digests, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import Role, Staff
from dialogues.dialogue.queries import SideView, sides_of
from dialogues.vault.cells import read_cell, read_json
from facilitation.digests.guard import Finding
from facilitation.digests.guarding import guard
from facilitation.digests.models import Digest, SignOff
from facilitation.digests.operations.clearing import signed_sides
from facilitation.digests.operations.embargo import DELAYS, embargo_over, release_hash
from facilitation.digests.operations.withdrawing import reason_of
from facilitation.digests.talk import ThemeView, themes_beside
from facilitation.digests.text import LineView, SectionView, sections_of
from facilitation.digests.tracking import Comment, Stage, comments_on, stages_of

State = Digest.State
EDITABLE = {State.FACILITATOR_REVIEW, State.PARTICIPANT_COMMENT}


@dataclass(frozen=True, slots=True)
class SignRow:
    """One side's place in the sign-off tracker. `clauses` are the sentences it objected to."""

    side: SideView
    signed: bool
    objection: str
    clauses: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class EditSection:
    """One section of the editor: what stands there, and what somebody found in it."""

    section: SectionView
    findings: list[Finding]
    objected: list[tuple[int, str]]  # place and words of sentences that a side would not sign

    @property
    def rows(self) -> int:
        """How high the field is."""
        return min(14, 2 + sum(1 + len(line.text) // 75 for line in self.section.lines) + len(self.section.lines))


@dataclass(frozen=True, slots=True)
class DigestView:
    """A digest as one role sees it. `page` names the template."""

    digest: Digest
    page: str
    state_words: str
    sections: list[SectionView]
    findings: list[Finding]
    themes: list[ThemeView]
    signs: list[SignRow]
    own_signed: bool
    handling_choices: list[str]
    comments: Sequence[Comment] = ()
    stages: Sequence[Stage] = ()
    seen_hash: str = ""  # of text and embargo: what both people approve
    delays_left: int = 0  # of the reader's side
    embargo_over: bool = False
    reason: str = ""  # of a withdrawal, for the sides and the staff

    @property
    def editing(self) -> list[EditSection]:
        """The sections with what was found in each."""
        objected = {text for row in self.signs if not row.signed for text in row.clauses}
        return [
            EditSection(
                section,
                [one for one in self.findings if one.section == section.code],
                [(place, line.text) for place, line in enumerate(section.lines) if line.text in objected],
            )
            for section in self.sections
        ]

    @property
    def of_the_whole(self) -> list[Finding]:
        """What was found about the whole text."""
        return [one for one in self.findings if not one.section]

    @property
    def blocked(self) -> bool:
        """Whether the guard found something that blocks."""
        return any(finding.blocks for finding in self.findings)

    @property
    def struck(self) -> bool:
        """Whether a participant struck a sentence that still stands."""
        return any(line.struck for section in self.sections for line in section.lines)


def digests_of(dialogue_id: UUID) -> list[tuple[Digest, str]]:
    """Return the digests with their states in words, newest first."""
    return [(row, state_words(row)) for row in Digest.objects.filter(dialogue_id=dialogue_id).order_by("-number")]


def digest_view(digest: Digest, *, staff: Staff, typed: dict[str, str] | None = None) -> DigestView:
    """Return a digest for staff: the editor with guard and themes for facilitators, the text alone for others."""
    editing = staff.role == Role.FACILITATOR and digest.state in EDITABLE
    sections = sections_of(digest)
    lines = [(section.code, line.text) for section in sections for line in section.lines]
    if typed is not None:
        sections = [_typed(section, typed[section.code]) for section in sections]
    signs = signs_of(digest, with_reasons=staff.role in {Role.FACILITATOR, Role.ORGANIZER})
    return DigestView(
        digest=digest,
        page="compiling" if digest.state == State.COMPILING else "edit" if editing else "text",
        state_words=state_words(digest),
        sections=sections,
        findings=guard(digest, lines) if editing else [],
        themes=themes_beside(digest) if editing else [],
        signs=signs,
        own_signed=any(row.signed for row in signs if row.side.id == staff.side_id),
        handling_choices=list(Digest.Handling.values),
        comments=comments_on(digest) if staff.role == Role.FACILITATOR else [],
        stages=stages_of(digest, [(row.side.label, row.signed) for row in signs]),
        seen_hash=release_hash(digest),
        delays_left=DELAYS - digest.delays.filter(side=staff.side_id).count() if staff.side_id else 0,
        embargo_over=embargo_over(digest),
        reason=reason_of(digest),
    )


def digest_for_seats(dialogue_id: UUID) -> Digest | None:
    """Return what participants may read: the draft under comment or signature, else the one released last."""
    shown = [State.PARTICIPANT_COMMENT, State.SIDE_SIGNOFF, State.READY, State.EMBARGOED, State.RELEASED]
    return Digest.objects.filter(dialogue_id=dialogue_id, state__in=shown).order_by("-number").first()


def public_view(digest: Digest) -> DigestView:
    """Return a digest for a participant: text, state, “signed / not yet” per side."""
    signs = signs_of(digest, with_reasons=False)
    return DigestView(
        digest=digest,
        page="read",
        state_words=state_words(digest),
        sections=sections_of(digest),
        findings=[],
        themes=[],
        signs=signs,
        own_signed=False,
        handling_choices=[],
        stages=stages_of(digest, [(row.side.label, row.signed) for row in signs]),
    )


def state_words(digest: Digest) -> str:
    """Return where a digest stands, in words."""
    return {
        State.COMPILING: _("Being compiled"),
        State.FACILITATOR_REVIEW: _("With the facilitators"),
        State.PARTICIPANT_COMMENT: _("Participants comment"),
        State.SIDE_SIGNOFF: _("The sides sign"),
        State.READY: _("Signed by all sides; waits for release"),
        State.EMBARGOED: _("Released at the embargo’s end"),
        State.RELEASED: _("Released"),
        State.SUPERSEDED: _("Superseded"),
        State.WITHDRAWN: _("Withdrawn"),
    }[State(digest.state)]


def signs_of(digest: Digest, *, with_reasons: bool) -> list[SignRow]:
    """The tracker: each side signed or not yet, with the reason of its last objection for those who may read it."""
    signed = signed_sides(digest)
    objections: dict[UUID, tuple[str, list[str]]] = {}
    if with_reasons:
        for row in SignOff.objects.filter(digest=digest, decision=SignOff.Decision.OBJECT):
            objections[row.side] = read_cell(row, "reason"), read_json(row, "clauses") or []
    return [
        SignRow(side, side.id in signed, *objections.get(side.id, ("", [])))
        if side.id not in signed
        else SignRow(side, signed=True, objection="")
        for side in sides_of(digest.dialogue_id)
    ]


def _typed(section: SectionView, text: str) -> SectionView:
    """The section with what was typed in the place of what is stored: nothing typed is lost."""
    line = LineView(UUID(int=0), section.code, text, [], struck=False)
    return SectionView(section.code, section.heading, section.made_by, section.hint, [line])
