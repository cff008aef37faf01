"""{% sections_of staff %}: the sections of a dialogue that a role has, for the header of staff pages."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import Staff
from accounts.models import Role

register = template.Library()

SECTIONS = {
    Role.FACILITATOR: (
        ("desk:desk", _("Desk")),
        ("agenda:board", _("Agenda")),
        ("interests:board", _("Interests")),
        ("room:staff", _("Room")),
        ("proposals:texts", _("Single text")),
        ("packages:board", _("Packages")),
        ("ballots:console", _("Measures")),
        ("ripeness:rounds", _("Ripeness")),
        ("digests:list", _("Digest")),
        ("meeting:sessions", _("Sessions")),
    ),
    Role.ORGANIZER: (
        ("dialogue:setup", _("Set-up")),
        ("dialogue:people", _("People")),
        ("admission:entry", _("Entry and seals")),
        ("agenda:board", _("Agenda")),
        ("ripeness:rounds", _("Ripeness")),
        ("digests:list", _("Digest")),
        ("transfer:channels", _("Channels")),
        ("exports:exports", _("Exports")),
    ),
    Role.COORDINATOR: (
        ("admission:confirm", _("Confirm")),
        ("admission:invitations", _("Invitations")),
        ("digests:list", _("Digest")),
    ),
    Role.READER: (("transfer:inbox", _("Inbox")),),
    Role.AUDITOR: (("staff:audit", _("Audit chain")), ("ripeness:rounds", _("Ripeness"))),
}
WITHOUT_DIALOGUE = {"transfer:inbox"}


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the header."""

    words: Any
    address: str
    here: bool


@register.simple_tag(takes_context=True)
def sections_of(context: dict[str, Any], staff: Staff) -> list[Section]:
    """Return the sections of the staff member's role; the one that the page belongs to is marked."""
    path = context["request"].path
    found = []
    for name, words in SECTIONS[staff.role]:
        address = reverse(name) if name in WITHOUT_DIALOGUE else reverse(name, args=[staff.dialogue_id])
        found.append(Section(words, address, path.startswith(address)))
    return found
