"""Options for agenda items, packages made of them, and searches that wait for the worker.

Weights and values of a side are working values of the weighting round (`SideValue`); no row here holds one.
"""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class Option(models.Model):
    """One way to settle an agenda item. Its words are fixed, because people value it by them; it can be taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="options")
    item = models.UUIDField()  # agenda item
    place = models.PositiveSmallIntegerField()  # from one end to the other, from 0; gaps where one was taken back
    label = CellField(purpose="agenda")
    withdrawn = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["dialogue", "item"], name="options_of_an_item")]
        ordering = ["place"]

    def __str__(self) -> str:
        return f"option {self.place}"


class Package(models.Model):
    """One option for each of several items. `content` is JSON: see `content.py`."""

    class State(models.TextChoices):
        COMPUTED = "computed"
        DRAFTED = "drafted"
        SHOWN = "shown_to_facilitators"
        TABLED = "tabled"
        POLLED = "polled"
        ACCEPTED = "accepted"
        SET_ASIDE = "set_aside"

    MOVES = {
        State.COMPUTED: {State.SHOWN},
        State.DRAFTED: {State.SHOWN},
        State.SHOWN: {State.TABLED, State.SET_ASIDE},
        State.TABLED: {State.POLLED, State.SET_ASIDE},
        State.POLLED: {State.ACCEPTED, State.SET_ASIDE},
        State.ACCEPTED: set(),
        State.SET_ASIDE: set(),
    }

    class Origin(models.TextChoices):
        COMPUTED = "computed"
        DRAFTED = "drafted"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="packages")
    number = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=8, choices=Origin.choices)
    search = models.UUIDField(null=True)  # the search that found it
    text_hash = models.CharField(max_length=64, default="", blank=True)  # from the moment it is on the table
    tabled_on = models.DateField(null=True)
    content = CellField(purpose="note")
    state = models.CharField(max_length=22, choices=State.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "number"], name="one_package_a_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"package {self.number}"


class PackageSearch(models.Model):
    """A search that the worker does apart from the release: packages from a weighting round, or better ones than agreed.

    `asked` is the agreed package of an improvement check, `told` what facilitators read: words and item numbers, no figure.
    """

    class Kind(models.TextChoices):
        FIND = "find"
        IMPROVE = "improve"

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"

    MOVES = {State.WAITING: {State.DONE}, State.DONE: set()}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    measure = models.ForeignKey("dialogues.Measure", on_delete=models.CASCADE, related_name="searches")
    number = models.PositiveSmallIntegerField()  # from 1, in the dialogue
    kind = models.CharField(max_length=8, choices=Kind.choices)
    asked = CellField(purpose="note")
    told = CellField(purpose="note")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "number"], name="one_search_a_number")]

    def __str__(self) -> str:
        return self.kind
