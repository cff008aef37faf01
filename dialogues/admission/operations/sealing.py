"""SEAL-2: the end of a join window. Afterwards nothing is left that says which invitation took which seat."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.admission import logins
from dialogues.admission.models import Epoch, EpochSide, Invitation, SealRun, Seat, SeatAuth, SeatLogin
from dialogues.admission.operations.opening import expected_mode, quick_key_name
from dialogues.admission.seals.procedure import DONE, SealBusy, run_seal
from dialogues.admission.seals.seal import Counts, Rewrite, Seal, SealRefused
from dialogues.admission.signing import key_name
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.vault import keystore

KIND = "SEAL-2"
LEAST = 1  # people on every side, below which there is no dialogue
EXTENSIONS = 3  # how often a window is prolonged for a side that has nobody


def seal_window(epoch_id: UUID) -> SealRun:
    """Seal a join window, or resume its seal. Raises SealRefused while a side has nobody, SealBusy."""
    return run_seal(entry_seal(epoch_id))


def entry_seal(epoch_id: UUID) -> Seal:
    """The seal of an entry window: what was spent is cleared, who came when is shuffled away, the keys die."""
    epoch = Epoch.objects.get(id=epoch_id)
    return Seal(
        kind=KIND,
        target=epoch.id,
        dialogue_id=epoch.dialogue_id,
        tables=(Rewrite(SeatAuth, changes={"token_hash": "NULL"}), Rewrite(SeatLogin), Rewrite(Invitation)),
        prepare=lambda: _close_window(epoch),
        destroy_keys=lambda: _destroy_keys(epoch),
        after=lambda: _begin_talk(epoch.id),
    )


def end_window_early(*, staff: Staff) -> SealRun:
    """As organizer, end the join window now. Raises SealRefused."""
    epoch = Epoch.objects.filter(dialogue_id=staff.dialogue_id, state=Epoch.State.JOINING).first()
    if epoch is None:
        raise SealRefused(_("No entry window is open."))
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action="epoch.ended_early",
        subject=f"epoch:{epoch.number}",
        staff_id=staff.id,
    )
    return seal_window(epoch.id)


def advance_epochs() -> int:
    """Seal every window whose time has come, finish seals that were interrupted, drop logins of past days.

    Returns how many windows were sealed. Called by the sweep.
    """
    logins.drop_expired()
    due = Epoch.objects.filter(state=Epoch.State.JOINING, join_closes_at__lte=now()).values_list("id", flat=True)
    started = SealRun.objects.filter(kind=KIND, step__lt=DONE).values_list("target", flat=True)
    return sum(_seal_or_extend(epoch_id) for epoch_id in {*due, *started})


def _seal_or_extend(epoch_id: UUID) -> bool:
    """Seal a window; if a side has nobody, prolong it, three times at most. Returns whether it is sealed."""
    try:
        seal_window(epoch_id)
    except SealBusy:
        return False
    except SealRefused:
        _extend(epoch_id)
        return False
    return True


@transaction.atomic
def _extend(epoch_id: UUID) -> None:
    """Prolong a window by its own length. After the third time it stays open until the organizer ends it."""
    row = Epoch.objects.select_for_update().get(id=epoch_id)
    if row.state != Epoch.State.JOINING or row.extended >= EXTENSIONS:
        return
    row.extended += 1
    row.join_closes_at = now() + timedelta(minutes=settings.JOIN_WINDOW_MINUTES)
    row.save(update_fields=["extended", "join_closes_at"])
    record(dialogue_id=row.dialogue_id, actor="system", action="epoch.extended", subject=f"epoch:{row.number}")


def _close_window(epoch: Epoch) -> Counts:
    """Under the tables' locks.

    Check and store the totals, fix the group mode, delete unused seats, move the phase.
    """
    row = Epoch.objects.select_for_update().select_related("dialogue").get(id=epoch.id)
    counts: Counts = {}
    sizes = []
    for place, side in enumerate(EpochSide.objects.filter(epoch=row).order_by("side__number"), start=1):
        side.issued = Invitation.objects.filter(epoch=row.id, side=side.side_id, issued=True).count()
        side.seated = SeatAuth.objects.filter(epoch=row.id, side=side.side_id).count()
        if side.seated < LEAST:
            raise SealRefused(_("A side has taken no seat yet. The window stays open until every side is here."))
        if not side.seated <= side.issued <= side.invited:
            raise SealRefused(_("More seats are taken than invitations were used. Nothing is sealed; stop and ask."))
        side.save(update_fields=["issued", "seated"])
        sizes.append(side.seated)
        counts |= {
            f"side{place}.invited": side.invited,
            f"side{place}.issued": side.issued,
            f"side{place}.seated": side.seated,
        }
    taken = SeatAuth.objects.filter(epoch=row.id).values_list("seat", flat=True)
    Seat.objects.filter(epoch=row).exclude(id__in=list(taken)).delete()
    row.group_mode = expected_mode(row.dialogue, sizes)
    move(row, Epoch.State.SEALING2)
    row.save()
    return counts


def _destroy_keys(epoch: Epoch) -> None:
    """The quick key and the signing keys die: from here on nobody can mint a seat."""
    keystore.destroy("join", quick_key_name(epoch.id))
    for side in EpochSide.objects.filter(epoch=epoch).values_list("side_id", flat=True):
        keystore.destroy("join", key_name(epoch.id, side))


@transaction.atomic
def _begin_talk(epoch_id: UUID) -> None:
    """The epoch talks."""
    row = Epoch.objects.select_for_update().get(id=epoch_id)
    if row.state == Epoch.State.SEALING2:
        move(row, Epoch.State.TALKING)
        row.save()
