"""The single text: proposals, immutable tabled versions, clauses. Facilitators hold the pen."""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class Proposal(models.Model):
    """The one draft on an agenda item that the facilitators keep revising."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="proposals")
    item = models.UUIDField(null=True)  # agenda item
    title = CellField(purpose="note")

    def __str__(self) -> str:
        return "proposal"


class ProposalVersion(models.Model):
    """One version; once tabled it is immutable and known by its hash over all languages."""

    class State(models.TextChoices):
        DRAFT = "draft"
        TABLED = "tabled"
        SUPERSEDED = "superseded"
        FINAL = "final"

    MOVES = {
        State.DRAFT: {State.TABLED},
        State.TABLED: {State.SUPERSEDED, State.FINAL},
        State.SUPERSEDED: set(),
        State.FINAL: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text_hash = models.CharField(max_length=64, default="", blank=True)
    change_note = CellField(purpose="note")
    official_note = CellField(purpose="note")  # relation to official positions
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"version {self.number}"


class Clause(models.Model):
    """One numbered clause; its text per language is one cell (JSON: language → text)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    version = models.ForeignKey(ProposalVersion, on_delete=models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField()
    text = CellField(purpose="note")
    bracketed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="one_clause_a_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"clause {self.number}"
