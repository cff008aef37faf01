"""What may be read about staff: who there is, and who holds which role."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from accounts.access import Staff
from accounts.models import StaffMember, StaffRole
from accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Person:
    """A staff account as administrators and organizers see it."""

    id: UUID
    handle: str
    name: str
    is_admin: bool
    is_active: bool
    has_passkey: bool


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """One person's role in a dialogue; `id` is what take_role() asks for."""

    id: UUID
    person_id: UUID
    name: str
    role: Role
    side_id: UUID | None
    channel_id: UUID | None


def people() -> list[Person]:
    """Return every account, by sign-in name."""
    keys = Authenticator.objects.filter(user_id=OuterRef("id"), type=Authenticator.Type.WEBAUTHN)
    rows = StaffMember.objects.annotate(has_passkey=Exists(keys)).order_by("handle")
    return [Person(row.id, row.handle, row.name, row.is_admin, row.is_active, row.has_passkey) for row in rows]


def keys_of(person: StaffMember) -> list[Staff]:
    """Return a key for every role that this person holds, in any dialogue."""
    rows = StaffRole.objects.filter(staff=person).order_by("dialogue", "role")
    return [
        Staff(person.id, person.handle, person.name, row.dialogue, Role(row.role), row.side, row.channel)
        for row in rows
    ]


def roles_in(dialogue_id: UUID) -> list[RoleHeld]:
    """Return who holds which role in a dialogue, by role and name."""
    rows = StaffRole.objects.filter(dialogue=dialogue_id).select_related("staff").order_by("role", "staff__name")
    return [RoleHeld(row.id, row.staff_id, row.staff.name, Role(row.role), row.side, row.channel) for row in rows]


def names_of(staff_ids: set[UUID]) -> dict[UUID, str]:
    """Return the names of these people, for pages that say who asked or confirmed."""
    return dict(StaffMember.objects.filter(id__in=staff_ids).values_list("id", "name"))


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey of a person, as their own page lists it; the two moments are days."""

    id: int
    name: str
    added_on: date
    used_on: date | None


def passkeys_of(person: StaffMember) -> list[Passkey]:
    """Return a person's passkeys, oldest first."""
    rows = Authenticator.objects.filter(user_id=person.id, type=Authenticator.Type.WEBAUTHN).order_by("pk")
    return [
        Passkey(row.pk, row.data["name"], row.created_at.date(), row.last_used_at and row.last_used_at.date())
        for row in rows
    ]


def has_passkey(person: StaffMember) -> bool:
    """Return whether this person has enrolled a passkey."""
    return bool(Authenticator.objects.filter(user_id=person.id, type=Authenticator.Type.WEBAUTHN).exists())
