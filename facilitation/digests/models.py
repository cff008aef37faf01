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
        State.READY: {State.EMBARGOED, State.RELEASED, State.FACILITATOR_REVIEW},
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
    themes = CellField(purpose="digest")  # JSON; facilitators alone; empty once the text is with the sides
    reminded_on = models.DateField(null=True)
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
    strikes = models.PositiveSmallIntegerField(default=0)  # how often; the third drops the sentence
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
    clauses = CellField(purpose="digest")  # JSON: the sentences objected to
    void = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.decision


class DigestComment(models.Model):
    """What a participant said about a draft. Nobody's: no seat, no side, no time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="comments")
    about = CellField(purpose="digest")  # the sentence, or nothing for the whole
    text = CellField(purpose="digest")

    def __str__(self) -> str:
        return "comment"


class RunConsent(models.Model):
    """A mask's leave to repeat its own words. The row names the message, never the mask."""

    class State(models.TextChoices):
        ASKED = "asked"
        GIVEN = "given"
        REFUSED = "refused"

    MOVES = {State.ASKED: {State.GIVEN, State.REFUSED}, State.GIVEN: {State.REFUSED}, State.REFUSED: set()}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="consents")
    message = models.UUIDField()
    run = CellField(purpose="digest")
    sentence = CellField(purpose="digest")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)

    def __str__(self) -> str:
        return self.state


class Delay(models.Model):
    """A side’s coordinator put the end of an embargo off: twice at most, by a week at most."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="delays")
    side = models.UUIDField()

    def __str__(self) -> str:
        return "delay"


class Withdrawal(models.Model):
    """A released digest is to be withdrawn: asked for by one person with a reason, done when a second has confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="withdrawals")
    reason = CellField(purpose="digest")  # for the sides and the staff; officials read “withdrawn”
    done_on = models.DateField(null=True)

    def __str__(self) -> str:
        return "withdrawal"
