"""Replacing lost passkeys: one administrator asks, another confirms, and the owner has a day to stop it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts import refusals
from accounts.approvals.models import Approval
from accounts.approvals.operations import WAITS, move
from accounts.approvals.refusals import AlreadyAsked, FirstHasLeft, NotWaiting, SamePerson
from accounts.audit.operations import HOUSE
from accounts.clock import now
from accounts.models import Enrolment, StaffMember
from accounts.operations import note_house
from accounts.passkeys.operations import make_link
from accounts.queries import has_passkey

DEED = "staff.recover"
DELAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Recovery:
    """How far the replacement of somebody's passkeys is: asked for, or confirmed and opening at a moment."""

    asked_by: UUID | None
    opens_at: datetime | None


@transaction.atomic
def ask_recovery(*, by: StaffMember, person_id: UUID) -> None:
    """As the first of two administrators, ask for a new link for somebody who has lost their passkeys."""
    person = _locked(by, person_id)
    if not has_passkey(person):
        raise refusals.NoSuchPerson
    if _waiting(person_id) is not None:
        raise AlreadyAsked
    Approval.objects.create(
        dialogue=HOUSE,
        deed=DEED,
        subject=person.id,
        subject_hash=hashlib.sha256(person.handle.encode()).hexdigest(),
        first=by.id,
        asked_at=now(),
    )
    note_house(by, "recovery.asked", person)


@transaction.atomic
def confirm_recovery(*, by: StaffMember, person_id: UUID) -> str:
    """As another administrator, confirm it and return the one-time link, which opens a day from now."""
    person = _locked(by, person_id)
    approval = _waiting(person_id)
    if approval is None:
        raise NotWaiting
    if approval.first == by.id:
        raise SamePerson
    if not StaffMember.objects.filter(id=approval.first, is_admin=True, is_active=True).exists():
        raise FirstHasLeft
    move(approval, Approval.State.CONFIRMED)
    approval.second = by.id
    approval.save(update_fields=["state", "second"])
    note_house(by, "recovery.confirmed", person)
    return make_link(person, opens_at=now() + DELAY)


@transaction.atomic
def stop_recovery(*, by: StaffMember, person_id: UUID) -> None:
    """Stop it, as an administrator or as its owner, who thereby shows that nothing is lost."""
    if by.id != person_id and not (by.is_admin and by.is_active):
        raise refusals.NotForYou
    person = StaffMember.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise refusals.NoSuchPerson
    approval = _waiting(person_id)
    if approval is not None:
        move(approval, Approval.State.WITHDRAWN)
        approval.save(update_fields=["state"])
    made, _ = Enrolment.objects.filter(staff=person, opens_at__isnull=False).delete()
    if approval is None and not made:
        raise NotWaiting
    note_house(by, "recovery.stopped", person)


def recoveries() -> dict[UUID, Recovery]:
    """Return what is under way, by person."""
    at = now()
    rows = Approval.objects.filter(dialogue=HOUSE, deed=DEED, asked_at__gt=at - WAITS)
    found = {row.subject: Recovery(row.first, None) for row in rows.filter(state=Approval.State.WAITING)}
    for link in Enrolment.objects.filter(opens_at__isnull=False, expires_on__gte=at.date()):
        found[link.staff_id] = Recovery(None, link.opens_at)
    return found


def _locked(by: StaffMember, person_id: UUID) -> StaffMember:
    """Return an account that is awake under its lock, for administrators alone."""
    if not (by.is_admin and by.is_active):
        raise refusals.NotForYou
    person = StaffMember.objects.select_for_update().filter(id=person_id, is_active=True).first()
    if person is None:
        raise refusals.NoSuchPerson
    return person


def _waiting(person_id: UUID) -> Approval | None:
    """Return the request that waits for a second administrator, if it is not too old."""
    rows = Approval.objects.filter(dialogue=HOUSE, deed=DEED, subject=person_id, state=Approval.State.WAITING)
    return rows.filter(asked_at__gt=now() - WAITS).first()
