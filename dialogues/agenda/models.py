"""Agenda items, and the order last computed from secret ratings."""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class AgendaItem(models.Model):
    """An issue in wording neutral for every side (domain.md 3.3, 4)."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        WORDED = "worded"
        RATED = "rated"
        SCHEDULED = "scheduled"
        DISCUSSING = "discussing"
        PARKED = "parked"
        PROVISIONALLY_AGREED = "provisionally_agreed"
        AGREED = "agreed"
        EARLY_HARVEST = "early_harvest"
        WITHDRAWN = "withdrawn"

    MOVES = {
        State.PROPOSED: {State.WORDED, State.WITHDRAWN},
        State.WORDED: {State.PROPOSED, State.RATED, State.SCHEDULED, State.WITHDRAWN},  # back: other words are put
        State.RATED: {State.SCHEDULED, State.WITHDRAWN},
        State.SCHEDULED: {State.DISCUSSING, State.WITHDRAWN},
        State.DISCUSSING: {State.PARKED, State.PROVISIONALLY_AGREED, State.WITHDRAWN},
        State.PARKED: {State.DISCUSSING, State.WITHDRAWN},
        State.PROVISIONALLY_AGREED: {State.DISCUSSING, State.AGREED, State.EARLY_HARVEST, State.WITHDRAWN},
        State.AGREED: set(),
        State.EARLY_HARVEST: set(),
        State.WITHDRAWN: set(),
    }

    class Sphere(models.TextChoices):
        SECURITY = "security"
        HUMANITARIAN = "humanitarian"
        ECONOMIC = "economic"
        CULTURAL = "cultural"
        POLITICAL = "political"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    title = CellField(purpose="agenda")
    sphere = models.CharField(max_length=14, choices=Sphere.choices)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="parts"
    )  # it was split into these
    suggested = models.BooleanField(default=False)  # by a participant; which one and which side is kept nowhere
    prerequisites = models.ManyToManyField("self", symmetrical=False, related_name="unlocks", through="AgendaEdge")
    pin = models.PositiveSmallIntegerField(null=True)  # position from 1
    pin_reason = CellField(purpose="agenda")
    review_date = models.DateField(null=True)  # parked
    silence_until = models.DateTimeField(null=True)  # its wording is before the sides; rounded up, gone when it ends
    broken = models.PositiveSmallIntegerField(default=0)  # how often a wording was objected to, never by whom
    objections = CellField(purpose="agenda")  # JSON list of what was said against the wording; nobody's name or side
    packaged = models.BooleanField(default=False)  # part of a package that is on the table
    state = models.CharField(max_length=22, choices=State.choices, default=State.PROPOSED)
    # The place last computed, as words and positions only: what everyone may read.
    position = models.PositiveSmallIntegerField(null=True)
    band = models.CharField(max_length=14, default="", blank=True)
    why = models.CharField(max_length=24, default="", blank=True)  # code of agenda.rules
    why_number = models.PositiveSmallIntegerField(null=True)  # "waits for item n", "the rule would give position n"
    harvest_until = models.DateTimeField(null=True)  # every side is asked to let it take effect before the rest
    # Where it stood when the last session closed: what the pages say has changed since then.
    last_position = models.PositiveSmallIntegerField(null=True)
    last_state = models.CharField(max_length=22, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "number"], name="one_item_a_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"item {self.number}"


class AgendaEdge(models.Model):
    """`item` waits for `requires`. The graph has no cycle: an edge that would close one is refused when entered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="edges")
    requires = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="required_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "requires"], name="one_edge_a_pair")]

    def __str__(self) -> str:
        return "prerequisite"
