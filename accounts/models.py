"""Staff and their roles. Nothing here knows of a participant: participants have no account."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from accounts.approvals.models import Approval
from accounts.audit.models import AuditEntry
from accounts.roles import Role

__all__ = ["Approval", "AuditEntry", "Enrolment", "Role", "StaffMember", "StaffRole"]


class StaffManager(BaseUserManager["StaffMember"]):
    """Finds staff by their handle, as Django's sign-in asks for."""

    def get_by_natural_key(self, username: str | None) -> "StaffMember":
        """Return the staff member with this handle, upper and lower case alike."""
        return self.get(handle__iexact=username)


class StaffMember(AbstractBaseUser):
    """A person who runs the house. No mail address, no time of joining or of the last sign-in is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.CharField(max_length=40, unique=True)  # the sign-in name
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    is_admin = models.BooleanField(default=False)  # may create staff and dialogues; sees no room
    last_login = None

    objects = StaffManager()
    USERNAME_FIELD = "handle"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.handle

    @property
    def is_staff(self) -> bool:
        """Django's word for an admin-site user; there is no admin site."""
        return False


class StaffRole(models.Model):
    """One staff member's role in one dialogue, for coordinators and readers tied to a side or channel."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="roles")
    dialogue = models.UUIDField(db_index=True)  # no foreign key: accounts knows nothing of dialogues
    role = models.CharField(max_length=12, choices=Role.choices)
    side = models.UUIDField(null=True, blank=True)  # coordinators
    channel = models.UUIDField(null=True, blank=True)  # track-one readers

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "dialogue", "role", "side", "channel"],
                nulls_distinct=False,
                name="one_role_once",
            ),
        ]

    def __str__(self) -> str:
        return self.role


class Enrolment(models.Model):
    """A one-time link with which a staff member enrols their first passkey, or after a loss a new one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE)
    secret_hash = models.BinaryField(unique=True)
    opens_at = models.DateTimeField(null=True)  # a recovery waits a day, so that its owner can stop it
    expires_on = models.DateField()

    def __str__(self) -> str:
        return "enrolment"
