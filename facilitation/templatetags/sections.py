"""{% chapters_of staff %}: what a role has of a dialogue, as chapters with pages, for the header of staff pages."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import Staff
from accounts.models import Role

register = template.Library()

# Role → chapters of the header; a chapter is its name and its pages, the first of which it opens.
CHAPTERS: dict[str, tuple[tuple[Any, tuple[tuple[str, Any], ...]], ...]] = {
    Role.FACILITATOR: (
        (_("Desk"), (("desk:desk", _("Desk")), ("staff:approvals", _("Approvals")), ("ending:ending", _("The end")))),
        (
            _("Agenda"),
            (
                ("agenda:board", _("Order")),
                ("interests:board", _("Interests")),
                ("ripeness:rounds", _("Ripeness")),
            ),
        ),
        (
            _("Room"),
            (
                ("room:staff", _("Room")),
                ("meeting:sessions", _("Sessions")),
                ("dialogue:preparation", _("Preparation")),
                ("admission:masks", _("Masks")),
            ),
        ),
        (
            _("Agreement"),
            (
                ("proposals:texts", _("Single text")),
                ("proposals:staff_ideas", _("Unofficial proposals")),
                ("packages:board", _("Packages")),
                ("steps:board", _("Reciprocal steps")),
                ("facesaving:board", _("Face-saving")),
                ("proposals:glossary", _("Glossary")),
            ),
        ),
        (_("Measures"), (("ballots:console", _("Measures")), ("polls:side", _("Ask one side")))),
        (
            _("Digest"),
            (
                ("digests:list", _("Digest")),
                ("summaries:list", _("Joint summaries")),
                ("transfer:questions", _("Questions from officials")),
                ("transfer:log", _("Transfer log")),
            ),
        ),
    ),
    Role.ORGANIZER: (
        (
            _("Set-up"),
            (
                ("dialogue:setup", _("Set-up")),
                ("dialogue:people", _("People")),
                ("dialogue:preparation", _("Preparation")),
                ("ending:ending", _("The end")),
            ),
        ),
        (_("Entry and seals"), (("admission:entry", _("Entry and seals")),)),
        (_("Agenda"), (("agenda:board", _("Order")), ("ripeness:rounds", _("Ripeness")))),
        (
            _("What goes out"),
            (
                ("digests:list", _("Digest")),
                ("transfer:channels", _("Channels")),
                ("transfer:log", _("Transfer log")),
                ("transfer:questions", _("Questions from officials")),
                ("exports:exports", _("Exports")),
            ),
        ),
    ),
    Role.COORDINATOR: (
        (_("Confirm"), (("admission:confirm", _("Confirm")),)),
        (_("Invitations"), (("admission:invitations", _("Invitations")),)),
        (
            _("Digest"),
            (
                ("digests:list", _("Digest")),
                ("transfer:agree", _("Channels")),
                ("transfer:log", _("Transfer log")),
            ),
        ),
    ),
    Role.READER: ((_("Inbox"), (("transfer:inbox", _("Inbox")),)),),
    Role.AUDITOR: (
        (_("Audit chain"), (("staff:audit", _("Audit chain")), ("ending:ending", _("The end")))),
        (_("Transfer log"), (("transfer:log", _("Transfer log")),)),
        (_("Ripeness"), (("ripeness:rounds", _("Ripeness")),)),
    ),
}
WITHOUT_DIALOGUE = {"transfer:inbox"}
BENEATH = {"tokens:tokens": "exports:exports"}  # reached from that page, at an address that is not under it


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a chapter; `here` when the page that is read is it, or lies beneath it."""

    words: Any
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """One entry of the header with the pages under it."""

    words: Any
    pages: list[Page]

    @property
    def address(self) -> str:
        """Where the entry leads: its first page."""
        return self.pages[0].address

    @property
    def here(self) -> bool:
        """Whether the page that is read belongs to this chapter."""
        return any(page.here for page in self.pages)


@register.simple_tag(takes_context=True)
def chapters_of(context: dict[str, Any], staff: Staff) -> list[Chapter]:
    """Return the chapters of the staff member's role; the one page that is read, or lies above it, is marked."""
    path = context["request"].path
    addresses = {
        name: reverse(name) if name in WITHOUT_DIALOGUE else reverse(name, args=[staff.dialogue_id])
        for _words, pages in CHAPTERS[staff.role]
        for name, _page in pages
    }
    for name, above in BENEATH.items():
        if above in addresses and path.startswith(reverse(name, args=[staff.dialogue_id])):
            path = addresses[above]
    here = max((address for address in addresses.values() if path.startswith(address)), key=len, default="")
    return [
        Chapter(words, [Page(page, addresses[name], addresses[name] == here) for name, page in pages])
        for words, pages in CHAPTERS[staff.role]
    ]
