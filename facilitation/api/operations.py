"""Giving systems of staff leave to read, and taking it back."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Dialogue
from dialogues.vault.canonical import canonical
from dialogues.vault.cells import write_cells
from facilitation.api.models import ApiToken

SCOPES = ("digests", "summary", "deliveries")
PREFIX = "anteroom_"  # so that a token which lies where it should not is recognised
MOST = 20
NAME_LENGTH = 80
DAYS = (30, 90, 365)


class TokenRefused(Exception):
    """No token was made; the sentence says what to change."""


@transaction.atomic
def issue_token(*, staff: Staff, name: str, scopes: Collection[str], days: int) -> tuple[ApiToken, str]:
    """As organizer, make a token; return its row and the token itself, which nobody can show again."""
    name = canonical(name)
    if not 0 < len(name) <= NAME_LENGTH:
        raise TokenRefused(_("Name the system that will use it, in 1 to 80 characters. What you typed is kept."))
    if not scopes or not set(scopes) <= set(SCOPES):
        raise TokenRefused(_("Choose at least one thing that it may read."))
    if days not in DAYS:
        raise TokenRefused(_("Choose for how long it holds."))
    # Two at once would both find room; the dialogue's row makes one wait.
    Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    today = now().date()
    active = ApiToken.objects.filter(dialogue_id=staff.dialogue_id, state=ApiToken.State.ACTIVE, ends_on__gt=today)
    if active.count() >= MOST:
        raise TokenRefused(_("There are 20 tokens that hold. Revoke one that is no longer used first."))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        dialogue_id=staff.dialogue_id,
        token_hash=hashed(secret),
        ends_on=today + timedelta(days=days),
        **dict.fromkeys(scopes, True),
    )
    write_cells(token, name=name)
    token.save()
    _note(staff, "api_token.issued", token.id, "+".join(scope for scope in SCOPES if scope in scopes))
    return token, secret


@transaction.atomic
def revoke_token(*, staff: Staff, token_id: UUID) -> bool:
    """As organizer, end a token at once. Returns whether there was one."""
    token = ApiToken.objects.select_for_update().filter(id=token_id, dialogue_id=staff.dialogue_id).first()
    if token is None:
        return False
    if token.state == ApiToken.State.ACTIVE:
        move(token, ApiToken.State.REVOKED)
        token.save(update_fields=["state"])
        _note(staff, "api_token.revoked", token.id, "")
    return True


def hashed(secret: str) -> bytes:
    """Return what is kept of a token: it has 256 bits of chance, so one plain hash is enough."""
    return hashlib.sha256(secret.encode()).digest()


def _note(staff: Staff, action: str, token_id: UUID, reason: str) -> None:
    """Write the deed into the chain; the scopes are the reason."""
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action=action,
        subject=f"api_token:{token_id}",
        staff_id=staff.id,
        reason=reason,
    )
