"""Epochs, invitations and seats.

Identity-bearing tables (Invitation, SeatAuth, SeatLogin) have random keys, no times, no serial numbers and no
foreign-key constraints, and a transaction that touches one of them writes and locks nothing else
(anonymity.md 3).
"""

import uuid

from django.db import models


class Epoch(models.Model):
    """One round of admission: head counts, keys, seats and masks of its own. Phases move forward only."""

    class State(models.TextChoices):
        SETUP = "setup"
        ISSUING = "issuing"  # unlinkable entry: browsers have their passes signed
        SEALING1 = "sealing1"
        GAP = "gap"
        REDEEMING = "redeeming"  # passes become seats
        JOINING = "joining"  # quick entry: both at once
        SEALING2 = "sealing2"
        TALKING = "talking"
        ENDED = "ended"

    MOVES = {
        State.SETUP: {State.ISSUING, State.JOINING},
        State.ISSUING: {State.SEALING1, State.ENDED},
        State.SEALING1: {State.GAP},
        State.GAP: {State.REDEEMING, State.ENDED},
        State.REDEEMING: {State.SEALING2, State.ENDED},
        State.JOINING: {State.SEALING2, State.ENDED},
        State.SEALING2: {State.TALKING},
        State.TALKING: {State.ENDED},
        State.ENDED: set(),
    }
    INVITING = (State.ISSUING, State.JOINING)  # invitations can be used
    SEATING = (State.REDEEMING, State.JOINING)  # seats can be taken

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="epochs")
    number = models.PositiveIntegerField()
    group_mode = models.CharField(max_length=12, default="")  # expected from head counts, final from seats
    issue_closes_at = models.DateTimeField(null=True)
    redeem_opens_at = models.DateTimeField(null=True)
    join_closes_at = models.DateTimeField(null=True)  # end of the window in which seats are taken
    extended = models.PositiveSmallIntegerField(default=0)  # times the window was prolonged for an empty side
    state = models.CharField(max_length=10, choices=State.choices, default=State.SETUP)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dialogue", "number"], name="one_epoch_a_number")]

    def __str__(self) -> str:
        return f"epoch {self.number}"


class EpochSide(models.Model):
    """A side's numbers in an epoch.

    `issued` and `seated` are written at seals only: between them they would be a clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    epoch = models.ForeignKey(Epoch, on_delete=models.CASCADE, related_name="epoch_sides")
    side = models.ForeignKey("dialogues.Side", on_delete=models.CASCADE)
    head_count = models.PositiveSmallIntegerField(default=0)
    confirmed = models.BooleanField(default=False)  # head count, facilitators and rules: one confirmation
    accepted = models.CharField(max_length=64, default="", blank=True)  # hash of the facilitators it has accepted
    shown = models.BooleanField(default=False)  # the coordinator has opened the list of invitations, once
    invited = models.PositiveSmallIntegerField(default=0)
    issued = models.PositiveSmallIntegerField(default=0)
    seated = models.PositiveSmallIntegerField(default=0)
    cards = models.PositiveSmallIntegerField(default=0)  # of those invited, who drew a card instead of a link
    kid = models.BinaryField(default=bytes)  # SHA-256 of spki
    spki = models.BinaryField(default=bytes)  # public key of the epoch and side, DER

    class Meta:
        constraints = [models.UniqueConstraint(fields=["epoch", "side"], name="one_count_a_side_and_epoch")]

    def __str__(self) -> str:
        return f"{self.head_count}"


class Invitation(models.Model):
    """A one-time secret for one person, known here by its hash alone. Identity-bearing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    epoch = models.UUIDField()
    side = models.UUIDField()
    secret_hash = models.BinaryField(unique=True)
    issued = models.BooleanField(default=False)
    cancelled = models.BooleanField(default=False)
    blinded_hash = models.BinaryField(null=True)  # what was signed blind for it, and the answer: a lost one is
    blind_sig = models.BinaryField(
        null=True
    )  # sent again. Without the seed neither leads to a token; SEAL-1 clears both

    def __str__(self) -> str:
        return "invitation"


class CredentialBoard(models.Model):
    """What was signed blind, for everybody to download whole: twelve words find their own on it.

    Filled by SEAL-1 in random order, emptied by SEAL-2. Identity-bearing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    epoch = models.UUIDField()
    side = models.UUIDField()
    blinded_hash = models.BinaryField()
    blind_sig = models.BinaryField()

    def __str__(self) -> str:
        return "board"


class CardCode(models.Model):
    """The hash of a card's code, until SEAL-2. Cards are drawn from a hat: none belongs to a person. Identity-bearing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    epoch = models.UUIDField()
    side = models.UUIDField()
    code_hash = models.BinaryField(unique=True)

    def __str__(self) -> str:
        return "card"


class Seat(models.Model):
    """A place in an epoch under a mask.

    All rows are made in random order before the window; SEAL-2 deletes unused ones.
    """

    class State(models.TextChoices):
        ACTIVE = "active"
        MUTED = "muted"
        SUSPENDED = "suspended"
        REVOKED = "revoked"

    MOVES = {
        State.ACTIVE: {State.MUTED, State.SUSPENDED, State.REVOKED},
        State.MUTED: {State.ACTIVE, State.SUSPENDED, State.REVOKED},
        State.SUSPENDED: {State.ACTIVE, State.REVOKED},
        State.REVOKED: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="seats")
    epoch = models.ForeignKey(Epoch, on_delete=models.CASCADE, related_name="seats")
    side = models.ForeignKey("dialogues.Side", on_delete=models.CASCADE, related_name="seats")
    mask = models.CharField(max_length=24)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    until_hour = models.DateTimeField(null=True)  # end of a mute or suspension, to the hour

    class Meta:
        constraints = [models.UniqueConstraint(fields=["epoch", "mask"], name="one_mask_an_epoch")]

    def __str__(self) -> str:
        return self.mask


class SeatAuth(models.Model):
    """How a seat is known again. `token_hash` (what was spent) is cleared by SEAL-2. Identity-bearing."""

    seat = models.UUIDField(primary_key=True)
    epoch = models.UUIDField()
    side = models.UUIDField()
    token_hash = models.BinaryField(null=True, unique=True)
    seat_auth = models.BinaryField(unique=True)

    def __str__(self) -> str:
        return "seat auth"


class SeatLogin(models.Model):
    """A seat's open browser session: the hash of its cookie and a day. Identity-bearing."""

    cookie_hash = models.BinaryField(primary_key=True)
    seat = models.UUIDField()
    expires_on = models.DateField()

    def __str__(self) -> str:
        return "seat login"


class SealRun(models.Model):
    """How far a seal has come, so that a killed one is resumed and never half done (anonymity.md 5.1)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8)  # "SEAL-1", "SEAL-2", "SEAL-T", "SEAL-P", "SEAL-S"
    target = models.UUIDField()  # epoch, measure or session
    step = models.PositiveSmallIntegerField(default=0)  # last finished step, 7 = done
    lsn = models.CharField(max_length=24, default="", blank=True)  # write-ahead-log position after step 1
    old_files = models.JSONField(default=list)  # where the rewritten tables lay before: must be gone
    incomplete = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)  # totals only

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "target"], name="one_run_a_seal")]

    def __str__(self) -> str:
        return f"{self.kind} {self.step}"
