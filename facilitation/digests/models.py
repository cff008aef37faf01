"""Digests: the text for officials, its clauses and each side's sign-off on one exact hash."""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class Digest(models.Model):
    """One digest. Its hash covers header and clauses in every language; changing a character voids the sign-offs."""

    class State(models.TextChoices):
        COMPILING = "compiling"
        FACILITATOR_REVIEW = "facilitator_review"
        PARTICIPANT_COMMENT = "participant_comment"
        SIDE_SIGNOFF = "side_signoff"
        READY = "ready"
        EMBARGOED = "embargoed"
        RELEASED = "released"
        SUPERSEDED = "superseded"
        WITHDRAWN = "withdrawn"

    MOVES = {
        State.COMPILING: {State.FACILITATOR_REVIEW},
        State.FACILITATOR_REVIEW: {State.PARTICIPANT_COMMENT},
        State.PARTICIPANT_COMMENT: {State.FACILITATOR_REVIEW, State.SIDE_SIGNOFF},
        State.SIDE_SIGNOFF: {State.READY, State.FACILITATOR_REVIEW},
        State.READY: {State.EMBARGOED, State.RELEASED},
        State.EMBARGOED: {State.RELEASED},
        State.RELEASED: {State.SUPERSEDED, State.WITHDRAWN},
        State.SUPERSEDED: set(),
        State.WITHDRAWN: set(),
    }

    class Handling(models.TextChoices):
        RED = "RED"
        AMBER_STRICT = "AMBER+STRICT"
        AMBER = "AMBER"
        GREEN = "GREEN"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="digests")
    number = models.PositiveSmallIntegerField()
    session = models.UUIDField()
    handling = models.CharField(max_length=14, choices=Handling.choices, default=Handling.AMBER_STRICT)
    embargo_at = models.DateTimeField(null=True)
    comment_until = models.DateTimeField(null=True)
    text_hash = models.CharField(max_length=64, default="", blank=True)
    progress = models.CharField(max_length=40, default="", blank=True)  # what the compiler is doing
    released_on = models.DateField(null=True)
    supersedes = models.UUIDField(null=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.COMPILING)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "number"], name="one_digest_a_number")]

    def __str__(self) -> str:
        return f"digest {self.number}"


class DigestClause(models.Model):
    """One line of a section, with its source marks (for facilitators, never exported)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="clauses")
    section = models.CharField(max_length=24)
    number = models.PositiveSmallIntegerField()
    text = CellField(purpose="digest")
    sources = CellField(purpose="digest")  # JSON
    struck = models.BooleanField(default=False)  # “this identifies somebody”: no reason, no seat

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "section", "number"], name="one_digest_line_a_number")]
        ordering = ["section", "number"]

    def __str__(self) -> str:
        return self.section


class SignOff(models.Model):
    """One side's consent to one exact hash, given by its coordinator."""

    class Decision(models.TextChoices):
        APPROVE = "approve"
        OBJECT = "object"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="signoffs")
    text_hash = models.CharField(max_length=64)
    side = models.UUIDField()
    decision = models.CharField(max_length=8, choices=Decision.choices)
    reason = CellField(purpose="digest")
    void = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.decision
