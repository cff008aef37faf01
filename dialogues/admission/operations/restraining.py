"""One of the deeds that facilitators do to a mask, by the name on its button."""

from uuid import UUID

from accounts.access import Staff
from dialogues.admission.operations.moderating import mute_seat, restore_seat, suspend_seat
from dialogues.admission.operations.revoking import ask_to_revoke


class NoSuchDeed(Exception):
    """No button has this name."""


def restrain(*, staff: Staff, seat_id: UUID, deed: str, hours: str, reason: str) -> None:
    """Mute, suspend or restore a mask, or ask a second facilitator to end its seat. Raises what each of them raises."""
    number = int(hours) if hours.isascii() and hours.isdigit() and len(hours) < 4 else 0
    if deed == "mute":
        mute_seat(staff=staff, seat_id=seat_id, hours=number, reason=reason)
    elif deed == "suspend":
        suspend_seat(staff=staff, seat_id=seat_id, hours=number, reason=reason)
    elif deed == "restore":
        restore_seat(staff=staff, seat_id=seat_id)
    elif deed == "revoke":
        ask_to_revoke(staff=staff, seat_id=seat_id)
    else:
        raise NoSuchDeed
