"""The log of a room: one numbered entry for everything that happened."""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class Room(models.Model):
    """A room of a session. `last` is the number of its newest event; every event takes the next under this row's lock."""

    class Kind(models.TextChoices):
        PLENARY = "plenary"
        CAUCUS = "caucus"
        FACILITATORS = "facilitators"
        PRIVATE_LINE = "private_line"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="rooms")
    session = models.ForeignKey("dialogues.Session", on_delete=models.CASCADE, related_name="rooms")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PLENARY)
    side = models.UUIDField(null=True)  # caucus
    seat = models.UUIDField(null=True)  # private line: this mask and the facilitators
    facilitators_invited = models.BooleanField(default=False)  # caucus: asked in by the side
    hold_first = models.BooleanField(default=False)  # what masks write waits for a facilitator
    slow_seconds = models.PositiveSmallIntegerField(default=0)  # the least time between two messages of a mask
    turn = models.UUIDField(null=True)  # in a structured round: the side that has the floor
    turns_left = models.JSONField(default=list)  # the sides whose turns come after it
    pause_declined = models.BigIntegerField(default=0)  # the newest entry when a suggested pause was last declined
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind", "side", "seat"], nulls_distinct=False, name="one_room_a_kind_and_side"
            )
        ]

    def __str__(self) -> str:
        return self.kind


class Event(models.Model):
    """One entry of a room: a message or a turn of the meeting. Live delivery and catch-up read the same rows.

    `seat` is a mask's place, never a person; `minute` is cut to the minute (to the hour in a high-risk dialogue).
    `body` holds a JSON object, encrypted. A hidden or withdrawn message keeps its number and loses its text for readers.
    """

    class State(models.TextChoices):
        POSTED = "posted"
        HIDDEN = "hidden"
        WITHDRAWN = "withdrawn"
        ARCHIVED = "archived"  # its time is over: the number stays, the words are destroyed

    MOVES = {
        State.POSTED: {State.HIDDEN, State.WITHDRAWN, State.ARCHIVED},
        State.HIDDEN: {State.ARCHIVED},
        State.WITHDRAWN: set(),
        State.ARCHIVED: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, db_constraint=False, db_index=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="events")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)  # noun.past
    minute = models.DateTimeField()
    seat = models.UUIDField(null=True)  # the mask that spoke
    role = models.CharField(max_length=12, default="", blank=True)  # "facilitator" or "system" otherwise
    subject = models.UUIDField(null=True)  # what the event is about: a message, version, measure, item
    state = models.CharField(max_length=10, choices=State.choices, default=State.POSTED)
    body = CellField(purpose="message")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "seq"], name="one_event_a_number")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class Dedupe(models.Model):
    """A client's message id and the number it got, so that a retry is harmless. Gone 24 h after the session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    room = models.UUIDField()
    author = models.UUIDField()  # seat, or staff member for a facilitator's message
    cmid = models.UUIDField()
    seq = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "author", "cmid"], name="one_number_a_client_message")]

    def __str__(self) -> str:
        return str(self.seq)
