"""What surrounds a draft: who is awaited, what was said about it, what a mask is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.admission.access import Seat
from dialogues.events.models import Event
from dialogues.vault.cells import read_cell
from facilitation.digests.models import Digest, DigestComment, RunConsent

State = Digest.State
DONE, HERE, AHEAD = "done", "here", "ahead"
ORDER = (State.FACILITATOR_REVIEW, State.PARTICIPANT_COMMENT, State.SIDE_SIGNOFF, State.READY, State.EMBARGOED)


@dataclass(frozen=True, slots=True)
class Stage:
    """One station of a digest's way: what it is, whether it is passed, and who is awaited (sides and roles, never people)."""

    words: str
    where: str
    awaited: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Comment:
    """What a participant said about a draft, or about one of its sentences."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the mask that said something: may these words stand?"""

    id: UUID
    sentence: str
    run: str
    given: bool


def stages_of(digest: Digest, signs: Sequence[tuple[str, bool]]) -> list[Stage]:
    """Return the stations from the facilitators to the release; none while it is compiled or after it was withdrawn."""
    if digest.state in {State.COMPILING, State.WITHDRAWN}:
        return []
    at = ORDER.index(State(digest.state)) if digest.state in ORDER else len(ORDER)
    where = [DONE if place < at else HERE if place == at else AHEAD for place in range(len(ORDER))]
    unsigned = [label for label, signed in signs if not signed]
    return [
        Stage(_("Two facilitators approve the draft"), where[0], [_("two facilitators")] if at == 0 else []),
        Stage(_("Participants comment, and strike what identifies somebody"), where[1]),
        Stage(_("Every side signs"), where[2], unsigned if at == 2 else []),
        Stage(
            _("A facilitator and an organizer release it"),
            where[3],
            [_("a facilitator and an organizer")] if at == 3 else [],
        ),
        *_embargo(digest, where[4]),
    ]


def _embargo(digest: Digest, where: str) -> list[Stage]:
    """The station of an embargo, if the digest has one."""
    if digest.embargo_at is None:
        return []
    return [Stage(_("The embargo ends; every side’s officials read it at the same minute"), where)]


def comments_on(digest: Digest) -> list[Comment]:
    """Return what was said about a draft, in an order that tells nothing."""
    rows = DigestComment.objects.filter(digest=digest).order_by("id")
    return [Comment(read_cell(row, "about"), read_cell(row, "text")) for row in rows]


def asks_of(seat: Seat) -> list[Ask]:
    """Return the questions to this mask about its own words, in drafts that are not yet with the sides."""
    waiting = RunConsent.objects.filter(
        dialogue_id=seat.dialogue_id,
        state__in=[RunConsent.State.ASKED, RunConsent.State.GIVEN],
        digest__state=State.FACILITATOR_REVIEW,
    )
    rows = {row.message: row for row in waiting}
    own = Event.objects.filter(id__in=list(rows), seat=seat.id).values_list("id", flat=True)
    return [
        Ask(row.id, read_cell(row, "sentence"), read_cell(row, "run"), row.state == RunConsent.State.GIVEN)
        for row in (rows[key] for key in own)
    ]
