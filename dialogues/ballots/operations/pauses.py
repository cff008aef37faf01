"""Cooling-off and ballots: nothing opens, closes or is cast in a pause, and the times move by its length."""

from dialogues.ballots.models import Measure
from dialogues.dialogue.clock import now
from dialogues.dialogue.models import Session
from dialogues.dialogue.queries import current_session


def is_paused(measure: Measure) -> bool:
    """Tell whether the session that the measure belongs to is cooling off."""
    if measure.session is None:
        return False
    session = current_session(measure.dialogue_id)
    return session is not None and session.id == measure.session and session.state == Session.State.COOLING_OFF


def keep_pause(measure: Measure) -> bool:
    """Note when a pause began, make up for its length at its end; tell whether it goes on. Saves the row.

    Called by the sweep with the measure's row locked.
    """
    paused = is_paused(measure)
    if paused and measure.paused_at is None:
        measure.paused_at = now()
        measure.save(update_fields=["paused_at"])
    if not paused and measure.paused_at is not None:
        length = now() - measure.paused_at
        measure.opens_at = measure.opens_at and measure.opens_at + length
        measure.closes_at = measure.closes_at and measure.closes_at + length
        measure.paused_at = None
        measure.save(update_fields=["opens_at", "closes_at", "paused_at"])
    return paused
