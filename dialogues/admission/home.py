"""The cards on the staff's home page: what each dialogue is called, where it stands, what it needs from this role."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import Role, Staff
from accounts.cards import Card, describe_by
from dialogues.admission.queries import epoch_states
from dialogues.dialogue.queries import titles_of

FIRST_PAGES = {
    Role.FACILITATOR: ("desk:desk", "room:staff"),
    Role.ORGANIZER: ("dialogue:setup", "admission:entry"),
    Role.COORDINATOR: ("admission:confirm", "digests:list"),
    Role.AUDITOR: ("staff:audit",),
    Role.READER: ("transfer:inbox",),
}


def describe(keys: Sequence[Staff]) -> list[Card | None]:
    """Return a card for each key, None where the dialogue is gone; two queries, however many keys."""
    dialogues = sorted({key.dialogue_id for key in keys})
    titles, epochs = titles_of(dialogues), epoch_states(dialogues)
    return [
        _card(key, *titles[key.dialogue_id][1:], epochs.get(key.dialogue_id, "")) if key.dialogue_id in titles else None
        for key in keys
    ]


def _card(key: Staff, title: str, state: str, epoch: str) -> Card:
    """Write one card."""
    return Card(title, _state_words(state), _todo(key.role, state, epoch), _links(key.role, key.dialogue_id))


def _state_words(state: str) -> str:
    """The state of a dialogue in words."""
    words = {
        "draft": _("draft"),
        "confirming": _("waiting for the coordinators"),
        "active": _("under way"),
        "suspended": _("suspended"),
        "closed": _("closed"),
        "ended": _("ended, unreadable"),
    }
    return words.get(state, state)


def _todo(role: Role, state: str, epoch: str) -> str:
    """What this role has to do now, in one sentence."""
    waits = _("Nothing is asked of you now.")
    if role == Role.READER:
        return _("Released digests stand in your inbox.")
    if state == "draft":
        return _("Name the people, then freeze the numbers.") if role == Role.ORGANIZER else waits
    steps = {
        (Role.ORGANIZER, ""): _("Name the head count of every side."),
        (Role.COORDINATOR, "setup"): _("Confirm head counts, facilitators and rules for your side."),
        (Role.COORDINATOR, "joining"): _("Hand out the invitations of your side."),
        (Role.ORGANIZER, "joining"): _("People are entering. Seal the window when everybody is here."),
        (Role.FACILITATOR, "joining"): _("People are entering. Open the session."),
        (Role.FACILITATOR, "talking"): _("What needs you stands on the desk."),
    }
    return steps.get((role, epoch), waits)


def _links(role: Role, dialogue_id: UUID) -> tuple[tuple[str, str], ...]:
    """Where this role begins."""
    words = {
        "desk:desk": _("Open the desk"),
        "room:staff": _("Go into the room"),
        "dialogue:setup": _("Set-up"),
        "admission:entry": _("Entry and seals"),
        "admission:confirm": _("Confirm and invite"),
        "digests:list": _("Digests"),
        "staff:audit": _("Check the record"),
        "transfer:inbox": _("Open the inbox"),
    }
    return tuple(
        (reverse(name, args=[] if role == Role.READER else [dialogue_id]), words[name]) for name in FIRST_PAGES[role]
    )


describe_by(describe)
