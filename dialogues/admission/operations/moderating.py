"""Sending a mask out of the room. A mask can be silenced or sent out; nobody can take it off."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.access import Seat as SeatKey
from dialogues.admission.models import Seat
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.events import doorbell

MOST_HOURS = 24
# Codes, because the audit chain is readable without the dialogue's key and takes no typed text.
REASONS = {
    "ground_rules": _lazy("It broke a ground rule."),
    "identifying": _lazy("It could tell who somebody is."),
    "abuse": _lazy("It attacked a person."),
    "flooding": _lazy("It left no room for others."),
}


class RestraintRefused(Exception):
    """The mask cannot be restrained in this way; the sentence says why."""


class SeatMissing(Exception):
    """There is no such seat here; another dialogue's looks the same."""

    def __init__(self) -> None:
        super().__init__(_("There is no such mask here."))


def mute_seat(*, staff: Staff, seat_id: UUID, hours: int, reason: str = "ground_rules") -> None:
    """Ask a mask to listen for up to 24 hours; it may read and vote. `reason` is one of REASONS."""
    _restrain(staff, seat_id, Seat.State.MUTED, hours, reason)


def suspend_seat(*, staff: Staff, seat_id: UUID, hours: int, reason: str = "ground_rules") -> None:
    """Send a mask out for up to 24 hours; its sockets close within a second. `reason` is one of REASONS."""
    _restrain(staff, seat_id, Seat.State.SUSPENDED, hours, reason)


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
    seat = Seat.objects.select_for_update().filter(id=seat_id, dialogue_id=dialogue_id).first()
    if seat is None:
        raise SeatMissing
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
def _restrain(staff: Staff, seat_id: UUID, state: str, hours: int, reason: str) -> None:
    """Mute or suspend until a full hour, never longer than a day."""
    if not 1 <= hours <= MOST_HOURS:
        raise RestraintRefused(
            _("Choose between 1 and %(most)d hours. Two facilitators together can end a seat.") % {"most": MOST_HOURS}
        )
    if reason not in REASONS:
        raise RestraintRefused(_("Choose a reason: it stands in the record. Nothing was changed."))
    seat = _seat(staff, seat_id)
    if seat.state == state:
        raise RestraintRefused(_("This mask is restrained in that way already."))
    move(seat, state)
    seat.until_hour = full_hour(now(), hours)
    seat.save()
    _note(staff, f"seat.{state}", seat, reason)
    if state == Seat.State.SUSPENDED:
        transaction.on_commit(lambda: doorbell.shut_seat(seat_id))


def full_hour(moment: datetime, hours: int) -> datetime:
    """Return the full hour at which a restraint of so many hours ends: rounded up, but never past a day."""
    end = moment + timedelta(hours=hours)
    floor = end.replace(minute=0, second=0, microsecond=0)
    ceiling = floor if floor == end else floor + timedelta(hours=1)
    return ceiling if ceiling - moment <= timedelta(hours=MOST_HOURS) else floor


def _seat(staff: Staff, seat_id: UUID) -> Seat:
    """Return a seat of this dialogue, locked. Raises SeatMissing, the same for another dialogue's."""
    seat = Seat.objects.select_for_update().filter(id=seat_id, dialogue_id=staff.dialogue_id).first()
    if seat is None:
        raise SeatMissing
    return seat


def _note(staff: Staff, action: str, seat: Seat, reason: str = "") -> None:
    """Write a deed of staff into the audit chain; the mask is named, a person cannot be."""
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action=action,
        subject=f"mask:{seat.mask}",
        staff_id=staff.id,
        reason=reason,
    )
