"""Opening an epoch.

The organizer names head counts, every coordinator confirms, then keys, seats and masks are made.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission import signing
from dialogues.admission.masks import draw_masks
from dialogues.admission.models import Epoch, EpochSide, Seat
from dialogues.admission.operations.windows import open_first
from dialogues.admission.queries import facilitators_hash
from dialogues.dialogue.models import Dialogue
from dialogues.dialogue.operations import activate
from dialogues.dialogue.rules import group_mode
from dialogues.vault import keystore

LARGEST_SIDE = 50


class EpochRefused(Exception):
    """The epoch cannot be opened in this way; the sentence says what to change."""


@transaction.atomic
def start_epoch(*, staff: Staff, head_counts: dict[UUID, int]) -> Epoch:
    """Name the head count of every side. The coordinators confirm next. Raises EpochRefused."""
    dialogue = Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    if dialogue.state not in {Dialogue.State.CONFIRMING, Dialogue.State.ACTIVE}:
        raise EpochRefused(_("Freeze the dialogue first: head counts belong to numbers that no longer change."))
    if dialogue.epochs.exclude(state__in=[Epoch.State.TALKING, Epoch.State.ENDED]).exists():
        raise EpochRefused(_("An entry window is being prepared or used. It must end before the next one begins."))
    sides = set(dialogue.sides.values_list("id", flat=True))
    if set(head_counts) != sides or not all(1 <= count <= LARGEST_SIDE for count in head_counts.values()):
        raise EpochRefused(f"Give every side a head count between 1 and {LARGEST_SIDE}.")
    newest = dialogue.epochs.aggregate(newest=Max("number"))["newest"] or 0
    epoch = Epoch.objects.create(
        dialogue=dialogue, number=newest + 1, group_mode=expected_mode(dialogue, list(head_counts.values()))
    )
    EpochSide.objects.bulk_create(
        EpochSide(epoch=epoch, side_id=side, head_count=count) for side, count in head_counts.items()
    )
    counts = ",".join(str(count) for count in head_counts.values())
    _note(staff, "epoch.set_up", epoch, counts)
    return epoch


def confirm_side(*, staff: Staff) -> bool:
    """As a side's coordinator, confirm head count, facilitators and rules at once.

    Returns whether that was the last confirmation, so that entry is open now. Raises EpochRefused.
    """
    with transaction.atomic():
        epoch = Epoch.objects.select_for_update().filter(dialogue_id=staff.dialogue_id, state=Epoch.State.SETUP).first()
        if epoch is None:
            raise EpochRefused(_("There is nothing to confirm now."))
        if staff.side_id is None:
            raise EpochRefused(_("Only a side's coordinator can confirm."))
        accepted = facilitators_hash(staff.dialogue_id)
        EpochSide.objects.filter(epoch=epoch, side=staff.side_id).update(confirmed=True, accepted=accepted)
        _note(staff, "epoch.confirmed", epoch)
        if EpochSide.objects.filter(epoch=epoch, confirmed=False).exists():
            return False
    open_window(epoch.id)
    return True


@transaction.atomic
def accept_facilitators(*, staff: Staff) -> None:
    """As a side's coordinator, accept the facilitators as they are now, after one came or went. Raises EpochRefused."""
    if staff.side_id is None:
        raise EpochRefused(_("Only a side's coordinator can confirm."))
    running = Epoch.objects.filter(dialogue_id=staff.dialogue_id).exclude(
        state__in=[Epoch.State.SETUP, Epoch.State.ENDED]
    )
    newest = running.order_by("-number").first()
    if newest is None:
        raise EpochRefused(_("There is nothing to confirm now."))
    side = EpochSide.objects.filter(epoch__in=running, side=staff.side_id)
    side.update(accepted=facilitators_hash(staff.dialogue_id))
    _note(staff, "facilitators.accepted", newest)


def open_window(epoch_id: UUID) -> None:
    """Make keys, seats and masks, and open the first window. Safe to run again after a crash."""
    with transaction.atomic():
        epoch = Epoch.objects.select_for_update().select_related("dialogue").get(id=epoch_id)
        if epoch.state != Epoch.State.SETUP:
            return
        sides = list(EpochSide.objects.filter(epoch=epoch))
        if epoch.dialogue.entry == Dialogue.Entry.QUICK:
            keystore.put("join", quick_key_name(epoch.id), keystore.fresh_key())
        for side in sides:
            side.spki, side.kid = signing.make_key(epoch.id, side.side_id)
            side.save(update_fields=["spki", "kid"])
        _make_seats(epoch, sides)
        open_first(epoch)
        epoch.save()
        activate(dialogue_id=epoch.dialogue_id)
        record(
            dialogue_id=epoch.dialogue_id,
            actor="system",
            action=f"epoch.{epoch.state}",
            subject=f"epoch:{epoch.number}",
        )


def expected_mode(dialogue: Dialogue, sizes: list[int]) -> str:
    """Return the group mode that these head counts will give if everybody comes."""
    return group_mode(dialogue.k, dialogue.f, sizes).mode


def quick_key_name(epoch_id: UUID) -> str:
    """Return the name of an epoch's quick key in the keystore."""
    return f"{epoch_id}-quick"


def _make_seats(epoch: Epoch, sides: list[EpochSide]) -> None:
    """Make every seat before anybody comes, masks drawn over all sides together, so that neither tells
    anything.
    """
    used = set(Seat.objects.filter(dialogue_id=epoch.dialogue_id).values_list("mask", flat=True))
    places = [side.side_id for side in sides for _ in range(side.head_count)]
    drawn = draw_masks(len(places), used)
    seats = [
        Seat(dialogue_id=epoch.dialogue_id, epoch=epoch, side_id=side, mask=mask)
        for side, mask in zip(places, drawn, strict=True)
    ]
    Seat.objects.bulk_create(sorted(seats, key=lambda seat: seat.id.bytes))


def _note(staff: Staff, action: str, epoch: Epoch, reason: str = "") -> None:
    """Write a deed into the audit chain."""
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action=action,
        subject=f"epoch:{epoch.number}",
        staff_id=staff.id,
        reason=reason,
    )
