"""What a side says of itself on an agenda item, and interests that every side has marked as its own.

No row here holds a seat, a mask, or the time at which anything was written: a line belongs to its side. Rows are read in the
order of their random keys, so that their order tells nothing either.
"""

import uuid

from django.db import models

from dialogues.interests.rules import Ask
from dialogues.vault.fields import CellField


class SideEntry(models.Model):
    """One line of one side: a position, an interest, a constraint at home, or an interest it sees in another side.

    `content` is a JSON object {"text", "interest", "about"}: the kind of interest and whom it is about are nobody's
    business without the dialogue's key.
    """

    class State(models.TextChoices):
        DRAFTED = "drafted"
        SILENCE_RUNNING = "silence_running"
        BROKEN = "broken"
        STANDS = "stands"
        ASKED_AGAIN = "asked_again"
        SHOWN_TO_ALL = "shown_to_all"
        WITHDRAWN = "withdrawn"  # checked, never kept: the row goes with it

    MOVES = {
        State.DRAFTED: {State.SILENCE_RUNNING, State.WITHDRAWN},
        State.SILENCE_RUNNING: {State.STANDS, State.BROKEN, State.WITHDRAWN},
        State.BROKEN: {State.DRAFTED, State.WITHDRAWN},
        State.STANDS: {State.ASKED_AGAIN},
        State.ASKED_AGAIN: {State.STANDS, State.SHOWN_TO_ALL, State.WITHDRAWN},
        State.SHOWN_TO_ALL: set(),
        State.WITHDRAWN: set(),
    }

    class Kind(models.TextChoices):
        POSITION = "position"
        INTEREST = "interest"
        CONSTRAINT = "constraint"
        PERCEIVED = "perceived"

    class Visibility(models.TextChoices):
        SIDE = "side"
        FACILITATORS = "facilitators"
        ALL = "all"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    item = models.UUIDField()  # agenda item
    side = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    visibility = models.CharField(max_length=12, choices=Visibility.choices, default=Visibility.SIDE)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFTED)
    asked = models.CharField(max_length=12, choices=[(ask.value, ask.value) for ask in Ask], default="", blank=True)
    silence_until = models.DateTimeField(null=True)  # while a silence runs, rounded up; gone when it ends
    broken = models.PositiveSmallIntegerField(default=0)  # how often, never by whom
    scribed = models.BooleanField(default=False)  # a facilitator wrote it down for the side
    withdraw_hash = models.BinaryField(default=bytes)  # of a random code that the writer alone was shown
    content = CellField(purpose="note")

    class Meta:
        indexes = [models.Index(fields=["dialogue", "item"], name="entries_of_an_item")]

    def __str__(self) -> str:
        return self.kind


class SideRemark(models.Model):
    """What somebody of the side says about one of its lines: numbered, without an author. Never read outside the side."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    entry = models.ForeignKey(SideEntry, on_delete=models.CASCADE, related_name="remarks")
    number = models.PositiveSmallIntegerField()
    text = CellField(purpose="note")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="one_remark_a_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"remark {self.number}"


class CommonInterest(models.Model):
    """An interest put to every side apart, in neutral words, or shown to all by one side.

    `marks` is one cell of one length, whoever has marked: {side: end of its silence, or blanks}. A table of marks would
    tell whoever holds a copy of the disk what nobody in the room is told.
    """

    class State(models.TextChoices):
        OFFERED = "offered"
        SHARED = "shared"
        WITHDRAWN = "withdrawn"  # checked, never kept: the row goes with it

    MOVES = {
        State.OFFERED: {State.SHARED, State.WITHDRAWN},
        State.SHARED: set(),
        State.WITHDRAWN: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    item = models.UUIDField()  # agenda item
    shown_by = models.UUIDField(null=True)  # the side that has shown it to all; empty when a facilitator worded it
    state = models.CharField(max_length=10, choices=State.choices, default=State.OFFERED)
    content = CellField(purpose="note")
    marks = CellField(purpose="note")

    class Meta:
        indexes = [models.Index(fields=["dialogue", "item"], name="interests_of_an_item")]

    def __str__(self) -> str:
        return self.state
