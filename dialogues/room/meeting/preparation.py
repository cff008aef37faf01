"""The preparation checklist of a session (domain.md 9.5): what exists of it in this version, in words."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.admission.queries import accepting_sides, counts_of, epoch_of, seated_sides
from dialogues.agenda.queries import board
from dialogues.dialogue.queries import ground_rules

TALKING = {"joining", "talking"}


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list. Without a `needed` one the session does not open or go live; the others are advice."""

    words: str
    done: bool
    needed: bool = True


def preparation(dialogue_id: UUID) -> list[Check]:
    """Return the list: consent of every side, facilitators, entry, rules, who is here as yes or no, agenda."""
    epoch = epoch_of(dialogue_id)
    counts = counts_of(epoch) if epoch else []
    accepting = accepting_sides(epoch) if epoch else {}
    here = seated_sides(epoch.id) if epoch else {}
    items = board(dialogue_id)
    return [
        Check(_("Every side has confirmed head counts and rules."), _all([count.confirmed for count in counts])),
        Check(_("Every side accepts the facilitators as they are now."), _all(list(accepting.values()))),
        Check(_("Entry has begun."), epoch is not None and epoch.state in TALKING),
        Check(_("Ground rules are in force."), ground_rules(dialogue_id) is not None),
        Check(_("Every side has taken seats."), _all(list(here.values()))),
        Check(_("The agenda has items."), bool(items), needed=False),
        Check(
            _("Every item has neutral wording."),
            bool(items) and all(item.state != "proposed" for item in items),
            needed=False,
        ),
    ]


def _all(answers: list[bool]) -> bool:
    """Whether everybody says yes, and there is somebody."""
    return bool(answers) and all(answers)
