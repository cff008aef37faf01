"""The windows of an epoch: which opens when, and how long each stays open (anonymity.md 1.3, 4.3)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dialogues.admission import signing
from dialogues.admission.models import Epoch, EpochSide
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Dialogue

EXTENSIONS = 3  # how often a window is prolonged for a side that has too few


def open_first(epoch: Epoch) -> None:
    """Set the first window and its end: quick entry has one, unlinkable entry begins with the issue window."""
    if epoch.dialogue.entry == Dialogue.Entry.QUICK:
        move(epoch, Epoch.State.JOINING)
        epoch.join_closes_at = now() + timedelta(minutes=settings.JOIN_WINDOW_MINUTES)
        return
    move(epoch, Epoch.State.ISSUING)
    epoch.issue_closes_at = now() + timedelta(minutes=epoch.dialogue.issue_minutes)


def begin_gap(epoch: Epoch) -> None:
    """After SEAL-1 nothing happens for a while, so that who comes early or late twice cannot be told by it."""
    move(epoch, Epoch.State.GAP)
    epoch.redeem_opens_at = now() + timedelta(minutes=epoch.dialogue.gap_minutes)


def open_redeeming(epoch: Epoch) -> None:
    """Open the window in which passes become seats."""
    move(epoch, Epoch.State.REDEEMING)
    epoch.extended = 0
    epoch.join_closes_at = now() + timedelta(minutes=epoch.dialogue.redeem_minutes)


def prolong(epoch: Epoch) -> bool:
    """Prolong the open window by its own length. Returns False after the third time: then the organizer decides."""
    if epoch.extended >= EXTENSIONS:
        return False
    epoch.extended += 1
    if epoch.state == Epoch.State.ISSUING:
        epoch.issue_closes_at = now() + timedelta(minutes=epoch.dialogue.issue_minutes)
    else:
        quick = epoch.dialogue.entry == Dialogue.Entry.QUICK
        length = settings.JOIN_WINDOW_MINUTES if quick else epoch.dialogue.redeem_minutes
        epoch.join_closes_at = now() + timedelta(minutes=length)
    return True


def closes_at(epoch: Epoch) -> datetime | None:
    """Return when the window that is open now closes; None between windows."""
    if epoch.state == Epoch.State.ISSUING:
        return epoch.issue_closes_at
    return epoch.join_closes_at if epoch.state in Epoch.SEATING else None


@transaction.atomic
def restart(epoch_id: UUID, side_id: UUID) -> EpochSide:
    """Give a side a new key and the issue window its whole length again; what the old key signed is worth nothing."""
    epoch = Epoch.objects.select_for_update().select_related("dialogue").get(id=epoch_id, state=Epoch.State.ISSUING)
    side = EpochSide.objects.get(epoch=epoch, side=side_id)
    side.spki, side.kid = signing.make_key(epoch.id, side_id)
    side.save(update_fields=["spki", "kid"])
    epoch.issue_closes_at = now() + timedelta(minutes=epoch.dialogue.issue_minutes)
    epoch.save(update_fields=["issue_closes_at"])
    return side
