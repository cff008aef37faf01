"""Sending a mask out of the room. A mask can be silenced or sent out; nobody can take it off."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.access import Seat as SeatKey
from dialogues.admission.models import Seat
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.events import doorbell

MOST_HOURS = 24


class RestraintRefused(Exception):
    """The mask cannot be restrained in this way; the sentence says why."""


def mute_seat(*, staff: Staff, seat_id: UUID, hours: int) -> None:
    """Ask a mask to listen for up to 24 hours; it may read and vote."""
    _restrain(staff, seat_id, Seat.State.MUTED, hours)


def suspend_seat(*, staff: Staff, seat_id: UUID, hours: int) -> None:
    """Send a mask out for up to 24 hours; its sockets close within a second."""
    _restrain(staff, seat_id, Seat.State.SUSPENDED, hours)


@transaction.atomic
def restore_seat(*, staff: Staff, seat_id: UUID) -> None:
    """End a restraint before its time."""
    seat = _seat(staff, seat_id)
    move(seat, Seat.State.ACTIVE)
    seat.until_hour = None
    seat.save()
    _note(staff, "seat.restored", seat)


@transaction.atomic
def revoke_seat(*, dialogue_id: UUID, seat_id: UUID, by: Staff | None) -> None:
    """End a seat for this epoch: by two facilitators, or by its holder on leaving for good."""
    seat = Seat.objects.select_for_update().get(id=seat_id, dialogue_id=dialogue_id)
    move(seat, Seat.State.REVOKED)
    seat.save()
    if by is not None:
        _note(by, "seat.revoked", seat)
    transaction.on_commit(lambda: doorbell.shut_seat(seat_id))


def leave_for_good(*, seat: SeatKey) -> None:
    """As its holder, give a seat up. There is no way back in this epoch."""
    revoke_seat(dialogue_id=seat.dialogue_id, seat_id=seat.id, by=None)


def end_restraints() -> int:
    """Let every restraint end whose hour has come; returns how many. Called by the sweep."""
    ended = 0
    with transaction.atomic():
        restrained = Seat.objects.select_for_update(skip_locked=True).filter(
            state__in=[Seat.State.MUTED, Seat.State.SUSPENDED], until_hour__lte=now()
        )
        for seat in restrained:
            move(seat, Seat.State.ACTIVE)
            seat.until_hour = None
            seat.save()
            ended += 1
    return ended


@transaction.atomic
def _restrain(staff: Staff, seat_id: UUID, state: str, hours: int) -> None:
    """Mute or suspend until a full hour."""
    if not 1 <= hours <= MOST_HOURS:
        raise RestraintRefused(f"Choose between 1 and {MOST_HOURS} hours. Two facilitators together can end a seat.")
    seat = _seat(staff, seat_id)
    if seat.state == state:
        raise RestraintRefused(_("This mask is restrained in that way already."))
    move(seat, state)
    end = now() + timedelta(hours=hours)
    seat.until_hour = end.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1 if end.minute else 0)
    seat.save()
    _note(staff, f"seat.{state}", seat)
    if state == Seat.State.SUSPENDED:
        transaction.on_commit(lambda: doorbell.shut_seat(seat_id))


def _seat(staff: Staff, seat_id: UUID) -> Seat:
    """Return a seat of this dialogue, locked. Raises Seat.DoesNotExist, the same for another dialogue's."""
    return Seat.objects.select_for_update().get(id=seat_id, dialogue_id=staff.dialogue_id)


def _note(staff: Staff, action: str, seat: Seat) -> None:
    """Write a deed of staff into the audit chain; the mask is named, a person cannot be."""
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action=action,
        subject=f"mask:{seat.mask}",
        staff_id=staff.id,
    )
