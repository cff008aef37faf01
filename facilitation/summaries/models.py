"""The joint summary of a session: what participants take home."""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class JointSummary(models.Model):
    """One summary. Lines and comments are one cell each: no row tells which sentence somebody struck, or who commented."""

    class State(models.TextChoices):
        COMPILING = "compiling"
        FACILITATOR_REVIEW = "facilitator_review"
        PARTICIPANT_COMMENT = "participant_comment"
        PUBLISHED = "published"
        SUPERSEDED = "superseded"

    MOVES = {
        State.COMPILING: {State.FACILITATOR_REVIEW},
        State.FACILITATOR_REVIEW: {State.PARTICIPANT_COMMENT},
        State.PARTICIPANT_COMMENT: {State.FACILITATOR_REVIEW, State.PUBLISHED},
        State.PUBLISHED: {State.SUPERSEDED},
        State.SUPERSEDED: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="summaries")
    session = models.UUIDField()
    number = models.PositiveSmallIntegerField()  # of the session
    lines = CellField(purpose="digest")  # JSON
    comments = CellField(purpose="digest")  # JSON
    comment_until = models.DateTimeField(null=True)
    published_on = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.COMPILING)

    def __str__(self) -> str:
        return f"summary of session {self.number}"
