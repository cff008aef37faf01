"""The sweep: every measure moves forward by the database's clock, each step once, however often called."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.db.models import Q

from dialogues.admission.models import SealRun
from dialogues.admission.seals import SealBusy
from dialogues.admission.seals.procedure import DONE
from dialogues.ballots.models import BallotToken, BallotTokenPool, Measure
from dialogues.ballots.operations.burning import KIND as BURNT
from dialogues.ballots.operations.burning import finish_burning
from dialogues.ballots.operations.closing import close_measure, finish_closing
from dialogues.ballots.operations.destroying import destroy_measure
from dialogues.ballots.operations.minting import forget_keys
from dialogues.ballots.operations.opening import finish_opening, open_measure
from dialogues.ballots.operations.tallying import tally_measure
from dialogues.dialogue.clock import now

log = logging.getLogger(__name__)

State = Measure.State


def advance_measures() -> None:
    """Take every measure as far as the clock allows: opened, closed, tallied and released, destroyed."""
    for measure_id in _due():
        try:
            advance_measure(measure_id)
        except SealBusy:
            continue  # another seal is running: the next sweep comes in seconds
        except Exception:  # one measure that cannot go on must not keep the others from closing
            log.exception("A measure could not be advanced; the next sweep tries again.")


def advance_measure(measure_id: UUID) -> None:
    """Take one measure as far as the clock allows."""
    while True:
        before = _state(measure_id)
        for step in STEPS.get(before, ()):
            step(measure_id)
        if _state(measure_id) in {before, ""}:
            return


def _due() -> list[UUID]:
    """Return the measures that may have a step to take."""
    moment = now()
    running = Q(state__in=[State.ANNOUNCED, State.OPEN, State.CLOSED])
    stale = Q(state=State.DRAFT, opens_at__lt=moment)
    old = Q(state__in=[State.RELEASED, State.WITHHELD], destroy_at__lte=moment)
    void = Q(state=State.VOID) & ~Q(spki=b"")
    cut_off = Q(id__in=SealRun.objects.filter(kind=BURNT, step__lt=DONE).values("target"), state=State.DESTROYED)
    return list(Measure.objects.filter(running | stale | old | void | cut_off).values_list("id", flat=True))


def _state(measure_id: UUID) -> str:
    """Return a measure's state; "" when it is gone."""
    return Measure.objects.filter(id=measure_id).values_list("state", flat=True).first() or ""


def _drop_draft(measure_id: UUID) -> None:
    """Remove a measure whose announcement was cut off half-way; nobody ever saw it."""
    forget_keys(measure_id)
    BallotToken.objects.filter(measure=measure_id).delete()
    BallotTokenPool.objects.filter(measure=measure_id).delete()
    Measure.objects.filter(id=measure_id, state=State.DRAFT).delete()


STEPS: dict[str, tuple[Callable[[UUID], object], ...]] = {
    State.DRAFT: (_drop_draft,),
    State.ANNOUNCED: (open_measure,),
    State.OPEN: (finish_opening, close_measure),
    State.CLOSED: (finish_closing, tally_measure),
    State.RELEASED: (destroy_measure,),
    State.WITHHELD: (destroy_measure,),
    State.VOID: (destroy_measure,),
    State.DESTROYED: (finish_burning,),
}
