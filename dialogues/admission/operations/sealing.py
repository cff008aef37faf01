"""SEAL-2: the end of the window in which seats are taken. Afterwards nothing is left that says which invitation took which seat."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit.operations import record
from dialogues.admission.models import (
    CardCode,
    CredentialBoard,
    Epoch,
    EpochSide,
    Invitation,
    SealRun,
    Seat,
    SeatAuth,
    SeatLogin,
)
from dialogues.admission.operations.opening import expected_mode, quick_key_name
from dialogues.admission.seals.procedure import run_seal
from dialogues.admission.seals.seal import Counts, Rewrite, Seal, SealRefused
from dialogues.admission.signing import key_name
from dialogues.dialogue.life import move
from dialogues.dialogue.queries import meeting_now
from dialogues.vault import keystore

KIND = "SEAL-2"
LEAST = 1  # people on every side, below which there is no dialogue


def seal_window(epoch_id: UUID) -> SealRun:
    """Seal the window in which seats are taken, or resume its seal.

    Raises SealBusy, and SealRefused while a side has nobody or, in a later epoch, while a session of the earlier one
    meets: its masks would fall silent in the middle of a sentence.
    """
    return run_seal(entry_seal(epoch_id))


def entry_seal(epoch_id: UUID) -> Seal:
    """The seal of an entry window: what was spent is cleared, who came when is shuffled away, the keys die."""
    epoch = Epoch.objects.get(id=epoch_id)
    return Seal(
        kind=KIND,
        target=epoch.id,
        dialogue_id=epoch.dialogue_id,
        tables=(
            Rewrite(SeatAuth, changes={"token_hash": "NULL"}),
            Rewrite(SeatLogin),
            Rewrite(Invitation),
            Rewrite(CredentialBoard),
            Rewrite(CardCode),
        ),
        prepare=lambda: _close_window(epoch),
        destroy_keys=lambda: destroy_keys(epoch),
        after=lambda: _begin_talk(epoch.id),
    )


def _close_window(epoch: Epoch) -> Counts:
    """Under the tables' locks.

    Check and store the totals, fix the group mode, delete unused seats, move the phase.
    """
    row = Epoch.objects.select_for_update().select_related("dialogue").get(id=epoch.id)
    if row.number > 1 and meeting_now(row.dialogue_id):
        raise SealRefused(_("A session is meeting under the earlier masks. Close it first; then the new ones begin."))
    quick = row.state == Epoch.State.JOINING
    counts: Counts = {}
    sizes = []
    for place, side in enumerate(EpochSide.objects.filter(epoch=row).order_by("side__number"), start=1):
        if quick:  # in unlinkable entry SEAL-1 has counted them
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
    CredentialBoard.objects.filter(epoch=row.id).delete()
    CardCode.objects.filter(epoch=row.id).delete()
    row.group_mode = expected_mode(row.dialogue, sizes)
    move(row, Epoch.State.SEALING2)
    row.save()
    return counts


def destroy_keys(epoch: Epoch) -> None:
    """The quick key and the signing keys die: from here on nobody can mint a seat."""
    keystore.destroy("join", quick_key_name(epoch.id))
    for side in EpochSide.objects.filter(epoch=epoch).values_list("side_id", flat=True):
        keystore.destroy("join", key_name(epoch.id, side))


@transaction.atomic
def _begin_talk(epoch_id: UUID) -> None:
    """The epoch talks; an earlier one ends, and its masks can act no more."""
    row = Epoch.objects.select_for_update().get(id=epoch_id)
    if row.state != Epoch.State.SEALING2:
        return
    for old in Epoch.objects.select_for_update().filter(dialogue=row.dialogue_id, state=Epoch.State.TALKING):
        move(old, Epoch.State.ENDED)
        old.save()
        record(dialogue_id=old.dialogue_id, actor="system", action="epoch.ended", subject=f"epoch:{old.number}")
    move(row, Epoch.State.TALKING)
    row.save()
