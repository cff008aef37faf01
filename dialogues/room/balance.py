"""Who has spoken how much, for the facilitators: shares per side, and whether a pause could help."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.chat.rules import cooling_suggestion, speaking_balance
from dialogues.dialogue.clock import now
from dialogues.dialogue.queries import SideView
from dialogues.events.models import Event
from dialogues.room.encoding import masks_of

EVEN = 0.1  # how far from an equal share still reads as even


@dataclass(frozen=True, slots=True)
class Balance:
    """The read-out: each side's share in whole per cent, a sentence, and why a pause is suggested."""

    shares: list[tuple[SideView, int]]
    words: str
    suggested: list[str]


def balance_of(room_id: UUID, sides: list[SideView]) -> Balance | None:
    """Return the balance of a plenary; None while nobody has spoken."""
    known = masks_of(room_id)
    rows = Event.objects.filter(room_id=room_id, kind="message.posted", seat__isnull=False).order_by("seq")
    spoken = [str(known[seat][1]) for seat in rows.values_list("seat", flat=True) if seat and seat in known]
    counts = Counter(spoken)
    shares = speaking_balance({str(side.number): counts[str(side.number)] for side in sides})
    if not spoken:
        return None
    hidden = Event.objects.filter(room_id=room_id, kind="message.hidden").values_list("minute", flat=True)
    minutes = [int(minute.timestamp() // 60) for minute in hidden]
    suggested = cooling_suggestion(spoken, minutes, int(now().timestamp() // 60))
    shown = [(side, round(100 * (shares[str(side.number)] or 0))) for side in sides]
    return Balance(shown, _words(shown), suggested)


def _words(shown: list[tuple[SideView, int]]) -> str:
    """The one-sentence reading of the chart."""
    most, share = max(shown, key=lambda pair: pair[1])
    if share <= 100 * (1 / len(shown) + EVEN):
        return _("Fairly even.")
    return _("%(side)s has written most: %(share)d per cent of the messages.") % {"side": most.label, "share": share}
