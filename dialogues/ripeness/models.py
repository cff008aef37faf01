"""What a released survey says beyond the joint class, for those who may read it."""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class RipenessRound(models.Model):
    """One released survey. Its joint class is the measure's Release; here lies what only some may read.

    `held` is JSON {"trend", "since", "sides": {side: {"bands", "medians"}}} as the gate let it out: a side's own people
    read their bands and rounded medians, facilitators every side's bands and the trend, nobody else anything.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="ripeness_rounds")
    measure = models.OneToOneField("dialogues.Measure", on_delete=models.CASCADE, related_name="ripeness_round")
    number = models.PositiveSmallIntegerField()  # from 1, in the order of their results
    held = CellField(purpose="rating")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "number"], name="one_ripeness_round_a_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"round {self.number}"
