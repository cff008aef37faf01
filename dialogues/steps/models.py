"""Steps that a side could take, plans of matched rounds, and what has become of them.

What the sides think of a step is a working value of its rating (`SideValue`); no row here holds a figure. A step names its
side, never a seat; its one time is the end of a running silence, rounded up, and it goes when the silence ends.
"""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class ReciprocalPlan(models.Model):
    """Rounds that meet step with step. Empty until the worker has computed it. `content` is JSON: title, why it was stopped."""

    class State(models.TextChoices):
        DRAFTED = "drafted"
        SHOWN = "shown"
        ADOPTED = "adopted"
        RUNNING = "running"
        COMPLETED = "completed"
        STOPPED = "stopped"

    MOVES = {
        State.DRAFTED: {State.SHOWN},
        State.SHOWN: {State.ADOPTED, State.STOPPED},
        State.ADOPTED: {State.RUNNING, State.STOPPED},
        State.RUNNING: {State.COMPLETED, State.STOPPED},
        State.COMPLETED: set(),
        State.STOPPED: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveSmallIntegerField()
    measure = models.UUIDField()  # the newest rating when it was asked for: so many plans from one rating and no more
    computed = models.BooleanField(default=False)
    left = models.JSONField(default=list)  # ids of steps that met no other
    first = models.UUIDField(null=True)  # side that moves first in round 1, if steps follow one another
    drawn = models.BooleanField(default=False)  # by lot; it volunteered otherwise
    text_hash = models.CharField(max_length=64, default="", blank=True)  # from the moment it is shown
    shown_on = models.DateField(null=True)
    content = CellField(purpose="note")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFTED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "number"], name="one_plan_a_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"plan {self.number}"


class PlanRound(models.Model):
    """One round of a plan: a step of every side, or two that count as one."""

    class State(models.TextChoices):
        PLANNED = "planned"
        ANNOUNCED = "announced"
        RUNNING = "running"
        COMPLETED = "completed"
        LAPSED = "lapsed"
        STOPPED = "stopped"

    MOVES = {
        State.PLANNED: {State.ANNOUNCED, State.STOPPED},
        State.ANNOUNCED: {State.RUNNING, State.STOPPED},
        State.RUNNING: {State.COMPLETED, State.LAPSED, State.STOPPED},
        State.COMPLETED: set(),
        State.LAPSED: set(),
        State.STOPPED: set(),
    }

    class Order(models.TextChoices):
        SIMULTANEOUS = "simultaneous"
        SEQUENCED = "sequenced"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(ReciprocalPlan, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    order = models.CharField(max_length=12, choices=Order.choices, default=Order.SIMULTANEOUS)
    first = models.UUIDField(null=True)  # side
    members = models.JSONField(default=list)  # ids of its steps, in the order of the sides
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_round_of_a_plan_a_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"round {self.number}"


class Step(models.Model):
    """One thing that one side could do. `content` is JSON: see `content.py`."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        ACCEPTED = "accepted_by_actor"
        VALUED = "valued"
        SCHEDULED = "scheduled"
        ANNOUNCED = "announced"
        CLAIMED = "done_claimed"
        VERIFIED = "verified"
        DISPUTED = "disputed"
        BREACH = "breach_confirmed"
        ANSWERED = "answered"
        UNANSWERED = "unanswered"
        REPEATED = "repeated"
        RECIPROCATED = "reciprocated"
        LAPSED = "lapsed"
        WITHDRAWN = "withdrawn"

    MOVES = {
        State.PROPOSED: {State.ACCEPTED, State.WITHDRAWN},
        State.ACCEPTED: {State.VALUED, State.WITHDRAWN},
        State.VALUED: {State.SCHEDULED, State.WITHDRAWN},
        State.SCHEDULED: {
            State.ANNOUNCED,
            State.WITHDRAWN,
            State.VALUED,
        },  # back: its plan was stopped before its round
        State.ANNOUNCED: {State.CLAIMED},
        State.CLAIMED: {State.VERIFIED, State.DISPUTED},
        State.DISPUTED: {State.VERIFIED, State.BREACH},
        State.BREACH: {State.ANSWERED},
        State.VERIFIED: {State.RECIPROCATED, State.UNANSWERED},
        State.UNANSWERED: {State.REPEATED, State.RECIPROCATED, State.LAPSED},  # met late, it is met all the same
        State.REPEATED: {State.RECIPROCATED, State.UNANSWERED},
        State.ANSWERED: set(),
        State.RECIPROCATED: set(),
        State.LAPSED: set(),
        State.WITHDRAWN: set(),
    }

    class Sphere(models.TextChoices):
        SECURITY = "security"
        HUMANITARIAN = "humanitarian"
        ECONOMIC = "economic"
        CULTURAL = "cultural"
        POLITICAL = "political"

    class Publicity(models.TextChoices):
        PUBLIC = "public"
        QUIET = "quiet"

    class Asked(models.TextChoices):
        ACCEPT = "accept"
        ANNOUNCE = "announce"
        WITHDRAW = "withdraw"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    side = models.UUIDField()  # whose step it is
    sphere = models.CharField(max_length=14, choices=Sphere.choices)
    publicity = models.CharField(max_length=6, choices=Publicity.choices, default=Publicity.PUBLIC)
    after = models.JSONField(default=list)  # ids of steps that come in an earlier round
    due = models.DateField(null=True)
    repeat_of = models.UUIDField(null=True)
    together = models.UUIDField(null=True)  # counts as one with this step of its side
    measure = models.UUIDField(null=True)  # the rating that valued it
    round = models.ForeignKey(PlanRound, null=True, on_delete=models.SET_NULL, related_name="steps")  # once adopted
    asked = models.CharField(max_length=8, choices=Asked.choices, default="", blank=True)  # of its side, by silence
    silence_until = models.DateTimeField(null=True)
    broken = models.PositiveSmallIntegerField(default=0)  # how often a silence was broken, never by whom
    worded = models.BooleanField(default=False)  # its side lets the announcement stand
    since = models.DateField(null=True)  # day of the last turn after its announcement
    content = CellField(purpose="note")
    state = models.CharField(max_length=17, choices=State.choices, default=State.PROPOSED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "number"], name="one_step_a_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"step {self.number}"
