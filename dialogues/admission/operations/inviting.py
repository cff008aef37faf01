"""Invitations: made when the coordinator opens the list, shown once, known afterwards by their hashes alone.

The rows of Invitation are written in transactions of their own: nothing else is touched in them.
"""

import secrets
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.codes import secret_hash
from dialogues.admission.links import Invite, link, read_link
from dialogues.admission.models import Epoch, EpochSide, Invitation


class InvitationRefused(Exception):
    """The invitation cannot be shown, used or cancelled; the sentence says why and what to do."""


def open_invitations(*, staff: Staff) -> list[str]:
    """As a side's coordinator, make the side's invitations and return their links. They are shown this once.

    Raises InvitationRefused if the list was opened before or entry is not open.
    """
    return _mint(staff, *_claim(staff))


def renew_invitations(*, staff: Staff) -> list[str]:
    """Make the side's list anew, for a coordinator whose list was lost before it was handed out.

    All links of the first list die. Raises InvitationRefused once one of them was used, without saying how many.
    """
    epoch, side = _open_side(staff)
    with transaction.atomic():
        mine = Invitation.objects.select_for_update().filter(epoch=epoch.id, side=side.side_id)
        if any(row.issued for row in mine):
            raise InvitationRefused(
                _("Somebody has used this list already. Replace a lost invitation by pasting it below.")
            )
        Invitation.objects.filter(epoch=epoch.id, side=side.side_id).delete()
    _note(staff, "invitations.renewed", epoch)
    return _mint(staff, epoch, side)


def _mint(staff: Staff, epoch: Epoch, side: EpochSide) -> list[str]:
    """Make one invitation a head and return the links; the rows keep hashes."""
    invites = [Invite(staff.dialogue_id, secrets.token_bytes(32), bytes(side.kid)[:16]) for _ in range(side.head_count)]
    rows = [Invitation(epoch=epoch.id, side=side.side_id, secret_hash=secret_hash(invite.secret)) for invite in invites]
    with transaction.atomic():
        Invitation.objects.bulk_create(rows)
    return [link(invite) for invite in invites]


def cancel_invitation(*, staff: Staff, pasted: str) -> str:
    """Cancel an unused invitation, given as the link itself, and return a new one in its place.

    Raises InvitationRefused if it was used, is of another side, or the window has closed; LinkUnreadable if
    it is cut.
    """
    invite = read_link(pasted)
    epoch, side = _open_side(staff)
    fresh = Invite(staff.dialogue_id, secrets.token_bytes(32), bytes(side.kid)[:16])
    with transaction.atomic():
        row = Invitation.objects.select_for_update().filter(
            secret_hash=secret_hash(invite.secret), epoch=epoch.id, side=side.side_id, cancelled=False
        ).first()  # fmt: skip
        if row is None:
            raise InvitationRefused(_("This is not an unused invitation of your side. Nothing was changed."))
        if row.issued:
            raise InvitationRefused(
                _("This invitation was used already and cannot be cancelled. If that is wrong, tell a facilitator.")
            )
        Invitation.objects.filter(id=row.id).update(cancelled=True)
        Invitation.objects.create(epoch=epoch.id, side=side.side_id, secret_hash=secret_hash(fresh.secret))
    _note(staff, "invitation.replaced", epoch)
    return link(fresh)


@transaction.atomic
def _claim(staff: Staff) -> tuple[Epoch, EpochSide]:
    """Mark the list as opened, before anything is made: two coordinators at once must not both see a list."""
    epoch, side = _open_side(staff)
    made = Invitation.objects.filter(epoch=epoch.id, side=side.side_id).exists()
    claimed = EpochSide.objects.filter(id=side.id, shown=False).update(shown=True, invited=side.head_count)
    if made or not (claimed or side.shown):
        raise InvitationRefused(
            _("This list was shown before and cannot be shown again: only the links themselves exist now.")
        )
    _note(staff, "invitations.shown", epoch)
    return epoch, side


def _open_side(staff: Staff) -> tuple[Epoch, EpochSide]:
    """Return the epoch whose window is open and the coordinator's side of it."""
    rows = EpochSide.objects.select_related("epoch")
    side = rows.filter(
        epoch__dialogue_id=staff.dialogue_id, epoch__state=Epoch.State.JOINING, side=own_side(staff)
    ).first()
    if side is None:
        raise InvitationRefused(_("Entry is not open. Invitations exist only while people can join."))
    return side.epoch, side


def own_side(staff: Staff) -> UUID:
    """Return the side that this coordinator speaks for."""
    if staff.side_id is None:
        raise InvitationRefused(_("Only a side's coordinator can do this."))
    return staff.side_id


def _note(staff: Staff, action: str, epoch: Epoch) -> None:
    """Write a deed into the audit chain, in a transaction of its own."""
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action=action,
        subject=f"epoch:{epoch.number}",
        staff_id=staff.id,
    )
