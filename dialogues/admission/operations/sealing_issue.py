"""SEAL-1: the end of an issue window. What was signed blind goes onto the board in random order; the keys die."""

from random import SystemRandom
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dialogues.admission.models import CredentialBoard, Epoch, EpochSide, Invitation, SealRun
from dialogues.admission.operations.windows import begin_gap
from dialogues.admission.seals.procedure import run_seal
from dialogues.admission.seals.seal import Counts, Rewrite, Seal, SealRefused
from dialogues.admission.signing import key_name
from dialogues.dialogue.life import move
from dialogues.dialogue.rules import group_mode
from dialogues.vault import keystore

KIND = "SEAL-1"
CLEARED = {"blinded_hash": "NULL", "blind_sig": "NULL"}
MODES = ("talk_only", "small_group", "normal")  # the weaker first


def seal_issue(epoch_id: UUID, *, early: bool = False) -> SealRun:
    """Seal an issue window, or resume its seal.

    Raises SealRefused while a side has nobody, and, unless the organizer ends it `early`, while so few have come that
    the group would be weaker than the one everybody was told to expect.
    """
    return run_seal(issue_seal(epoch_id, early=early))


def issue_seal(epoch_id: UUID, *, early: bool = False) -> Seal:
    """The seal of an issue window: what was signed goes onto the board, who came when is shuffled away, keys die."""
    epoch = Epoch.objects.get(id=epoch_id)
    return Seal(
        kind=KIND,
        target=epoch.id,
        dialogue_id=epoch.dialogue_id,
        tables=(Rewrite(Invitation, changes=CLEARED), Rewrite(CredentialBoard)),
        prepare=lambda: _close_window(epoch, early=early),
        destroy_keys=lambda: _destroy_keys(epoch),
        after=lambda: _begin_gap(epoch.id),
    )


def _close_window(epoch: Epoch, *, early: bool) -> Counts:
    """Under the tables' locks: check and keep the totals, fill the board, move the phase."""
    row = Epoch.objects.select_for_update().select_related("dialogue").get(id=epoch.id)
    sides = list(EpochSide.objects.filter(epoch=row).order_by("side__number"))
    counts: Counts = {}
    for place, side in enumerate(sides, start=1):
        used = Invitation.objects.filter(epoch=row.id, side=side.side_id, issued=True).count()
        side.issued = used + side.cards
        counts |= {f"side{place}.invited": side.invited, f"side{place}.issued": side.issued}
    _refuse_too_few(row, [side.issued for side in sides], early=early)
    EpochSide.objects.bulk_update(sides, ["issued"])
    _fill_board(row.id)
    move(row, Epoch.State.SEALING1)
    row.save()
    return counts


def _refuse_too_few(epoch: Epoch, sizes: list[int], *, early: bool) -> None:
    """Raise SealRefused if a side has nobody, or the group would be weaker than expected and nobody decided so."""
    if min(sizes) < 1:
        raise SealRefused(_("A side has collected no pass yet. The window stays open until every side has."))
    mode = group_mode(epoch.dialogue.k, epoch.dialogue.f, sizes).mode
    if not early and MODES.index(mode) < MODES.index(epoch.group_mode):
        raise SealRefused(
            _("So few have come that the group would be smaller than everybody was told. The window stays open longer.")
        )


def _fill_board(epoch_id: UUID) -> None:
    """Put every signed number onto the board, the sides mixed and in random order."""
    signed = Invitation.objects.filter(epoch=epoch_id, issued=True, blind_sig__isnull=False)
    rows = [
        CredentialBoard(epoch=epoch_id, side=row.side, blinded_hash=row.blinded_hash, blind_sig=row.blind_sig)
        for row in signed
    ]
    SystemRandom().shuffle(rows)
    CredentialBoard.objects.bulk_create(rows)


def _destroy_keys(epoch: Epoch) -> None:
    """The signing keys die: from here on not even somebody who holds everything can make a seat."""
    for side in EpochSide.objects.filter(epoch=epoch).values_list("side_id", flat=True):
        keystore.destroy("join", key_name(epoch.id, side))


@transaction.atomic
def _begin_gap(epoch_id: UUID) -> None:
    """The pause begins."""
    row = Epoch.objects.select_for_update().select_related("dialogue").get(id=epoch_id)
    if row.state == Epoch.State.SEALING1:
        begin_gap(row)
        row.save()
