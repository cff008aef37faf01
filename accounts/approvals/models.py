"""Two people for one deed: each approval row is one deed waiting for its second person."""

import uuid

from django.db import models


class Approval(models.Model):
    """A deed that one staff member asked for on one exact thing (its hash), for another to confirm."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CONFIRMED = "confirmed"
        WITHDRAWN = "withdrawn"
        LAPSED = "lapsed"

    MOVES = {
        State.WAITING: {State.CONFIRMED, State.WITHDRAWN, State.LAPSED},
        State.CONFIRMED: set(),
        State.WITHDRAWN: set(),
        State.LAPSED: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.UUIDField(db_index=True)
    deed = models.CharField(max_length=40)  # "digest.release", "seat.revoke", …
    subject = models.UUIDField()
    subject_hash = models.CharField(max_length=64)  # what both must have seen
    first = models.UUIDField()  # staff
    second = models.UUIDField(null=True)
    asked_at = models.DateTimeField()  # staff deeds may be timed
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    def __str__(self) -> str:
        return self.deed
