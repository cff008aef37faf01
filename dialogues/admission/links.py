"""Invitation links.

The secret stands after the #, so that no server, proxy or link scanner ever sees it in a request line.
"""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from dialogues.admission.codes import b64u, unb64u


class LinkUnreadable(Exception):
    """What was pasted is not a whole invitation; the sentence says what to do."""

    def __init__(self) -> None:
        super().__init__(
            _("This invitation is cut off or mistyped. Copy the whole link again, up to its last character.")
        )


@dataclass(frozen=True, slots=True)
class Invite:
    """What an invitation link says."""

    dialogue: UUID
    secret: bytes
    kid16: bytes


def fragment(invite: Invite) -> str:
    """Return the part after the #: v1.dialogue.secret.kid16.check (anonymity.md 4.4)."""
    body = f"v1.{b64u(invite.dialogue.bytes)}.{b64u(invite.secret)}.{b64u(invite.kid16)}"
    return f"{body}.{_check(body)}"


def link(invite: Invite) -> str:
    """Return the whole link."""
    return f"{settings.ORIGIN}/join/i#{fragment(invite)}"


def read_link(typed: str) -> Invite:
    """Return what a pasted link or code says.

    Raises LinkUnreadable if it is cut, mistyped or something else.
    """
    body, _, check = typed.strip().rpartition("#")[2].rpartition(".")
    parts = body.split(".")
    if len(parts) != 4 or parts[0] != "v1" or _check(body) != check:
        raise LinkUnreadable
    try:
        dialogue, secret, kid16 = (unb64u(part) for part in parts[1:])
        return Invite(UUID(bytes=dialogue), secret, kid16)
    except ValueError as error:
        raise LinkUnreadable from error


def _check(body: str) -> str:
    """Three bytes that tell a cut link from a wrong one without asking the server."""
    return b64u(hashlib.sha256(body.encode()).digest()[:3])
