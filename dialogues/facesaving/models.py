"""Face-saving pairs: public words and confidential words for one commitment, kept apart.

No row here holds a seat, a mask or the time at which anything was written: a line belongs to its side. How a line sounds to
the other sides is kept as the gate let it out, never as ballots.
"""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class FaceSavingPair(models.Model):
    """One commitment. `content` is JSON: see `content.py`."""

    class State(models.TextChoices):
        DRAFTED = "drafted"
        CONSISTENT = "consistent"
        DEPOSITED = "deposited"
        ACTIVATED = "activated"
        WITHDRAWN = "withdrawn"

    MOVES = {
        State.DRAFTED: {State.CONSISTENT, State.WITHDRAWN},
        State.CONSISTENT: {State.DEPOSITED, State.WITHDRAWN},
        State.DEPOSITED: {State.ACTIVATED, State.WITHDRAWN},
        State.ACTIVATED: set(),
        State.WITHDRAWN: set(),
    }

    class Linkage(models.TextChoices):
        OPEN = "open"
        DENIED = "denied"
        UNSTATED = "unstated"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="pairs")
    number = models.PositiveSmallIntegerField()
    handed = models.BooleanField(default=False)  # before that, facilitators alone read it
    item = models.UUIDField(null=True)  # agenda item
    linkage = models.CharField(max_length=8, choices=Linkage.choices, default=Linkage.UNSTATED)
    disclose_on = models.DateField(null=True)  # empty: never, by agreement of all
    text_hash = models.CharField(max_length=64, default="", blank=True)  # of the public words that the sides hear
    hearing = models.UUIDField(null=True)  # the newest ballot on how the lines sound
    heard = models.CharField(max_length=24, default="", blank=True)  # the worst mark of that ballot
    content = CellField(purpose="note")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "number"], name="one_pair_a_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"pair {self.number}"


class PublicLine(models.Model):
    """What one side can say it gained, and how far that side has come: silence procedures, checks, withdrawal."""

    class State(models.TextChoices):
        DRAFTED = "drafted"
        SILENCE_RUNNING = "silence_running"
        BROKEN = "broken"
        STANDS = "stands"

    MOVES = {
        State.DRAFTED: {State.SILENCE_RUNNING},
        State.SILENCE_RUNNING: {State.STANDS, State.BROKEN},
        State.BROKEN: {State.DRAFTED},
        State.STANDS: {State.DRAFTED},
    }

    class Asked(models.TextChoices):
        LINE = "line"
        CHECKS = "checks"
        WITHDRAW = "withdraw"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    pair = models.ForeignKey(FaceSavingPair, on_delete=models.CASCADE, related_name="lines")
    side = models.UUIDField()
    text = CellField(purpose="note")
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFTED)
    asked = models.CharField(max_length=8, choices=Asked.choices, default="", blank=True)  # what a silence is about
    asked_checks = models.CharField(max_length=3, default="", blank=True)
    silence_until = models.DateTimeField(null=True)  # while a silence runs, rounded up; gone when it ends
    broken = models.PositiveSmallIntegerField(default=0)  # how often, never by whom
    confirmed = models.CharField(max_length=3, default="", blank=True)  # of the three checks: a, b, c
    heard = models.CharField(
        max_length=24, default="", blank=True
    )  # the worst mark of the others, where it may be told

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pair", "side"], name="one_line_a_side")]

    def __str__(self) -> str:
        return self.state


class ConfidentialText(models.Model):
    """A confidential text under a key of its own. `retired`: its key is to be destroyed, and then the row goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    pair = models.ForeignKey(FaceSavingPair, on_delete=models.CASCADE, related_name="confidential")
    body = models.BinaryField(default=bytes)
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair"], condition=models.Q(retired=False), name="one_confidential_text_a_pair"
            )
        ]

    def __str__(self) -> str:
        return "confidential text"
