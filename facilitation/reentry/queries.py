"""What a participant takes home: words that every side has agreed to and nothing else, each read from where it was agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dialogues.admission.access import Seat
from dialogues.agenda.queries import board
from dialogues.dialogue.preparing import settled
from dialogues.facesaving.queries import MayBeSaid, what_may_be_said
from facilitation.summaries.models import JointSummary


@dataclass(frozen=True, slots=True)
class Kit:
    """The re-entry kit of one side: the same for everybody on it, with no mask in it."""

    always: Sequence[str]
    never: Sequence[str]
    pairs: Sequence[tuple[str, MayBeSaid]]  # what each is about, and its words
    holding: str  # what every side says if something leaks
    follow_up: date | None
    summaries: bool  # whether a joint summary can be read


def kit_of(seat: Seat) -> Kit:
    """Return the kit of the seat's side."""
    prepared = settled(seat.dialogue_id)
    pairs = what_may_be_said(seat.dialogue_id, seat.side_id)
    titles = {item.id: item.title for item in board(seat.dialogue_id)} if pairs else {}
    published = JointSummary.objects.filter(dialogue_id=seat.dialogue_id, state=JointSummary.State.PUBLISHED)
    return Kit(
        always=always(),
        never=never(),
        pairs=[(titles.get(pair.item, "") if pair.item else "", pair) for pair in pairs],
        holding=prepared.holding,
        follow_up=prepared.follow_up,
        summaries=published.exists(),
    )


def always() -> list[str]:
    """What anybody may say about any dialogue of this kind, whatever was agreed."""
    return [
        _("That you speak for yourself, and that the talk is unofficial and takes no position of your side away."),
        _("What you have learned and thought, in your own words, without saying from whom."),
        _("That nothing is agreed until everything is agreed."),
    ]


def never() -> list[str]:
    """What stays in the room, whatever was agreed."""
    return [
        _("Who took part, on either side, and which mask somebody may have worn."),
        _("Who said what, and how anybody voted, yourself included."),
        _("The wording of a text that is still open, and what another side said about its limits."),
        _("What a digest says. It goes to officials by its own way, at the same minute for every side."),
    ]
