"""What waits for facilitators: messages that they read first, and messages that somebody has pointed out to them."""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class HeldMessage(models.Model):
    """One message that waits. Published, taken back or closed with the session, its row is gone."""

    class State(models.TextChoices):
        HELD = "held"
        REPHRASE_OFFERED = "rephrase_offered"
        DECLINED = "declined"
        RELEASED = "released"  # checked, never kept: the row goes with it
        WITHDRAWN = "withdrawn"  # the same

    MOVES = {
        State.HELD: {State.REPHRASE_OFFERED, State.DECLINED, State.RELEASED, State.WITHDRAWN},
        State.REPHRASE_OFFERED: {State.REPHRASE_OFFERED, State.DECLINED, State.RELEASED, State.WITHDRAWN},
        State.DECLINED: {State.WITHDRAWN},
        State.RELEASED: set(),
        State.WITHDRAWN: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    room = models.UUIDField()
    seat = models.UUIDField()  # the mask, never a person
    cmid = models.UUIDField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.HELD)
    body = CellField(purpose="message")  # JSON {"text", "re"}
    offered = CellField(purpose="message")  # the words that a facilitator offers instead
    reason = CellField(purpose="message")  # why it is not published, for its author alone

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "seat", "cmid"], name="one_held_message_a_client_id")]

    def __str__(self) -> str:
        return self.state


class Flag(models.Model):
    """A message that somebody has pointed out to the facilitators, once for each reason: no seat, no time, no count of how many did.

    Answered, its row is gone.
    """

    class Kind(models.TextChoices):
        IDENTIFYING = "identifying"
        ABUSE = "abuse"
        THREAT = "threat"
        GROUND_RULES = "ground_rules"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, db_constraint=False)
    event = models.UUIDField()  # the message
    kind = models.CharField(max_length=12, choices=Kind.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "kind"], name="one_flag_a_message_and_reason")]

    def __str__(self) -> str:
        return self.kind
