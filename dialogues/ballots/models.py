"""Secret ballots: measures, tokens, ballots, and what the release gate let out.

Identity-bearing tables (BallotGrant, BallotToken, BallotTokenPool, Ballot) follow the rules of
dialogues/admission/models.py.
"""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class Measure(models.Model):
    """Anything answered by secret ballot. Wording, rule, times and thresholds freeze when it is announced."""

    class Kind(models.TextChoices):
        RATING_ROUND = "rating_round"
        STRAW_POLL = "straw_poll"
        RIPENESS_SURVEY = "ripeness_survey"
        SEALED_TEST = "sealed_test"
        WEIGHTING_ROUND = "weighting_round"
        STEP_RATING = "step_rating"
        SIDE_QUESTION = "side_question"

    class State(models.TextChoices):
        DRAFT = "draft"
        ANNOUNCED = "announced"
        OPEN = "open"
        CLOSED = "closed"
        TALLIED = "tallied"
        RELEASED = "released"
        WITHHELD = "withheld"
        DESTROYED = "destroyed"
        VOID = "void"

    MOVES = {
        State.DRAFT: {State.ANNOUNCED},
        State.ANNOUNCED: {State.OPEN, State.VOID},
        State.OPEN: {State.CLOSED, State.VOID},
        State.CLOSED: {State.TALLIED},
        State.TALLIED: {State.RELEASED, State.WITHHELD},
        State.RELEASED: {State.DESTROYED},
        State.WITHHELD: {State.DESTROYED},
        State.DESTROYED: set(),
        State.VOID: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="measures")
    session = models.UUIDField(null=True)
    epoch = models.UUIDField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    only_side = models.UUIDField(null=True)  # a side question: nobody but this side and the facilitators knows of it
    subject = models.UUIDField(null=True)  # proposal version of a straw poll
    subject_hash = models.CharField(max_length=64, default="", blank=True)
    lineage = models.UUIDField()  # same proposal or same item set: asked again, the ledger looks here
    questions = CellField(purpose="poll")  # JSON {"title", "about", "questions"}: what is asked, in order
    pass_mark = models.CharField(max_length=20, default="", blank=True)
    k = models.PositiveSmallIntegerField()
    f = models.PositiveSmallIntegerField()
    group_mode = models.CharField(max_length=12)
    opens_at = models.DateTimeField(null=True)  # end of the token phase at the earliest
    closes_at = models.DateTimeField(null=True)  # may be postponed, never advanced
    key_holder = models.CharField(max_length=16, default="dialogue")
    spki = models.BinaryField(default=bytes)  # ballots are encrypted to this key
    wrapped_key = CellField(purpose="poll")  # its private half
    void_reason = CellField(purpose="poll")
    paused_at = models.DateTimeField(null=True)  # a cooling-off holds it; its times move by the pause's length
    quorum_at = models.DateTimeField(null=True)  # the tick at which MeasureSide.quorum was looked at
    destroy_at = models.DateTimeField(null=True)  # 72 h after release
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)

    def __str__(self) -> str:
        return self.kind


class MeasureSide(models.Model):
    """A side's electorate, frozen at SEAL-T (tokens handed out); ballots found at SEAL-P. Totals only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="measure_sides")
    side = models.ForeignKey("dialogues.Side", on_delete=models.CASCADE)
    seats = models.PositiveSmallIntegerField(default=0)  # in force when announced
    electorate = models.PositiveSmallIntegerField(default=0)
    sealed_ballots = models.PositiveSmallIntegerField(default=0)
    kid = models.BinaryField(default=bytes)  # unlinkable entry: the key that signs this side's papers blind
    spki = models.BinaryField(default=bytes)
    quorum = models.BooleanField(null=True)  # enough tokens or ballots at the last tick; nobody sees more

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "side"], name="one_electorate_a_side")]

    def __str__(self) -> str:
        return f"{self.electorate}"


class BallotGrant(models.Model):
    """“This seat has a token”, and nothing about which. Gone at closing. Identity-bearing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.UUIDField()
    seat = models.UUIDField()
    blinded_hash = models.BinaryField(null=True)  # signed blind for it, and the answer, so that a lost one can be
    blind_sig = models.BinaryField(null=True)  # sent again; SEAL-T clears both

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "seat"], name="one_token_a_seat")]

    def __str__(self) -> str:
        return "grant"


class BallotBoard(models.Model):
    """What was signed blind for a measure, for its voters to download whole. From SEAL-T to the close.

    Identity-bearing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.UUIDField()
    side = models.UUIDField()
    blinded_hash = models.BinaryField()
    blind_sig = models.BinaryField()

    def __str__(self) -> str:
        return "board"


class BallotToken(models.Model):
    """The hash of a token that may vote. Identity-bearing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.UUIDField()
    side = models.UUIDField()
    token_hash = models.BinaryField(unique=True)

    def __str__(self) -> str:
        return "token"


class BallotTokenPool(models.Model):
    """Tokens not yet handed out, encrypted; emptied by SEAL-T. Identity-bearing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue_id = models.UUIDField()
    measure = models.UUIDField()
    side = models.UUIDField()
    token = CellField(purpose="poll")

    def __str__(self) -> str:
        return "pooled token"


class Ballot(models.Model):
    """One encrypted vote: no seat, no time. The last one of a token counts. Identity-bearing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.UUIDField()
    side = models.UUIDField()
    token_hash = models.BinaryField(unique=True)
    ciphertext = models.BinaryField()
    replaced = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return "ballot"


class SideValue(models.Model):
    """Working values of a closed rating round (medians per side): for the ordering alone, shown to nobody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="side_values")
    side = models.UUIDField()
    values = CellField(purpose="rating")  # JSON

    def __str__(self) -> str:
        return "side value"


class Release(models.Model):
    """What the gate let out of one measure; the only source of a number made from ballots."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="releases")
    measure = models.OneToOneField(Measure, on_delete=models.CASCADE, related_name="release")
    subject_hash = models.CharField(max_length=64, default="", blank=True)
    outcome = models.CharField(max_length=20)  # released, nothing, not_enough_answers
    body = CellField(purpose="poll")  # JSON of the gate's Release
    day = models.DateField()

    def __str__(self) -> str:
        return self.outcome


class LedgerEntry(models.Model):
    """An earlier release of a lineage, against differencing: two results that together give one vote away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    lineage = models.UUIDField(db_index=True)
    measure = models.OneToOneField(Measure, on_delete=models.CASCADE)
    subject_hash = models.CharField(max_length=64, default="", blank=True)
    epoch = models.UUIDField()
    seats = models.JSONField(default=dict)  # side id → sorted ids of all its seats in force, voters or not
    level = models.CharField(max_length=12)  # label or counts

    def __str__(self) -> str:
        return self.level
