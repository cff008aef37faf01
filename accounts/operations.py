"""What can be done with staff accounts and roles. Administrators make accounts; organizers give roles."""

import re
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts import refusals, throttle
from accounts.access import Staff
from accounts.audit.operations import HOUSE, record
from accounts.clock import now
from accounts.models import Enrolment, StaffMember, StaffRole
from accounts.roles import Role
from accounts.sessions import SessionStore

HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
NAME_LENGTH = 80


@transaction.atomic
def create_staff(*, by: StaffMember | None, handle: str, name: str, is_admin: bool = False) -> StaffMember:
    """Create an account that cannot sign in yet; issue_link() lets it. `by` is None at the machine itself."""
    _check_admin(by)
    handle, name = handle.strip().lower(), " ".join(name.split())
    if not HANDLE.fullmatch(handle):
        raise refusals.HandleUnfit
    if not (0 < len(name) <= NAME_LENGTH and name.isprintable()):
        raise refusals.NameUnfit
    person = StaffMember(handle=handle, name=name, is_admin=is_admin)
    person.set_unusable_password()
    # ON CONFLICT rather than a caught error, whose text would carry the name into the database's log.
    StaffMember.objects.bulk_create([person], ignore_conflicts=True)
    if not StaffMember.objects.filter(id=person.id).exists():
        raise refusals.HandleTaken
    note_house(by, "staff.created", person)
    return person


@transaction.atomic
def switch_account(*, by: StaffMember, person_id: UUID, on: bool) -> StaffMember:
    """Let an account sleep or wake it. A sleeping account's sessions end with their next request."""
    _check_admin(by)
    person = StaffMember.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise refusals.NoSuchPerson
    if person.id == by.id:
        raise refusals.NotYourself
    person.is_active = on
    person.save(update_fields=["is_active"])
    note_house(by, "staff.woken" if on else "staff.put_to_sleep", person)
    return person


@transaction.atomic
def unlock_sign_in(*, by: StaffMember, person_id: UUID) -> None:
    """Begin the count of wrong passwords anew (demonstration only; passkeys cannot be guessed)."""
    _check_admin(by)
    person = _person(person_id)
    for action in ("sign-in", "sign-in.all"):
        throttle.forget(action, person.handle)
    note_house(by, "staff.unlocked", person)


def set_demo_password(*, person: StaffMember, password: str) -> None:
    """Give an account of the demonstration a password. Raises OnlyInTheDemonstration anywhere else."""
    if not settings.DEMO:
        raise refusals.OnlyInTheDemonstration
    person.set_password(password)
    person.save(update_fields=["password"])


@transaction.atomic
def give_first_role(*, person: StaffMember, dialogue_id: UUID) -> Staff:
    """Make `person` the organizer of a dialogue that was just created, and return their key to it."""
    if StaffRole.objects.filter(dialogue=dialogue_id).exists():
        raise refusals.DialogueHasStaff
    StaffRole.objects.create(staff=person, dialogue=dialogue_id, role=Role.ORGANIZER)
    key = Staff(person.id, person.handle, person.name, dialogue_id, Role.ORGANIZER)
    _note_role(key, "role.given", person.id, Role.ORGANIZER)
    return key


@transaction.atomic
def give_role(
    *, staff: Staff, person_id: UUID, role: Role, side_id: UUID | None = None, channel_id: UUID | None = None
) -> StaffRole:
    """Give a person a role in the organizer's dialogue: coordinators for a side, readers for a channel.

    Callers check that side and channel belong to the dialogue; this layer knows neither. Raises StaffRefused.
    """
    _check_organizer(staff)
    person = _person(person_id)
    if role == Role.COORDINATOR and side_id is None:
        raise refusals.SideMissing
    if role == Role.READER and channel_id is None:
        raise refusals.ChannelMissing
    if StaffRole.objects.filter(staff=person, dialogue=staff.dialogue_id).exists():
        raise refusals.HasARole
    side = side_id if role == Role.COORDINATOR else None
    channel = channel_id if role == Role.READER else None
    given = StaffRole.objects.create(staff=person, dialogue=staff.dialogue_id, role=role, side=side, channel=channel)
    _note_role(staff, "role.given", person.id, role)
    return given


@transaction.atomic
def take_role(*, staff: Staff, role_id: UUID) -> None:
    """Take a role in the organizer's dialogue back. The last organizer keeps theirs."""
    _check_organizer(staff)
    held = {row.id: row for row in StaffRole.objects.select_for_update().filter(dialogue=staff.dialogue_id)}
    if role_id not in held:
        raise refusals.NoSuchPerson
    row = held[role_id]
    if row.role == Role.ORGANIZER and sum(other.role == Role.ORGANIZER for other in held.values()) == 1:
        raise refusals.LastOrganizer
    row.delete()
    _note_role(staff, "role.taken", row.staff_id, Role(row.role))


def clear_expired() -> None:
    """Delete sessions and one-time links whose time is over. Called by the sweep."""
    SessionStore.clear_expired()
    Enrolment.objects.filter(expires_on__lt=now().date()).delete()


def note_house(by: StaffMember | None, action: str, person: StaffMember) -> None:
    """Write a deed about an account into the chain of the house."""
    actor = "administrator" if by else "system"
    subject = f"staff:{person.id}"
    record(dialogue_id=HOUSE, actor=actor, staff_id=by.id if by else None, action=action, subject=subject)


def _note_role(staff: Staff, action: str, person_id: UUID, role: Role) -> None:
    """Write the giving or taking of a role into the dialogue's chain; the role is the reason's code."""
    subject = f"staff:{person_id}"
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        staff_id=staff.id,
        action=action,
        subject=subject,
        reason=role.value,
    )


def _check_admin(by: StaffMember | None) -> None:
    """Refuse everyone but administrators and the machine's own command line."""
    if by is not None and not (by.is_admin and by.is_active):
        raise refusals.NotForYou


def _check_organizer(staff: Staff) -> None:
    """Refuse everyone but the dialogue's organizers."""
    if staff.role != Role.ORGANIZER:
        raise refusals.NotForYou


def _person(person_id: UUID) -> StaffMember:
    """Return an account that is awake, under its lock: two roles given at once would otherwise both fit."""
    person = StaffMember.objects.select_for_update().filter(id=person_id, is_active=True).first()
    if person is None:
        raise refusals.NoSuchPerson
    return person
