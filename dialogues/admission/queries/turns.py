"""What has happened and what comes next in a round of entry, as the organizer and the coordinators read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from dialogues.admission.models import Epoch, SealRun
from dialogues.admission.queries.epochs import seal_progress
from dialogues.dialogue.queries import DialogueView

State = Epoch.State
ORDER = {
    "unlinkable": [State.ISSUING, State.SEALING1, State.GAP, State.REDEEMING, State.SEALING2, State.TALKING],
    "quick": [State.JOINING, State.SEALING2, State.TALKING],
}
WORDS: dict[str, Lazy] = {
    State.ISSUING: _("People collect their passes, signed blind"),
    State.SEALING1: _("First seal: who came when is shuffled away, the keys that sign passes are destroyed"),
    State.GAP: _("Pause: nothing happens, so that habits tell nothing"),
    State.REDEEMING: _("People take their seats"),
    State.JOINING: _("People enter and take their seats"),
    State.SEALING2: _("Last seal: nothing is left that leads from an invitation to a seat"),
    State.TALKING: _("The talk"),
}
SEAL_OF = {State.SEALING1: "SEAL-1", State.SEALING2: "SEAL-2"}


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of a round of entry: `at` is its end, or its expected beginning while it lies ahead."""

    words: str
    state: str  # done, now, next
    at: datetime | None = None
    expected: bool = False
    seal: SealRun | None = None


def turns_of(dialogue: DialogueView, epoch: Epoch) -> list[Turn]:
    """Return every stretch of an epoch in order. Times ahead are expectations: a window may be prolonged."""
    order = ORDER[dialogue.entry]
    here = order.index(State(epoch.state)) if epoch.state in order else -1
    if epoch.state == State.ENDED:
        here = len(order)
    begins = dict(zip(order, _beginnings(dialogue, epoch), strict=False))
    turns = []
    for place, state in enumerate(order):
        seal = seal_progress(SEAL_OF[state], epoch.id) if state in SEAL_OF and place <= here else None
        if place < here:
            turns.append(Turn(str(WORDS[state]), "done", _end_of(state, epoch), seal=seal))
        elif place == here:
            turns.append(Turn(str(WORDS[state]), "now", _end_of(state, epoch), seal=seal))
        else:
            turns.append(Turn(str(WORDS[state]), "next", begins.get(state), expected=True))
    return turns


def _end_of(state: State, epoch: Epoch) -> datetime | None:
    """Return when a stretch ends or ended; None where nothing is kept of it."""
    ends = {
        State.ISSUING: epoch.issue_closes_at,
        State.GAP: epoch.redeem_opens_at,
        State.REDEEMING: epoch.join_closes_at,
        State.JOINING: epoch.join_closes_at,
    }
    return ends.get(state)


def _beginnings(dialogue: DialogueView, epoch: Epoch) -> Iterator[datetime | None]:
    """Yield when each stretch begins, as far as it is known or can be expected."""
    if not dialogue.unlinkable:
        yield from (None, epoch.join_closes_at, epoch.join_closes_at)
        return
    issue = epoch.issue_closes_at
    opens = epoch.redeem_opens_at or (issue and issue + timedelta(minutes=dialogue.gap_minutes))
    closes = epoch.join_closes_at or (opens and opens + timedelta(minutes=dialogue.redeem_minutes))
    yield from (None, issue, issue, opens, closes, closes)
