"""The hash-chained record of what staff and the system did: no act of a seat, no participant's word."""

import uuid

from django.db import models


class AuditEntry(models.Model):
    """One link of a dialogue's chain: h_i = SHA-256(h_(i-1) || canonical JSON of the entry)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.UUIDField()
    seq = models.PositiveIntegerField()
    minute = models.CharField(max_length=17)  # "2030-01-07T09:00Z"
    actor = models.CharField(max_length=40)  # a role, or "system"
    staff = models.UUIDField(null=True)  # who, for deeds of staff; hashed too
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    reason = models.CharField(max_length=120)  # a code or the hash of the encrypted details, never typed text
    details = models.BinaryField(default=bytes)  # a vault cell, or empty
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "seq"], name="one_link_a_number")]
        ordering = ["dialogue", "seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"
