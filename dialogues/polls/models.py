"""A sealed test on its way: what it is about, the rule, the sides' consent by silence, two facilitators, the ballot."""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class SealedTest(models.Model):
    """One sealed test. What comes of it is one bit, kept as the release of its measure and nowhere else."""

    class State(models.TextChoices):
        BEFORE_SIDES = "before_sides"
        AGREED = "agreed"
        OBJECTED = "objected"
        CONFIRMED = "confirmed"
        ANNOUNCED = "announced"
        WITHDRAWN = "withdrawn"

    MOVES = {
        State.BEFORE_SIDES: {State.AGREED, State.OBJECTED, State.WITHDRAWN},
        State.AGREED: {State.CONFIRMED, State.WITHDRAWN},
        State.OBJECTED: set(),
        State.CONFIRMED: {State.ANNOUNCED, State.WITHDRAWN},
        State.ANNOUNCED: set(),
        State.WITHDRAWN: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    subject_kind = models.CharField(max_length=12)
    subject = models.UUIDField()
    subject_hash = models.CharField(max_length=64)
    clauses = models.CharField(max_length=64)  # fingerprint of its clause set, for the budget
    items = models.JSONField(default=list)  # agenda items, for the budget
    rule = models.CharField(max_length=16)
    minutes = models.PositiveIntegerField()
    silence_until = models.DateTimeField(null=True)  # while the sides are asked, rounded up; gone when it ends
    measure = models.UUIDField(null=True)
    announced_at = models.DateTimeField(null=True)
    title = CellField(purpose="poll")
    state = models.CharField(max_length=14, choices=State.choices, default=State.BEFORE_SIDES)

    def __str__(self) -> str:
        return self.state
