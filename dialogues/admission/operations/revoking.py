"""Ending a seat for the epoch: a deed of two facilitators."""

import hashlib
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import Role, Staff
from accounts.approvals.deeds import register
from accounts.approvals.models import Approval
from accounts.approvals.operations import ask
from dialogues.admission.models import Seat
from dialogues.admission.operations.moderating import SeatMissing, revoke_seat
from dialogues.dialogue.life import UndeclaredMove

DEED = "seat.revoke"


def seat_hash(seat_id: UUID) -> str:
    """What both facilitators must have seen: this very seat."""
    return hashlib.sha256(seat_id.bytes).hexdigest()


def ask_to_revoke(*, staff: Staff, seat_id: UUID) -> Approval:
    """As the first of two facilitators, ask to end a seat. Raises SeatMissing, ApprovalRefused."""
    if not Seat.objects.filter(id=seat_id, dialogue_id=staff.dialogue_id).exists():
        raise SeatMissing
    return ask(staff=staff, deed=DEED, subject=seat_id, subject_hash=seat_hash(seat_id))


def words(approval: Approval) -> str:
    """Say what will happen."""
    mask = Seat.objects.filter(id=approval.subject).values_list("mask", flat=True).first()
    return _(
        "End the seat of %(mask)s for this round of entry. Nobody is unmasked, and there is no way back in it."
    ) % {"mask": mask}


def apply(approval: Approval, second: Staff) -> None:
    """Do it."""
    revoke_seat(dialogue_id=approval.dialogue, seat_id=approval.subject, by=second)


register(
    DEED, words, apply, roles=frozenset({Role.FACILITATOR}), hash_now=seat_hash, refusals=(UndeclaredMove, SeatMissing)
)
