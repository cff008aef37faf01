"""What the staff home says of each dialogue: its name, where it stands, what it needs from this role, where to go."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.access import Role, Staff
from accounts.approvals.queries import waiting_counts
from accounts.cards import Card
from dialogues.dialogue.queries import titles_of
from dialogues.vault.keystore import KeyGone

STATES: dict[str, Promise] = {
    "draft": _("Being set up"),
    "confirming": _("The sides are confirming"),
    "active": _("Open"),
    "suspended": _("Suspended"),
    "closed": _("Closed"),
    "ended": _("Ended"),
}
TODO: dict[tuple[Role, str], Promise] = {
    (Role.ORGANIZER, "draft"): _("Name the sides and the rules, give roles, then freeze the numbers."),
    (Role.ORGANIZER, "confirming"): _("Every side’s coordinator has to confirm before anybody is invited."),
    (Role.ORGANIZER, "active"): _("Follow the entry, the digests and their release."),
    (Role.FACILITATOR, "draft"): _("Nothing yet: the organizer is setting it up."),
    (Role.FACILITATOR, "confirming"): _("Nothing yet: the sides are confirming. You can write the agenda."),
    (Role.FACILITATOR, "active"): _("Your desk shows what needs you now."),
    (Role.COORDINATOR, "draft"): _("Nothing yet: the organizer is setting it up."),
    (Role.COORDINATOR, "confirming"): _("Confirm your side’s head count, the facilitators and the rules."),
    (Role.COORDINATOR, "active"): _("Hand out your side’s invitations, and sign its digests."),
    (Role.AUDITOR, "active"): _("Check that the record is whole, and compare its head with the digests."),
}
ALWAYS: dict[Role, Promise] = {
    Role.READER: _("Read what was released to you, and ask back."),
    Role.AUDITOR: _("Check that the record is whole."),
}
Links = tuple[tuple[str, Promise], ...]
LINKS: dict[Role, Links] = {
    Role.ORGANIZER: (("dialogue:setup", _("Open the set-up")), ("staff:audit", _("Record"))),
    Role.FACILITATOR: (("desk:desk", _("Open your desk")), ("staff:audit", _("Record"))),
    Role.AUDITOR: (("staff:audit", _("Open the record")),),
    Role.READER: (("transfer:inbox", _("Open your inbox")),),
}
COORDINATOR: dict[str, Links] = {
    "confirming": (("admission:confirm", _("Confirm for your side")),),
    "active": (("admission:invitations", _("Invitations")), ("digests:list", _("Digests"))),
}
CONFIRMERS = {Role.FACILITATOR, Role.ORGANIZER}
WITHOUT_DIALOGUE = {"transfer:inbox"}


def cards(keys: Sequence[Staff]) -> list[Card | None]:
    """Return a card for each key, in the same order; None where the dialogue is gone or its key destroyed."""
    titles = _titles([key.dialogue_id for key in keys])
    counts = waiting_counts([key.dialogue_id for key in keys if key.role in CONFIRMERS])
    return [_card(key, titles.get(key.dialogue_id), counts.get(key.dialogue_id, 0)) for key in keys]


def _card(key: Staff, title: tuple[str, str, str] | None, waiting: int) -> Card | None:
    """Write one card."""
    if title is None:
        return None
    codename, name, state = title
    todo = str(TODO.get((key.role, state)) or ALWAYS.get(key.role) or now_("Nothing is asked of you now."))
    pages = COORDINATOR.get(state, ()) if key.role == Role.COORDINATOR else LINKS[key.role]
    links = [(address, str(words)) for page, words in pages if (address := _address(page, key.dialogue_id))]
    if waiting and key.role in CONFIRMERS and (address := _address("staff:approvals", key.dialogue_id)):
        words = ngettext("%(count)s request waits", "%(count)s requests wait", waiting) % {"count": waiting}
        links.append((address, words))
    return Card(name or codename, str(STATES.get(state, "")), todo, tuple(links))


def _titles(dialogue_ids: list[UUID]) -> dict[UUID, tuple[str, str, str]]:
    """Return the titles; once a dialogue's key is destroyed, those of the others one by one."""
    try:
        return titles_of(dialogue_ids)
    except KeyGone:
        pass
    found: dict[UUID, tuple[str, str, str]] = {}
    for one in dialogue_ids:
        try:
            found |= titles_of([one])
        except KeyGone:
            continue
    return found


def _address(page: str, dialogue_id: UUID) -> str:
    """Return a page's address; "" if this process does not serve it (each profile has its own routes)."""
    try:
        return reverse(page) if page in WITHOUT_DIALOGUE else reverse(page, args=[dialogue_id])
    except NoReverseMatch:
        return ""
