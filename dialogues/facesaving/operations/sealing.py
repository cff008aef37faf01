"""Deposit, disclosure and withdrawal of a pair's confidential text."""

import hashlib
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.approvals.models import Approval
from accounts.approvals.operations import ask
from accounts.audit.operations import record
from dialogues.dialogue.clock import now
from dialogues.events.operations import announce
from dialogues.facesaving import confidential
from dialogues.facesaving.content import read_content
from dialogues.facesaving.ground import hash_of, pair_of, step
from dialogues.facesaving.models import FaceSavingPair, PublicLine
from dialogues.facesaving.refusals import FaceRefused

DEED = "facesaving.deposit"
State = FaceSavingPair.State


def ask_to_deposit(*, staff: Staff, pair_id: UUID) -> Approval:
    """As the first of two facilitators, ask for the deposit. Raises FaceRefused, ApprovalRefused."""
    with transaction.atomic():
        pair = pair_of(staff.dialogue_id, pair_id)
        _refuse_unready(pair)
    return ask(staff=staff, deed=DEED, subject=pair.id, subject_hash=deposit_hash(pair.id))


def deposit(approval: Approval, second: Staff) -> None:
    """As the second, seal the confidential text under a key of its own: from now on nobody reads it. Called by the approvals."""
    pair = pair_of(second.dialogue_id, approval.subject)
    _refuse_unready(pair)
    confidential.move_to_deposit(pair)
    _turn(pair, State.DEPOSITED, actor=second.role, staff_id=second.id)


def activate(pair: FaceSavingPair) -> None:
    """Open a deposit: every side accepted that in a sealed test, or the planned day has come. The caller holds the lock."""
    _turn(pair, State.ACTIVATED)


def withdraw_for_side(pair: FaceSavingPair) -> None:
    """Withdraw a pair because a side wants it: its confidential text is destroyed. Which side is not told."""
    confidential.retire(pair)
    PublicLine.objects.filter(pair=pair).update(asked="", asked_checks="", silence_until=None)
    _turn(pair, State.WITHDRAWN)


def disclose_due() -> int:
    """Open every deposit whose day has come; returns how many. Called by the sweep."""
    due = FaceSavingPair.objects.filter(state=State.DEPOSITED, disclose_on__lte=now().date())
    return sum(_disclose(pair_id) for pair_id in due.values_list("id", flat=True))


def deposit_hash(pair_id: UUID) -> str:
    """Return what two facilitators must both have seen: the public words, custody, disclosure, the sealed text."""
    pair = FaceSavingPair.objects.get(id=pair_id)
    content = read_content(pair)
    parts = (hash_of(pair), content.custody, content.condition, str(pair.disclose_on), confidential.sealed_hash(pair))
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


@transaction.atomic
def _disclose(pair_id: UUID) -> bool:
    """Open one deposit, unless it was withdrawn in this very moment."""
    rows = FaceSavingPair.objects.select_for_update(skip_locked=True)
    pair = rows.filter(id=pair_id, state=State.DEPOSITED).first()
    if pair is None:
        return False
    PublicLine.objects.filter(pair=pair).update(asked="", asked_checks="", silence_until=None)
    activate(pair)
    return True


def _refuse_unready(pair: FaceSavingPair) -> None:
    """Raise FaceRefused unless there is something to seal that every side has checked."""
    if pair.state != State.CONSISTENT:
        raise FaceRefused(_("A pair is sealed once every side has confirmed the three checks, and only once."))
    if not confidential.has_confidential(pair):
        raise FaceRefused(
            _("This pair has no confidential text: its public words stand as they are, without a deposit.")
        )


def _turn(pair: FaceSavingPair, to: str, *, actor: str = "system", staff_id: UUID | None = None) -> None:
    """Move a pair, write it into the record, tell the room. Neither holds a word of the texts."""
    step(pair, to)
    pair.save(update_fields=["state"])
    record(
        dialogue_id=pair.dialogue_id,
        actor=actor,
        staff_id=staff_id,
        action=f"pair.{to}",
        subject=f"pair:{pair.id}",
    )
    announce(dialogue_id=pair.dialogue_id, kind=f"pair.{to}", body={"number": pair.number}, subject=pair.id)
