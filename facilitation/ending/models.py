"""What is left of a dialogue after its end."""

import uuid

from django.db import models


class EndCertificate(models.Model):
    """What was destroyed, when, and how the audit chain ended. No foreign key: it outlives the rows it speaks of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.UUIDField(unique=True)
    key_hash = models.CharField(max_length=64)  # SHA-256 of the wrapped key that was destroyed
    ended_on = models.DateField()
    rows = models.JSONField(default=dict)  # table → number of rows deleted
    chain_head = models.CharField(max_length=64)
    complete = models.BooleanField(default=False)  # false while rows are still being deleted

    def __str__(self) -> str:
        return f"certificate of {self.dialogue}"
