"""Who has spoken how much, for the facilitators: shares per side, and whether a pause could help."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from dialogues.chat.rules import WINDOW, cooling_suggestion, speaking_balance
from dialogues.dialogue.clock import now
from dialogues.dialogue.queries import SideView
from dialogues.events.models import Event, Room
from dialogues.room.encoding import masks_of

EVEN = 0.1  # how far from an equal share still reads as even


@dataclass(frozen=True, slots=True)
class Balance:
    """The read-out: each side's share in whole per cent, a sentence, and why a pause is suggested."""

    shares: list[tuple[SideView, int]]
    words: str
    suggested: list[str]


def balance_of(room: Room, sides: list[SideView]) -> Balance | None:
    """Return the balance of a plenary; None while nobody has spoken. A fixed number of queries, however long the talk."""
    side_of = {seat: str(side) for seat, (_mask, side) in masks_of(room.id).items()}
    spoken = Event.objects.filter(room_id=room.id, kind="message.posted", seat__isnull=False).order_by()
    counts: Counter[str] = Counter()
    for seat, count in spoken.values_list("seat").annotate(count=Count("id")):
        counts[side_of.get(seat, "")] += count
    if not counts:
        return None
    shares = speaking_balance({str(side.number): counts[str(side.number)] for side in sides})
    shown = [(side, round(100 * (shares[str(side.number)] or 0))) for side in sides]
    return Balance(shown, _words(shown), _suggested(room, side_of))


def _suggested(room: Room, side_of: dict[UUID, str]) -> list[str]:
    """Why a pause could help, looking at nothing that was there when one was last declined."""
    fresh = Event.objects.filter(room_id=room.id, seq__gt=room.pause_declined)
    spoken = fresh.filter(kind="message.posted", seat__isnull=False).order_by("-seq")[:WINDOW]
    latest = [side_of[seat] for seat in spoken.values_list("seat", flat=True) if seat in side_of]
    hidden = fresh.filter(kind="message.hidden").order_by("-seq")[:WINDOW].values_list("minute", flat=True)
    minutes = [int(minute.timestamp() // 60) for minute in hidden]
    return cooling_suggestion(latest, minutes, int(now().timestamp() // 60))


def _words(shown: list[tuple[SideView, int]]) -> str:
    """The one-sentence reading of the chart."""
    most, share = max(shown, key=lambda pair: pair[1])
    if share <= 100 * (1 / len(shown) + EVEN):
        return _("Fairly even.")
    return _("%(side)s has written most: %(share)d per cent of the messages.") % {"side": most.label, "share": share}
