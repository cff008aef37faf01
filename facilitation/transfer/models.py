"""Track-one channels, paired across sides; what was delivered to them; the notices that say so; what came back."""

import uuid

from django.db import models

from dialogues.vault.fields import CellField


class TrackOneChannel(models.Model):
    """A way to one side's (or a third party's) officials. It counts once every coordinator has agreed and somebody reads it."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        AGREED = "agreed"  # by every coordinator; nobody reads it yet
        ACTIVE = "active"
        CLOSED = "closed"

    MOVES = {
        State.PROPOSED: {State.AGREED, State.CLOSED},
        State.AGREED: {State.ACTIVE, State.CLOSED},
        State.ACTIVE: {State.CLOSED},
        State.CLOSED: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE, related_name="channels")
    side = models.UUIDField(null=True)  # empty: a third party
    name = CellField(purpose="note")
    handling = models.CharField(max_length=14, default="AMBER+STRICT")  # highest label it may receive
    pair_group = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)

    def __str__(self) -> str:
        return "channel"


class ChannelAgreement(models.Model):
    """One side's coordinator has nothing against a channel."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    channel = models.ForeignKey(TrackOneChannel, on_delete=models.CASCADE, related_name="agreements")
    side = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "side"], name="one_agreement_a_side")]

    def __str__(self) -> str:
        return "agreement"


class Delivery(models.Model):
    """One digest in one channel. All deliveries of a release become visible in one transaction, at one minute."""

    class State(models.TextChoices):
        QUEUED = "queued"  # under embargo: it exists, and nobody outside sees it
        VISIBLE = "visible"
        WITHDRAWN = "withdrawn"

    MOVES = {State.QUEUED: {State.VISIBLE}, State.VISIBLE: {State.WITHDRAWN}, State.WITHDRAWN: set()}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    digest = models.ForeignKey("facilitation.Digest", on_delete=models.CASCADE, related_name="deliveries")
    channel = models.ForeignKey(TrackOneChannel, on_delete=models.CASCADE, related_name="deliveries")
    visible_at = models.DateTimeField(null=True)  # to the minute, the same for every channel
    opened_on = models.DateField(null=True)
    prints = models.PositiveIntegerField(default=0)
    downloads = models.PositiveIntegerField(default=0)
    withdrawn_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "channel"], name="one_delivery_a_channel")]

    def __str__(self) -> str:
        return "delivery"


class Endpoint(models.Model):
    """Where the notices of a channel go: a mail address, or a web hook with a secret of its own."""

    class Kind(models.TextChoices):
        MAIL = "mail"
        WEBHOOK = "webhook"

    class State(models.TextChoices):
        ACTIVE = "active"
        PAUSED = "paused"  # by an organizer, or because the receiver said that it is gone

    MOVES = {State.ACTIVE: {State.PAUSED}, State.PAUSED: {State.ACTIVE}}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    channel = models.ForeignKey(TrackOneChannel, on_delete=models.CASCADE, related_name="endpoints")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    target = CellField(purpose="note")  # the address
    secret = CellField(purpose="note")  # web hooks: what notices are signed with
    former = CellField(purpose="note")  # the secret before it, until the receiver has changed over
    certificate = CellField(purpose="note")  # mail: an OpenPGP certificate to encrypt to
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)

    def __str__(self) -> str:
        return self.kind


class Notice(models.Model):
    """One row of the outbox: “something waits”, for one endpoint, written in the transaction of what it tells of."""

    class State(models.TextChoices):
        QUEUED = "queued"
        LEASED = "leased"  # a worker is at it
        DELIVERED = "delivered"
        UNCERTAIN = "uncertain"  # a worker died at it: the mail may have gone out
        FAILED = "failed"  # given up; can be sent again by hand

    MOVES = {
        State.QUEUED: {State.LEASED},
        State.LEASED: {State.QUEUED, State.DELIVERED, State.UNCERTAIN, State.FAILED},
        State.UNCERTAIN: {State.LEASED},
        State.DELIVERED: {State.QUEUED},
        State.FAILED: {State.QUEUED},
    }

    class What(models.TextChoices):
        RELEASED = "digest.released"
        WITHDRAWN = "digest.withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="notices")
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="notices")
    what = models.CharField(max_length=20, choices=What.choices)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "endpoint", "what"], name="one_notice_an_endpoint_and_event")
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="notices_due")]

    def __str__(self) -> str:
        return self.what


class Attempt(models.Model):
    """One try to deliver a notice: written before anything is sent, settled afterwards. What was sent is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    minute = models.DateTimeField()
    outcome = models.CharField(max_length=20, default="started")  # a code of notices.outcomes
    status = models.PositiveSmallIntegerField(null=True)  # the answer's number, if one came

    def __str__(self) -> str:
        return self.outcome


class ReaderQuestion(models.Model):
    """What a channel asks about a digest: one question, put to the group by the facilitators, answered in a later digest."""

    class State(models.TextChoices):
        ASKED = "asked"
        RELAYED = "relayed"
        ANSWERED = "answered"
        SET_ASIDE = "set_aside"

    MOVES = {
        State.ASKED: {State.RELAYED, State.SET_ASIDE},
        State.RELAYED: {State.ANSWERED, State.SET_ASIDE},
        State.ANSWERED: set(),
        State.SET_ASIDE: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    channel = models.ForeignKey(TrackOneChannel, on_delete=models.CASCADE)
    digest = models.ForeignKey("facilitation.Digest", on_delete=models.CASCADE, related_name="questions")
    text = CellField(purpose="digest")
    relayed = CellField(purpose="digest")  # in the facilitators' words, for the participants
    day = models.DateField()
    answered_in = models.UUIDField(null=True)  # a digest
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "channel"], name="one_question_a_channel_and_digest")]

    def __str__(self) -> str:
        return "question"


class TransferNote(models.Model):
    """What idea reached whom, when, and what came of it: in staff's words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    digest = models.UUIDField(null=True)
    text = CellField(purpose="note")
    day = models.DateField()

    def __str__(self) -> str:
        return "note"
