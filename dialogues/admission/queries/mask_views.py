"""The masks of an epoch as facilitators may read them: side and state, never a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogues.admission.access import Seat as SeatKey
from dialogues.admission.models import Epoch, Seat
from dialogues.dialogue.queries import SideView, sides_of

STATE_WORDS: dict[str, Any] = {
    Seat.State.ACTIVE: _("may speak"),
    Seat.State.MUTED: _("asked to listen"),
    Seat.State.SUSPENDED: _("asked to stay out"),
    Seat.State.REVOKED: _("ended"),
}


@dataclass(frozen=True, slots=True)
class MaskView:
    """A mask as facilitators see it: its side, whether it is restrained and until when, nothing else."""

    id: UUID
    mask: str
    side_number: int
    state: str
    until: datetime | None

    @property
    def words(self) -> str:
        """The state in words."""
        return str(STATE_WORDS[self.state])


def mask_list(epoch: Epoch) -> list[MaskView]:
    """Return the masks of a sealed epoch by side and name; before the seal none: gaps would tell who has come."""
    if epoch.state != Epoch.State.TALKING:
        return []
    rows = Seat.objects.filter(epoch=epoch).select_related("side").order_by("side__number", "mask")
    return [MaskView(row.id, row.mask, row.side.number, row.state, row.until_hour) for row in rows]


def mask_of(seat_id: UUID) -> MaskView | None:
    """Return one mask as facilitators see it. Only for a seat that has spoken: that it exists is known then."""
    row = Seat.objects.filter(id=seat_id).select_related("side").first()
    return MaskView(row.id, row.mask, row.side.number, row.state, row.until_hour) if row else None


def side_words(seat: SeatKey) -> SideView:
    """Return the side that a seat belongs to, as its own page shows it."""
    return next(side for side in sides_of(seat.dialogue_id) if side.id == seat.side_id)
