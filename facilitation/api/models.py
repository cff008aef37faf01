"""Tokens with which systems of staff read what is out. A row holds no way back to the token, and nothing of its use."""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class ApiToken(models.Model):
    """One system’s leave to read one dialogue: kind by kind, until a day. Only the hash of the token is kept."""

    class State(models.TextChoices):
        ACTIVE = "active"
        REVOKED = "revoked"

    MOVES = {State.ACTIVE: {State.REVOKED}, State.REVOKED: set()}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    name = CellField(purpose="note")
    token_hash = models.BinaryField(unique=True)
    digests = models.BooleanField(default=False)
    summary = models.BooleanField(default=False)
    deliveries = models.BooleanField(default=False)
    ends_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)

    def __str__(self) -> str:
        return self.state
