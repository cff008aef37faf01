"""Questions of officials, for facilitators and organizers; what was put to the group, for participants."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.vault.cells import read_cell
from facilitation.digests.models import Digest
from facilitation.transfer.models import ReaderQuestion

State = ReaderQuestion.State
OPEN = (State.ASKED, State.RELAYED)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question with where it stands. `later` are the digests that may answer it: (id, number)."""

    id: UUID
    number: int
    channel: str
    day: date
    text: str
    relayed: str
    state: str
    state_words: str
    later: list[tuple[UUID, int]]


def questions_for(dialogue_id: UUID) -> list[QuestionView]:
    """Return every question, the open ones first, then the newest."""
    rows = (
        ReaderQuestion.objects.filter(dialogue_id=dialogue_id)
        .select_related("digest", "channel")
        .order_by("-day", "id")
    )
    released = list(
        Digest.objects.filter(dialogue_id=dialogue_id, state=Digest.State.RELEASED).values_list("id", "number")
    )
    views = [
        QuestionView(
            id=row.id,
            number=row.digest.number,
            channel=read_cell(row.channel, "name"),
            day=row.day,
            text=read_cell(row, "text"),
            relayed=read_cell(row, "relayed"),
            state=row.state,
            state_words=question_words(row.state),
            later=[(digest, number) for digest, number in released if number > row.digest.number],
        )
        for row in rows
    ]
    return sorted(views, key=lambda view: view.state not in OPEN)


def questions_of(dialogue_id: UUID) -> list[tuple[int, str, date]]:
    """Return the questions that wait to be put to the group: digest number, text, day. Newest first."""
    rows = ReaderQuestion.objects.filter(dialogue_id=dialogue_id, state=State.ASKED).select_related("digest")
    return [(row.digest.number, read_cell(row, "text"), row.day) for row in rows.order_by("-day")]


def relayed_to(dialogue_id: UUID) -> list[str]:
    """Return what officials ask, as facilitators put it to the group: for participants."""
    rows = ReaderQuestion.objects.filter(dialogue_id=dialogue_id, state=State.RELAYED).order_by("day", "id")
    return [read_cell(row, "relayed") for row in rows]


def question_words(state: str) -> str:
    """Return where a question stands, in words."""
    return {
        State.ASKED: _("With the facilitators"),
        State.RELAYED: _("Put to the group"),
        State.ANSWERED: _("Answered in a later digest"),
        State.SET_ASIDE: _("Not taken up"),
    }[State(state)]
