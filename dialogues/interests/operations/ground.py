"""What every deed on a side's page stands on: an active dialogue, the right row under lock, a declared move."""

from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.admission.access import Seat, seat_by_id
from dialogues.dialogue.life import UndeclaredMove, move
from dialogues.dialogue.models import Dialogue
from dialogues.interests.limits import count_turn
from dialogues.interests.models import CommonInterest, SideEntry
from dialogues.interests.refusals import ChangedMeanwhile, InterestRefused, NoSuchLine


def at_the_page(seat: Seat, *, writing: bool = False) -> None:
    """Let a seat act on its side's page. A muted mask may still break silence and mark: it does not speak by that.

    Raises NotSeated, Muted, EnoughToday, InterestRefused.
    """
    seat_by_id(seat.id, speaking=writing)
    require_active(seat.dialogue_id)
    count_turn(seat.id)


def require_active(dialogue_id: UUID) -> None:
    """Raise InterestRefused unless the dialogue goes on."""
    if not Dialogue.objects.filter(id=dialogue_id, state=Dialogue.State.ACTIVE).exists():
        raise InterestRefused(_("The dialogue is at rest: what stands here can be read, and nothing is added now."))


def entry_of(seat: Seat, entry_id: UUID) -> SideEntry:
    """Return a line of the seat's own side, locked. Raises NoSuchLine, the same for another side's."""
    rows = SideEntry.objects.select_for_update().filter(dialogue_id=seat.dialogue_id, side=seat.side_id)
    entry = rows.filter(id=entry_id).first()
    if entry is None:
        raise NoSuchLine
    return entry


def interest_of(dialogue_id: UUID, interest_id: UUID) -> CommonInterest:
    """Return an interest of this dialogue, locked. Raises NoSuchLine."""
    found = CommonInterest.objects.select_for_update().filter(id=interest_id, dialogue_id=dialogue_id).first()
    if found is None:
        raise NoSuchLine
    return found


def step(row: SideEntry | CommonInterest, to: str) -> None:
    """Move a row along its diagram. Raises ChangedMeanwhile: the page offers declared moves alone."""
    try:
        move(row, to)
    except UndeclaredMove as undeclared:
        raise ChangedMeanwhile from undeclared
