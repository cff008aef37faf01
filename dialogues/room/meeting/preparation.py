"""The preparation checklist of a session (domain.md 9.5): what has to be there, and what the facilitator answers for."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from dialogues.admission.models import Epoch
from dialogues.admission.queries import accepting_sides, counts_of, epoch_of, seated_sides
from dialogues.agenda.queries import ItemView, board
from dialogues.dialogue.models import Dialogue
from dialogues.dialogue.preparing import CODES, recorded
from dialogues.dialogue.queries import entry_of_dialogue, ground_rules
from dialogues.proposals.queries import VersionView, tabled_versions, unchecked_languages

# Lines that a facilitator can answer for.
ANSWERABLE = ("sealed", "agenda", "wording", "rated", "checked", "commitments", *CODES)


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list. A needed one keeps the session from going live; for another the facilitator can answer."""

    code: str
    words: str
    done: bool
    needed: bool = True


def preparation(dialogue_id: UUID) -> list[Check]:
    """Return the list: consent of every side, facilitators, rules, sealed entry, who is here as yes or no, agenda, records."""
    epoch = epoch_of(dialogue_id)
    counts = counts_of(epoch) if epoch else []
    accepting = accepting_sides(epoch) if epoch else {}
    here = seated_sides(epoch.id) if epoch else {}
    return [
        Check("heads", _("Every side has confirmed head counts and rules."), _all([one.confirmed for one in counts])),
        Check("accepted", _("Every side accepts the facilitators as they are now."), _all(list(accepting.values()))),
        Check("rules", _("Ground rules are in force."), ground_rules(dialogue_id) is not None),
        Check("seats", _("Every side has taken seats."), _all(list(here.values()))),
        _sealed(dialogue_id, epoch),
        *_agenda(board(dialogue_id)),
        *_texts(tabled_versions(dialogue_id)),
        *_recorded(recorded(dialogue_id)),
    ]


def missing(dialogue_id: UUID, *, despite: Collection[str] = ()) -> list[Check]:
    """Return what keeps the session from going live: every needed line, and the others that nobody answered for."""
    return [
        check for check in preparation(dialogue_id) if not check.done and (check.needed or check.code not in despite)
    ]


def _sealed(dialogue_id: UUID, epoch: Epoch | None) -> Check:
    """Whether entry is sealed. Quick entry may talk before its seal, if somebody answers for that."""
    quick = entry_of_dialogue(dialogue_id) == Dialogue.Entry.QUICK
    sealed = epoch is not None and epoch.state == Epoch.State.TALKING
    words = _("Entry is sealed.") if not quick else _("Entry is sealed: until then the server could link who joins.")
    return Check("sealed", words, sealed, needed=not quick)


def _agenda(items: list[ItemView]) -> list[Check]:
    """Whether there is something to talk about, in neutral words, in an order that every side has rated."""
    return [
        Check("agenda", _("The agenda has items."), bool(items), needed=False),
        Check(
            "wording",
            _("Every side has let the wording of every item stand."),
            bool(items) and all(item.state != "proposed" for item in items),
            needed=False,
        ),
        Check("rated", _("Every side has rated the agenda."), any(item.band for item in items), needed=False),
    ]


def _texts(versions: list[VersionView]) -> list[Check]:
    """Whether the texts on the table say the same in every language, and every clause says who, what, by when, how."""
    return [
        Check(
            "checked",
            _("Every side has checked the translations on the table."),
            not any(unchecked_languages(version) for version in versions),
            needed=False,
        ),
        Check(
            "commitments",
            _("Every clause on the table says who does what, by when, and how it is verified."),
            not any(clause.lacking for version in versions for clause in version.clauses),
            needed=False,
        ),
    ]


def _recorded(lines: dict[str, str]) -> list[Check]:
    """What is settled once for the dialogue, outside the meetings."""
    words = {
        "legal": _("The legal check is recorded."),
        "overlap": _("The overlap with official talks is noted."),
        "languages": _("It is said who checks which language."),
        "follow_up": _("The day of the follow-up stands."),
        "holding": _("Every side knows what to say if something leaks."),
    }
    return [Check(code, words[code], code in lines, needed=False) for code in CODES]


def _all(answers: list[bool]) -> bool:
    """Whether everybody says yes, and there is somebody."""
    return bool(answers) and all(answers)
