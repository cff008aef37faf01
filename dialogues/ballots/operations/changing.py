"""Prolonging and voiding: closing may be postponed, never advanced; a voided measure ends unread."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.ballots.models import Measure
from dialogues.ballots.operations.states import event_body, tell_room
from dialogues.ballots.refusals import BallotRefused, NoSuchMeasure
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_cells

LONGEST_EXTENSION = 7 * 24 * 60
SHORTEST_REASON = 15
LONGEST_REASON = 500


@transaction.atomic
def extend_measure(*, staff: Staff, measure_id: UUID, minutes: int) -> Measure:
    """Give an announced measure a longer token phase, an open one a later closing. For facilitators.

    Raises BallotRefused for any other state and for anything but 1 minute to 7 days more.
    """
    if not 1 <= minutes <= LONGEST_EXTENSION:
        raise BallotRefused(_("A ballot can be given one minute more at least and seven days at most."))
    measure = _locked(staff, measure_id)
    if measure.opens_at is None or measure.closes_at is None or measure.state not in RUNNING:
        raise BallotRefused(_("Only a ballot that is announced or open can be given more time."))
    if measure.state == Measure.State.OPEN and now() >= measure.closes_at:
        raise BallotRefused(_("This ballot has reached its closing time. It can no longer be given more."))
    more = timedelta(minutes=minutes)
    if measure.state == Measure.State.ANNOUNCED:
        open_for = measure.closes_at - measure.opens_at
        measure.opens_at = max(measure.opens_at, now()) + more
        measure.closes_at = measure.opens_at + open_for
    else:
        measure.closes_at += more
    measure.save(update_fields=["opens_at", "closes_at"])
    _tell(staff, measure, "measure.extended", {"minutes": minutes}, f"minutes:{minutes}")
    return measure


@transaction.atomic
def void_measure(*, staff: Staff, measure_id: UUID, reason: str) -> Measure:
    """End an announced or open measure without a result; its ballots and key are destroyed unread.

    The reason is shown to everyone. Raises BallotRefused for a reason under 15 characters, UndeclaredMove
    once it has closed.
    """
    text = canonical(reason)
    if not SHORTEST_REASON <= len(text) <= LONGEST_REASON:
        raise BallotRefused(_("Give a reason of 15 to 500 characters. Everyone in the dialogue will read it."))
    measure = _locked(staff, measure_id)
    move(measure, Measure.State.VOID)
    write_cells(measure, void_reason=text)
    # Without the key no ballot can be read from here on; the sweep removes their rows with a seal.
    measure.wrapped_key = b""
    measure.save(update_fields=["state", "void_reason", "wrapped_key"])
    _tell(staff, measure, "measure.voided", {"reason": text}, "")
    return measure


RUNNING = (Measure.State.ANNOUNCED, Measure.State.OPEN)


def _locked(staff: Staff, measure_id: UUID) -> Measure:
    """Return the measure with its row locked; another dialogue's is as if it were not there."""
    measures = Measure.objects.select_for_update().exclude(state=Measure.State.DRAFT)
    measure = measures.filter(id=measure_id, dialogue_id=staff.dialogue_id).first()
    if measure is None:
        raise NoSuchMeasure
    return measure


def _tell(staff: Staff, measure: Measure, kind: str, body: dict[str, object], reason: str) -> None:
    """Write the audit entry and the room's event."""
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        staff_id=staff.id,
        action=kind,
        subject=f"measure:{measure.id}",
        reason=reason,
        details=bytes(measure.void_reason),
    )
    body = {**event_body(measure), **body}
    tell_room(measure, kind, body)
