"""Signing blind: an invitation buys one signature on a number that says nothing (anonymity.md 4.6, /issue).

The transaction touches Invitation alone. What is stored lets a lost answer be sent again; without the seed, which
never comes here, it leads to no token, and SEAL-1 clears it.
"""

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dialogues.admission.blind import PrivateKey, private_key, sign_blinded
from dialogues.admission.codes import secret_hash
from dialogues.admission.models import Epoch, EpochSide, Invitation
from dialogues.admission.operations.seating import NotFound, WindowClosed
from dialogues.admission.signing import key_name
from dialogues.vault import keystore


class AlreadyIssued(Exception):
    """The invitation was used with another seed."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This invitation was used already. If it was you, come back with your 12 words. If not, tell your "
                "coordinator now: entry of your side can begin anew."
            )
        )


@dataclass(frozen=True, slots=True)
class Issued:
    """The answer to a blinded number."""

    kid: bytes
    blind_sig: bytes


def issue(*, secret: bytes, blinded: bytes) -> Issued:
    """Sign a browser's blinded number for an invitation, once; the same number gets the same answer again.

    Raises NotFound, WindowClosed, AlreadyIssued, BlindedRefused.
    """
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update().filter(secret_hash=secret_hash(secret), cancelled=False).first()
        )
        if invitation is None:
            raise NotFound
        # Read after the lock, in a statement of its own: nothing slips in behind a seal.
        if Epoch.objects.values_list("state", flat=True).get(id=invitation.epoch) != Epoch.State.ISSUING:
            raise WindowClosed
        kid = bytes(
            EpochSide.objects.values_list("kid", flat=True).get(epoch_id=invitation.epoch, side_id=invitation.side)
        )
        return Issued(kid, _answer(invitation, blinded))


def _answer(invitation: Invitation, blinded: bytes) -> bytes:
    """Return the stored signature to whoever sends the same number, or make it now."""
    digest = hashlib.sha256(blinded).digest()
    if invitation.issued:
        if not secrets.compare_digest(bytes(invitation.blinded_hash or b""), digest):
            raise AlreadyIssued
        return bytes(invitation.blind_sig or b"")
    signed = sign_blinded(_key(invitation.epoch, invitation.side), blinded)
    Invitation.objects.filter(id=invitation.id).update(issued=True, blinded_hash=digest, blind_sig=signed)
    return signed


def _key(epoch_id: UUID, side_id: UUID) -> PrivateKey:
    """Return the key of an epoch and side. Raises WindowClosed if a seal has destroyed it meanwhile."""
    try:
        return private_key(keystore.get("join", key_name(epoch_id, side_id)))
    except keystore.KeyGone as error:
        raise WindowClosed from error
