"""Reading unofficial proposals: facilitators read those to be screened, everybody those on the table. Nobody reads whose they are."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dialogues.proposals.models import Idea, Proposal
from dialogues.vault.cells import read_cell, read_json


@dataclass(frozen=True, slots=True)
class IdeaView:
    """One unofficial proposal."""

    id: UUID
    text: str
    note: str
    state: str
    state_words: str
    reason: str
    taken_up_by: str  # title of the text


def ideas_for_all(dialogue_id: UUID) -> list[IdeaView]:
    """Return what everybody reads: on the table, taken up, or set aside after it was on the table."""
    return _views(Idea.objects.filter(dialogue_id=dialogue_id).exclude(state=Idea.State.SUBMITTED))


def ideas_to_screen(dialogue_id: UUID) -> list[IdeaView]:
    """Return what facilitators have not looked at yet."""
    return _views(Idea.objects.filter(dialogue_id=dialogue_id, state=Idea.State.SUBMITTED))


def state_words(state: str) -> str:
    """Return where an idea stands."""
    return {
        "submitted": _("Waits for a facilitator"),
        "on_table": _("On the table"),
        "absorbed": _("Taken up"),
        "set_aside": _("Set aside"),
    }[state]


def _views(rows: QuerySet[Idea]) -> list[IdeaView]:
    """Decrypt, in the order of random keys: the order tells nothing."""
    ideas = list(rows.order_by("id"))
    texts = {
        row.id: read_cell(row, "title")
        for row in Proposal.objects.filter(id__in={idea.proposal for idea in ideas if idea.proposal})
    }
    return [_view(idea, texts) for idea in ideas]


def _view(idea: Idea, texts: dict[UUID, str]) -> IdeaView:
    """Decrypt one."""
    content = read_json(idea, "content")
    taken = texts.get(idea.proposal, "") if idea.proposal else ""
    return IdeaView(
        idea.id, content["text"], content["note"], idea.state, state_words(idea.state), read_cell(idea, "reason"), taken
    )
