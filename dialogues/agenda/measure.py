"""The rating round as a kind of secret ballot: what the gate is asked, what is kept, what follows."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from dialogues.agenda.models import AgendaItem
from dialogues.agenda.ordering import (
    KIND,
    both_answered,
    compute_order,
    lock_dialogue,
    store_order,
    working_values,
)
from dialogues.ballots.gate import RATING, Related, Release, ReleaseRequest, SideAnswers, release_gate
from dialogues.ballots.kinds import Ballots, ClosedMeasure, MeasureKind, SideValues, register
from dialogues.ballots.questions import Choice
from dialogues.dialogue.life import move
from dialogues.events.operations import announce

Pairs = dict[int, list[tuple[int | None, int | None]]]


def release_request(measure: ClosedMeasure, ballots: Ballots) -> tuple[ReleaseRequest, SideValues | None]:
    """Ask the gate which items every side answered often enough; keep those items' medians for the ordering alone."""
    pairs = {side: _pairs(measure, ballots.get(side, ())) for side in measure.electorate}
    sides = tuple(
        SideAnswers(electorate, answered={number: both_answered(answers) for number, answers in pairs[side].items()})
        for side, electorate in measure.electorate.items()
    )
    related = Related(measure.related.same_text, tuple(measure.related.changed.values())) if measure.related else None
    request = ReleaseRequest(
        kind=RATING,
        closed=True,
        group_mode=measure.group_mode,
        k=measure.k,
        f=measure.f,
        sides=sides,
        related=related,
    )
    rated = set(release_gate(request).rated)
    return request, {side: working_values(answers, rated) for side, answers in pairs.items()} if rated else None


def on_release(measure: ClosedMeasure, release: Release) -> None:
    """Put the new order into place, in the transaction of the release."""
    if not release.rated:
        return
    lock_dialogue(measure.dialogue_id)
    store_order(measure.dialogue_id, compute_order(measure.dialogue_id))
    rated = AgendaItem.objects.select_for_update().filter(
        dialogue_id=measure.dialogue_id, number__in=release.rated, state=AgendaItem.State.WORDED
    )
    for item in rated:
        move(item, AgendaItem.State.RATED)
        item.save(update_fields=["state"])
    announce(dialogue_id=measure.dialogue_id, kind="agenda.reordered", body={})


def _pairs(measure: ClosedMeasure, choices: Sequence[Choice]) -> Pairs:
    """Return item number → the answers of one side."""
    pairs: Pairs = {question["number"]: [] for question in measure.questions}
    for choice in choices:
        for question, answer in zip(measure.questions, choice["answers"], strict=True):
            first, second = answer or (None, None)
            pairs[question["number"]].append((first, second))
    return pairs


register(MeasureKind(kind=KIND, label=_("Rating round"), release_request=release_request, on_release=on_release))
