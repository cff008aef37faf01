"""Rating rounds: every item that can be rated, asked as one secret ballot (domain.md 6.3)."""

import hashlib
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.agenda.ordering import KIND
from dialogues.agenda.queries import ItemView, open_items
from dialogues.ballots.kinds import MeasureDraft
from dialogues.ballots.models import Measure
from dialogues.ballots.operations.announcing import announce_measure
from dialogues.ballots.questions import pair_question
from dialogues.ballots.refusals import BallotRefused

WAITING = (Measure.State.ANNOUNCED, Measure.State.OPEN, Measure.State.CLOSED, Measure.State.TALLIED)


class RoundRefused(Exception):
    """The round cannot be opened; the sentence says why."""


@dataclass(frozen=True, slots=True)
class RoundView:
    """The round that is under way, or how many items wait for one."""

    measure_id: UUID | None
    state: str
    items: int


def round_view(dialogue_id: UUID) -> RoundView:
    """Return what the board says about rating."""
    measure = Measure.objects.filter(dialogue_id=dialogue_id, kind=KIND, state__in=WAITING).first()
    return RoundView(measure.id if measure else None, measure.state if measure else "", len(open_items(dialogue_id)))


def open_rating_round(*, staff: Staff, minutes: int) -> Measure:
    """Announce a rating round on every open item. Raises RoundRefused if one is under way or nothing can be rated."""
    if round_view(staff.dialogue_id).measure_id is not None:
        raise RoundRefused(_("A rating round is under way. Wait until it has closed, or void it in the measures."))
    items = open_items(staff.dialogue_id)
    if not items:
        raise RoundRefused(_("There is nothing to rate yet. Add items to the agenda first."))
    draft = MeasureDraft(
        kind=KIND,
        title=_("How hard, and how important"),
        questions=[pair_question(key=str(item.id), text=item.title, number=item.number) for item in items],
        lineage=uuid5(staff.dialogue_id, _fingerprint(items)),
        minutes_open=minutes,
        subject_hash=_fingerprint(items),
        subject_words=_("Private rating of the agenda"),
    )
    try:
        return announce_measure(staff=staff, draft=draft)
    except BallotRefused as refusal:
        raise RoundRefused(str(refusal)) from refusal


def _fingerprint(items: list[ItemView]) -> str:
    """The item set as a hash: the same items asked again are the same text for the ledger."""
    return hashlib.sha256("\n".join(sorted(str(item.id) for item in items)).encode()).hexdigest()
