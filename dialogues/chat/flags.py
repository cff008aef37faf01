"""Pointing a message out to the facilitators: why, from a short list, and nothing of who.

No seat, no time, no typed word, and one row a message and reason however many people point it out: no count of people can
be read from it. The hint that tells facilitators leaves no row either, because a row's minute could be laid beside who was there.
"""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.access import Seat, seat_by_id
from dialogues.admission.queries import masks
from dialogues.chat.models import Flag
from dialogues.chat.refusals import TalkRefused
from dialogues.chat.rooms import NoSuchRoom, may_enter
from dialogues.events import doorbell
from dialogues.events.daily import EnoughToday, NobodyCounts, count_today
from dialogues.events.models import Event, Room
from dialogues.vault.cells import read_json

REASONS = {
    Flag.Kind.IDENTIFYING: _lazy("It could tell who somebody is."),
    Flag.Kind.ABUSE: _lazy("It attacks a person."),
    Flag.Kind.THREAT: _lazy("It threatens somebody."),
    Flag.Kind.GROUND_RULES: _lazy("It breaks a ground rule."),
}


@dataclass(frozen=True, slots=True)
class Flagged:
    """A message that somebody pointed out, as facilitators read it."""

    event_id: UUID
    number: int
    mask: str  # "" for a facilitator's own
    text: str
    lang: str
    reasons: list[str]


def to_be_flagged(seat: Seat, event_id: UUID) -> Event:
    """Return a message that this seat may point out. Raises NoSuchRoom if it is not there for them, TalkRefused."""
    event = _message(event_id, seat.dialogue_id)
    if not may_enter(event.room, seat):
        raise NoSuchRoom
    if event.seat == seat.id:
        raise TalkRefused(_("This message is your own. You can withdraw it within ten minutes."))
    if event.room.kind == Room.Kind.CAUCUS and not event.room.facilitators_invited:
        raise TalkRefused(_("Facilitators do not read this caucus. Your side can ask them in; then flag the message."))
    return event


def flag_message(*, seat: Seat, event_id: UUID, kind: str) -> None:
    """Point a message out to the facilitators. Raises NoSuchRoom, TalkRefused, NotSeated."""
    seat_by_id(seat.id)
    event = to_be_flagged(seat, event_id)
    if kind not in REASONS:
        raise TalkRefused(_("Choose why: the facilitators see the reason and nothing of you. Nothing was sent."))
    _count(seat.id)
    with transaction.atomic():
        flag = Flag(dialogue_id=event.dialogue_id, event=event.id, kind=kind)
        Flag.objects.bulk_create([flag], ignore_conflicts=True)
        transaction.on_commit(partial(_hint, event.room))


@transaction.atomic
def answer_flags(*, staff: Staff, event_id: UUID, acted: bool) -> None:
    """As a facilitator, say that a flagged message was dealt with, or set the flag aside. Raises TalkRefused."""
    gone, _kinds = Flag.objects.filter(event=event_id, dialogue_id=staff.dialogue_id).delete()
    if not gone:
        raise TalkRefused(_("Nothing waits at this message any more. Reload the page to see what does."))
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action="flag.acted_on" if acted else "flag.set_aside",
        subject="message:flagged",
        staff_id=staff.id,
    )


def flagged_for(staff: Staff) -> list[Flagged]:
    """Return the messages that wait, in rooms that facilitators may read now. A fixed number of queries."""
    kinds: dict[UUID, list[str]] = {}
    for event, kind in Flag.objects.filter(dialogue_id=staff.dialogue_id).order_by("kind").values_list("event", "kind"):
        kinds.setdefault(event, []).append(str(REASONS[Flag.Kind(kind)]))
    rows = Event.objects.filter(id__in=list(kinds), state=Event.State.POSTED) if kinds else Event.objects.none()
    found = [
        event
        for event in rows.select_related("room__session").order_by("minute", "seq")
        if may_enter(event.room, staff)
    ]
    names: dict[UUID, tuple[str, int]] = {}
    for epoch in {event.room.session.epoch for event in found if event.room.session.epoch}:
        names.update(masks(epoch))
    return [_view(event, names, kinds[event.id]) for event in found]


def _message(event_id: UUID, dialogue_id: UUID) -> Event:
    """Return a message that is read now. Raises NoSuchRoom."""
    rows = Event.objects.select_related("room").filter(id=event_id, dialogue_id=dialogue_id, kind="message.posted")
    event = rows.filter(state=Event.State.POSTED).first()
    if event is None:
        raise NoSuchRoom
    return event


def _count(seat_id: UUID) -> None:
    """Count one flag of a mask within a day."""
    try:
        count_today("flag", seat_id, settings.SEAT_FLAGS_A_DAY)
    except NobodyCounts as away:
        raise TalkRefused(_("This cannot be taken just now. Try again in a moment.")) from away
    except EnoughToday as enough:
        raise TalkRefused(
            _("You have flagged as much as one mask may in a day. Write to the facilitators alone instead.")
        ) from enough


def _hint(room: Room) -> None:
    """Tell the facilitators who are in that room, or in their own."""
    own = Room.objects.filter(session_id=room.session_id, kind=Room.Kind.FACILITATORS).first()
    for one in {room.id, *([own.id] if own else [])}:
        doorbell.tell_facilitators(one)


def _view(event: Event, names: dict[UUID, tuple[str, int]], reasons: list[str]) -> Flagged:
    """Decrypt one."""
    body = read_json(event, "body") or {}
    mask = names.get(event.seat, ("", 0))[0] if event.seat else ""
    return Flagged(event.id, event.seq, mask, str(body.get("text", "")), str(body.get("lang", "")), reasons)
