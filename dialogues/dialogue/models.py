"""The dialogue, its sides, ground rules and sessions."""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class Dialogue(models.Model):
    """The sustained process between the same sides.

    Its numbers freeze when it starts confirming (domain.md 3.1).
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        CONFIRMING = "confirming"
        ACTIVE = "active"
        SUSPENDED = "suspended"
        CLOSED = "closed"
        ENDED = "ended"

    MOVES = {
        State.DRAFT: {State.CONFIRMING},
        State.CONFIRMING: {State.ACTIVE},
        State.ACTIVE: {State.SUSPENDED, State.CLOSED},
        State.SUSPENDED: {State.ACTIVE, State.CLOSED},
        State.CLOSED: {State.ENDED},
        State.ENDED: set(),
    }

    class Entry(models.TextChoices):
        QUICK = "quick"
        UNLINKABLE = "unlinkable"

    class Sequencing(models.TextChoices):
        GRADUAL = "gradual"
        BOULDER = "boulder"
        PARALLEL = "parallel"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    codename = models.CharField(max_length=60)
    title = CellField(purpose="note")
    purpose = CellField(purpose="note")
    languages = models.CharField(max_length=60, default="en")  # codes parted by commas
    entry = models.CharField(max_length=10, choices=Entry.choices, default=Entry.UNLINKABLE)
    issue_minutes = models.PositiveIntegerField(default=72 * 60)  # windows of unlinkable entry
    gap_minutes = models.PositiveIntegerField(default=12 * 60)
    redeem_minutes = models.PositiveIntegerField(default=48 * 60)
    k = models.PositiveSmallIntegerField(default=5)
    f = models.PositiveSmallIntegerField(default=1)
    high_risk = models.BooleanField(default=False)
    even_traffic = models.BooleanField(default=False)  # every line of the room looks the same at all times
    sequencing = models.CharField(max_length=10, choices=Sequencing.choices, default=Sequencing.GRADUAL)
    retention_days = models.PositiveSmallIntegerField(default=30)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    ends_on = models.DateField(null=True)  # when the key dies; fixed at opening
    destroy_at = models.DateTimeField(null=True)  # announced by two people: the key dies before its day

    def __str__(self) -> str:
        return self.codename

    @property
    def dialogue_id(self) -> uuid.UUID:
        """The id that its own cells are bound to."""
        return self.id


class Side(models.Model):
    """One party to the conflict, represented unofficially; equal weight whatever its size."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="sides")
    number = models.PositiveSmallIntegerField()  # gives the outline (circle, square, triangle), no order
    label = CellField(purpose="note")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "number"], name="one_side_a_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"side {self.number}"


class GroundRuleSet(models.Model):
    """One version of the ground rules, all languages in one cell (JSON: language → text).

    No list of acceptances exists.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="ground_rules")
    version = models.PositiveSmallIntegerField()
    text = CellField(purpose="note")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "version"], name="one_rule_set_a_version")]

    def __str__(self) -> str:
        return f"version {self.version}"


class PreparationLine(models.Model):
    """One thing that is settled before the sides meet, in the words in which it was recorded (domain.md 9.5)."""

    class Code(models.TextChoices):
        LEGAL = "legal"
        OVERLAP = "overlap"
        LANGUAGES = "languages"
        FOLLOW_UP = "follow_up"
        HOLDING = "holding"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="preparation")
    code = models.CharField(max_length=10, choices=Code.choices)
    words = CellField(purpose="note")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "code"], name="one_line_a_code")]

    def __str__(self) -> str:
        return self.code


class Session(models.Model):
    """One meeting, with phases (domain.md 4)."""

    class State(models.TextChoices):
        PLANNED = "planned"
        OPEN_FOR_RULES = "open_for_rules"
        LIVE = "live"
        COOLING_OFF = "cooling_off"
        CLOSING = "closing"
        CLOSED = "closed"
        ARCHIVED = "archived"

    MOVES = {
        State.PLANNED: {State.OPEN_FOR_RULES},
        State.OPEN_FOR_RULES: {State.LIVE},
        State.LIVE: {State.COOLING_OFF, State.CLOSING},
        State.COOLING_OFF: {State.LIVE, State.CLOSING},
        State.CLOSING: {State.CLOSED},
        State.CLOSED: {State.ARCHIVED},
        State.ARCHIVED: set(),
    }

    class Phase(models.TextChoices):
        NEEDS_AND_FEARS = "needs_and_fears"
        SHAPE_OF_SOLUTIONS = "shape_of_solutions"
        CONSTRAINTS = "constraints"
        JOINT_STEPS = "joint_steps"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    planned_at = models.DateTimeField(null=True)
    phase = models.CharField(max_length=20, choices=Phase.choices, default=Phase.NEEDS_AND_FEARS)
    epoch = models.UUIDField(null=True)
    current_item = models.UUIDField(null=True)
    cooling_until = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.PLANNED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "number"], name="one_session_a_number")]

    def __str__(self) -> str:
        return f"session {self.number}"
