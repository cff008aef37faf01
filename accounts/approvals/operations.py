"""Asking for a deed that needs two people, confirming it, withdrawing it. After a day a request lapses."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.access import Staff
from accounts.approvals.deeds import Deed, deed_of
from accounts.approvals.models import Approval
from accounts.approvals.refusals import (
    AlreadyAsked,
    DeedRefused,
    FirstHasLeft,
    NotWaiting,
    OtherThing,
    SamePerson,
    SameRole,
    TooLate,
    UndeclaredMove,
    WrongRole,
)
from accounts.audit.operations import record
from accounts.clock import now
from accounts.models import StaffRole
from accounts.roles import Role

WAITS = timedelta(hours=24)


@transaction.atomic
def ask(*, staff: Staff, deed: str, subject: UUID, subject_hash: str) -> Approval:
    """As the first of two people, ask for `deed` on the thing of this hash. Raises ApprovalRefused."""
    kind = deed_of(deed)
    if staff.role not in kind.roles:
        raise WrongRole
    if kind.hash_now and kind.hash_now(subject) != subject_hash:
        raise OtherThing
    lapse_overdue()
    same = Approval.objects.filter(dialogue=staff.dialogue_id, deed=deed, subject=subject, subject_hash=subject_hash)
    if same.filter(state=Approval.State.WAITING).exists():
        raise AlreadyAsked
    approval = Approval.objects.create(
        dialogue=staff.dialogue_id,
        deed=deed,
        subject=subject,
        subject_hash=subject_hash,
        first=staff.id,
        asked_at=now(),
    )
    _note(approval, staff, "approval.asked")
    return approval


@transaction.atomic
def confirm(*, staff: Staff, approval_id: UUID, subject_hash: str) -> Approval:
    """Confirm, as the second person, and do the deed at once; `subject_hash` is that of what this person saw.

    The deed itself and the confirmation are one transaction: a refusal of either leaves the request waiting.
    """
    approval = _lock(staff, approval_id)
    kind = deed_of(approval.deed)
    _check_people(kind, approval, staff)
    _check_thing(kind, approval, subject_hash, now())
    move(approval, Approval.State.CONFIRMED)
    approval.second = staff.id
    approval.save(update_fields=["state", "second"])
    _note(approval, staff, "approval.confirmed")
    try:
        kind.apply(approval, staff)
    except kind.refusals as refusal:
        raise DeedRefused(str(refusal)) from refusal
    return approval


@transaction.atomic
def withdraw(*, staff: Staff, approval_id: UUID) -> Approval:
    """Take a waiting request back: whoever may confirm it may also stop it, the first person included."""
    approval = _lock(staff, approval_id)
    if staff.role not in deed_of(approval.deed).roles:
        raise WrongRole
    move(approval, Approval.State.WITHDRAWN)
    approval.save(update_fields=["state"])
    _note(approval, staff, "approval.withdrawn")
    return approval


@transaction.atomic
def lapse_overdue() -> int:
    """Let every request lapse that has waited for 24 hours; return how many. Called by the sweep."""
    overdue = Approval.objects.select_for_update(skip_locked=True).filter(
        state=Approval.State.WAITING, asked_at__lte=now() - WAITS
    )
    rows = list(overdue)
    for approval in rows:
        move(approval, Approval.State.LAPSED)
        approval.save(update_fields=["state"])
        record(
            dialogue_id=approval.dialogue,
            actor="system",
            action="approval.lapsed",
            subject=f"{approval.deed}:{approval.subject}",
        )
    return len(rows)


def waiting(dialogue_id: UUID) -> list[Approval]:
    """Return what waits for a second person in this dialogue, oldest first."""
    rows = Approval.objects.filter(dialogue=dialogue_id, state=Approval.State.WAITING, asked_at__gt=now() - WAITS)
    return list(rows.order_by("asked_at"))


def move(approval: Approval, to: Approval.State) -> None:
    """Set the state if the diagram beside the model declares the move. Raises UndeclaredMove."""
    state = Approval.State(approval.state)
    if to not in Approval.MOVES[state]:
        raise UndeclaredMove
    approval.state = to


def _lock(staff: Staff, approval_id: UUID) -> Approval:
    """Return the waiting request under its lock, so that two confirmations cannot both do the deed."""
    rows = Approval.objects.select_for_update().filter(
        id=approval_id, dialogue=staff.dialogue_id, state=Approval.State.WAITING
    )
    approval = rows.first()
    if approval is None:
        raise NotWaiting
    return approval


def _check_people(kind: Deed, approval: Approval, second: Staff) -> None:
    """Refuse unless two different people, both holding a role that counts at this moment, agree."""
    if second.role not in kind.roles:
        raise WrongRole
    if approval.first == second.id:
        raise SamePerson
    held = StaffRole.objects.filter(
        staff=approval.first, staff__is_active=True, dialogue=approval.dialogue, role__in=kind.roles
    )
    roles = {Role(role) for role in held.values_list("role", flat=True)}
    if not roles:
        raise FirstHasLeft
    if kind.two_roles and roles <= {second.role}:
        raise SameRole


def _check_thing(kind: Deed, approval: Approval, subject_hash: str, at: datetime) -> None:
    """Refuse unless the second saw what the first saw, in time, and it is still the same."""
    if at - approval.asked_at >= WAITS:
        raise TooLate
    if subject_hash != approval.subject_hash:
        raise OtherThing
    if kind.hash_now and kind.hash_now(approval.subject) != approval.subject_hash:
        raise OtherThing


def _note(approval: Approval, staff: Staff, action: str) -> None:
    """Write the step into the audit chain."""
    subject = f"{approval.deed}:{approval.subject}"
    record(dialogue_id=approval.dialogue, actor=staff.role, staff_id=staff.id, action=action, subject=subject)
