"""What may be read of digests, and by whom."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import Role, Staff
from dialogues.dialogue.queries import SideView, sides_of
from dialogues.vault.cells import read_cell
from facilitation.digests import sources
from facilitation.digests.guard import Finding, findings
from facilitation.digests.models import Digest, SignOff
from facilitation.digests.operations.clearing import signed_sides
from facilitation.digests.text import LineView, SectionView, lines_of, sections_of
from facilitation.digests.themes import themes

State = Digest.State
EDITABLE = {State.FACILITATOR_REVIEW, State.PARTICIPANT_COMMENT}


@dataclass(frozen=True, slots=True)
class SignRow:
    """One side's place in the sign-off tracker."""

    side: SideView
    signed: bool
    objection: str


@dataclass(frozen=True, slots=True)
class DigestView:
    """A digest as one role sees it. `page` names the template."""

    digest: Digest
    page: str
    state_words: str
    sections: list[SectionView]
    findings: list[Finding]
    themes: list[list[str]]
    signs: list[SignRow]
    own_signed: bool
    handling_choices: list[str]

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
    if typed is not None:
        sections = [_typed(section, typed[section.code]) for section in sections]
    messages = sources.plenary_messages(digest.dialogue_id) if editing else []
    signs = _signs(digest, with_reasons=staff.role in {Role.FACILITATOR, Role.ORGANIZER})
    return DigestView(
        digest=digest,
        page="compiling" if digest.state == State.COMPILING else "edit" if editing else "text",
        state_words=state_words(digest),
        sections=sections,
        findings=findings(digest.dialogue_id, lines_of(digest)) if editing else [],
        themes=themes(messages),
        signs=signs,
        own_signed=any(row.signed for row in signs if row.side.id == staff.side_id),
        handling_choices=list(Digest.Handling.values),
    )


def digest_for_seats(dialogue_id: UUID) -> Digest | None:
    """Return what participants may read: the draft under comment or signature, else the one released last."""
    shown = [State.PARTICIPANT_COMMENT, State.SIDE_SIGNOFF, State.READY, State.RELEASED]
    return Digest.objects.filter(dialogue_id=dialogue_id, state__in=shown).order_by("-number").first()


def public_view(digest: Digest) -> DigestView:
    """Return a digest for participants: text, state, and “signed / not yet” per side."""
    return DigestView(
        digest=digest,
        page="read",
        state_words=state_words(digest),
        sections=sections_of(digest),
        findings=[],
        themes=[],
        signs=_signs(digest, with_reasons=False),
        own_signed=False,
        handling_choices=[],
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


def _signs(digest: Digest, *, with_reasons: bool) -> list[SignRow]:
    """The tracker: each side signed or not yet, with the reason of its last objection for those who may read it."""
    signed = signed_sides(digest)
    objections: dict[UUID, str] = {}
    if with_reasons:
        for row in SignOff.objects.filter(digest=digest, decision=SignOff.Decision.OBJECT, void=False):
            objections[row.side] = read_cell(row, "reason")
    return [SignRow(side, side.id in signed, objections.get(side.id, "")) for side in sides_of(digest.dialogue_id)]


def _typed(section: SectionView, text: str) -> SectionView:
    """The section with what was typed in the place of what is stored: nothing typed is lost."""
    line = LineView(UUID(int=0), section.code, text, [], struck=False)
    return SectionView(section.code, section.heading, section.made_by, section.hint, [line])
