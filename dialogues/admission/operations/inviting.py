"""Invitations: made when the coordinator opens the list, shown once, known afterwards by their hashes alone.

The rows of Invitation are written in transactions of their own: nothing else is touched in them.
"""

import secrets
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission.codes import secret_hash
from dialogues.admission.links import Invite, link, read_link
from dialogues.admission.models import CardCode, Epoch, EpochSide, Invitation
from dialogues.admission.operations.carding import mint_cards, split
from dialogues.admission.operations.windows import restart


class InvitationRefused(Exception):
    """The invitation cannot be shown, used or cancelled; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a coordinator passes on: links, and the codes of cards to be drawn from a hat."""

    links: list[str] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)


def open_invitations(*, staff: Staff, cards: int = 0) -> Sheet:
    """As a side's coordinator, make one link or card a head. They are shown this once.

    Raises InvitationRefused if the list was opened before, entry is not open, or the cards do not fit.
    """
    return _mint(staff, *_claim(staff, cards))


def renew_invitations(*, staff: Staff, cards: int = 0) -> Sheet:
    """Make the side's list anew, for a coordinator whose list was lost before it was handed out.

    All links and cards of the first list die. Raises InvitationRefused once a link was used, without saying how many.
    """
    epoch, side = _open_side(staff)
    with transaction.atomic():
        mine = Invitation.objects.select_for_update().filter(epoch=epoch.id, side=side.side_id)
        if any(row.issued for row in mine):
            raise InvitationRefused(
                _("Somebody has used this list already. Replace a lost invitation by pasting it below.")
            )
        _drop(epoch, side)
    return _again(staff, epoch, side, cards, "invitations.renewed")


def begin_anew(*, staff: Staff, cards: int = 0) -> Sheet:
    """Begin the issue window of a side anew, after a stolen link was used (anonymity.md 4.12).

    A new key: every pass that was collected dies with the old one, and everybody of this side gets a new invitation.
    The window is open for its whole length again. Raises InvitationRefused.
    """
    epoch, side = _open_side(staff)
    if epoch.state != Epoch.State.ISSUING:
        raise InvitationRefused(_("This is possible only while passes are being collected."))
    with transaction.atomic():
        _drop(epoch, side)
    try:
        side = restart(epoch.id, side.side_id)
    except Epoch.DoesNotExist as sealed:
        raise InvitationRefused(_("The window has just been sealed. Nothing was begun anew.")) from sealed
    return _again(staff, epoch, side, cards, "invitations.begun_anew")


def _drop(epoch: Epoch, side: EpochSide) -> None:
    """Forget every link and card of a side."""
    Invitation.objects.filter(epoch=epoch.id, side=side.side_id).delete()
    CardCode.objects.filter(epoch=epoch.id, side=side.side_id).delete()


def _again(staff: Staff, epoch: Epoch, side: EpochSide, cards: int, action: str) -> Sheet:
    """Make the list anew and write it down."""
    _fitting(side, epoch, cards)
    EpochSide.objects.filter(id=side.id).update(cards=cards)
    side.cards = cards
    _note(staff, action, epoch)
    return _mint(staff, epoch, side)


def _mint(staff: Staff, epoch: Epoch, side: EpochSide) -> Sheet:
    """Make one link or card a head; the rows keep hashes."""
    links, cards = split(side.head_count, side.cards)
    invites = [Invite(staff.dialogue_id, secrets.token_bytes(32), bytes(side.kid)[:16]) for _ in range(links)]
    rows = [Invitation(epoch=epoch.id, side=side.side_id, secret_hash=secret_hash(invite.secret)) for invite in invites]
    with transaction.atomic():
        Invitation.objects.bulk_create(rows)
    return Sheet([link(invite) for invite in invites], mint_cards(epoch.id, side.side_id, cards))


def _fitting(side: EpochSide, epoch: Epoch, cards: int) -> None:
    """Refuse cards that do not fit. Raises InvitationRefused."""
    if cards and epoch.state != Epoch.State.ISSUING:
        raise InvitationRefused(_("Quick entry has no cards: without scripts people paste their link into a form."))
    try:
        split(side.head_count, cards)
    except ValueError as misfit:
        raise InvitationRefused(str(misfit)) from misfit


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
            raise InvitationRefused(_("This invitation was used already and cannot be cancelled. Nothing was changed."))
        Invitation.objects.filter(id=row.id).update(cancelled=True)
        Invitation.objects.create(epoch=epoch.id, side=side.side_id, secret_hash=secret_hash(fresh.secret))
    _note(staff, "invitation.replaced", epoch)
    return link(fresh)


@transaction.atomic
def _claim(staff: Staff, cards: int) -> tuple[Epoch, EpochSide]:
    """Mark the list as opened, before anything is made: two coordinators at once must not both see a list."""
    epoch, side = _open_side(staff)
    _fitting(side, epoch, cards)
    made = Invitation.objects.filter(epoch=epoch.id, side=side.side_id).exists()
    made = made or CardCode.objects.filter(epoch=epoch.id, side=side.side_id).exists()
    fresh = EpochSide.objects.filter(id=side.id, shown=False)
    claimed = fresh.update(shown=True, invited=side.head_count, cards=cards)
    side.cards = cards
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
        epoch__dialogue_id=staff.dialogue_id, epoch__state__in=Epoch.INVITING, side=own_side(staff)
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
