"""Asking the facilitators into the own side's caucus, and out of it."""

from django.db import transaction

from dialogues.admission.access import Seat, seat_by_id
from dialogues.chat.holding import release_all
from dialogues.chat.rooms import NoSuchRoom
from dialogues.dialogue.queries import current_session
from dialogues.events import doorbell
from dialogues.events.models import Room
from dialogues.events.operations import append_event


@transaction.atomic
def invite_facilitators(*, seat: Seat, invited: bool) -> None:
    """As one of its side, ask the facilitators into the caucus, or out: their lines to it close at once.

    Out, they conduct it no more: nothing is held or slowed, and what waited for them is said. Raises NoSuchRoom, NotSeated.
    """
    seat_by_id(seat.id)
    session = current_session(seat.dialogue_id)
    rooms = Room.objects.select_for_update().filter(session=session, kind=Room.Kind.CAUCUS, side=seat.side_id)
    room = rooms.first() if session else None
    if room is None:
        raise NoSuchRoom
    if room.facilitators_invited == invited:
        return
    Room.objects.filter(id=room.id).update(facilitators_invited=invited)
    append_event(room_id=room.id, kind="caucus.asked_in" if invited else "caucus.asked_out", body={})
    if not invited:
        Room.objects.filter(id=room.id).update(hold_first=False, slow_seconds=0)
        release_all(room.id)
        transaction.on_commit(lambda: doorbell.shut_facilitators(room.id))
