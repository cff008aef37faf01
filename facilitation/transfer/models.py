"""Track-one channels, paired across sides, and what was delivered to them."""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class TrackOneChannel(models.Model):
    """A way to one side's (or a third party's) officials."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="channels")
    side = models.UUIDField(null=True)  # empty: a third party
    name = CellField(purpose="note")
    handling = models.CharField(max_length=14, default="AMBER+STRICT")  # highest label it may receive
    pair_group = models.PositiveSmallIntegerField(default=1)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return "channel"


class Delivery(models.Model):
    """One digest in one channel. All deliveries of a release become visible in one transaction."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    digest = models.ForeignKey("facilitation.Digest", on_delete=models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(TrackOneChannel, on_delete=models.CASCADE, related_name="deliveries")
    visible_on = models.DateField()
    opened_on = models.DateField(null=True)
    prints = models.PositiveIntegerField(default=0)
    downloads = models.PositiveIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "channel"], name="one_delivery_a_channel")]

    def __str__(self) -> str:
        return "delivery"


class ReaderQuestion(models.Model):
    """A clarifying question from a channel, answered through the facilitators."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    channel = models.ForeignKey(TrackOneChannel, on_delete=models.CASCADE)
    digest = models.ForeignKey("facilitation.Digest", on_delete=models.CASCADE, related_name="questions")
    text = CellField(purpose="digest")
    day = models.DateField()

    def __str__(self) -> str:
        return "question"
