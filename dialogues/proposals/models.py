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
        CRITICISM_OPEN = "criticism_open"
        CRITICISM_CLOSED = "criticism_closed"
        SUPERSEDED = "superseded"
        FINAL = "final"

    MOVES = {
        State.DRAFT: {State.TABLED},
        State.TABLED: {State.CRITICISM_OPEN, State.SUPERSEDED},
        State.CRITICISM_OPEN: {State.CRITICISM_CLOSED},
        State.CRITICISM_CLOSED: {State.SUPERSEDED, State.FINAL},
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
    tabled_on = models.DateField(null=True)  # for the story of the text: a day, set by a deed of staff
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)

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
    terms = CellField(purpose="note")  # JSON {"who", "what", "by_when", "verified"}; what is missing is flagged
    red_flag = models.CharField(max_length=4, default="", blank=True)  # "law": contested in law

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="one_clause_a_number")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"clause {self.number}"


class Criticism(models.Model):
    """What somebody says against a clause, or the amendment they would like. Nobody's: no author, no side, no time.

    `content` is a JSON object {"text", "proposed"}. Rows are read in the order of their random keys, so that their
    order tells nothing either.
    """

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        MERGED = "merged"
        BRACKETED = "bracketed"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"  # checked, never kept: the row goes with it

    MOVES = {
        State.OPEN: {State.ACCEPTED, State.MERGED, State.BRACKETED, State.DECLINED, State.WITHDRAWN},
        State.ACCEPTED: {State.OPEN},
        State.MERGED: {State.OPEN},
        State.BRACKETED: {State.OPEN},
        State.DECLINED: {State.OPEN},
        State.WITHDRAWN: set(),
    }

    class Kind(models.TextChoices):
        CONCERN = "concern"
        MISSING_INTEREST = "missing_interest"
        WORDING = "wording"
        BRACKET = "bracket"
        AMENDMENT = "amendment"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    version = models.ForeignKey(ProposalVersion, on_delete=models.CASCADE, related_name="criticisms")
    clause = models.PositiveSmallIntegerField(null=True)  # its number; none: the text as a whole
    kind = models.CharField(max_length=16, choices=Kind.choices)
    from_ballot = models.BooleanField(default=False)  # came with a straw poll, through the gate
    withdraw_hash = models.BinaryField(default=bytes)  # of a random code that the writer alone was shown
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    content = CellField(purpose="note")
    reason = CellField(purpose="note")  # why it was answered so

    class Meta:
        indexes = [models.Index(fields=["version"], name="criticisms_of_a_version")]

    def __str__(self) -> str:
        return self.kind


class TranslationCheck(models.Model):
    """One person of a side says whether a translation says the same as the first language. The side is kept, no seat.

    A doubt stands until the next version; what was checked can still be doubted by another person of the side.
    """

    class State(models.TextChoices):
        CHECKED = "checked"
        DOUBTED = "doubted"

    MOVES = {State.CHECKED: {State.DOUBTED}, State.DOUBTED: set()}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    version = models.ForeignKey(ProposalVersion, on_delete=models.CASCADE, related_name="checks")
    language = models.CharField(max_length=8)
    side = models.UUIDField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.CHECKED)
    remark = CellField(purpose="note")  # why it is doubted; everybody reads it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language", "side"], name="one_check_a_language_and_side")
        ]

    def __str__(self) -> str:
        return self.state


class GlossaryTerm(models.Model):
    """A term of the dialogue: its word in every language and what all take it to mean.

    `content` is a JSON object {"words", "meaning", "open"}: language → word, the agreed meaning, and, where a term is left
    open on purpose, why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    left_open = models.BooleanField(default=False)  # deliberately ambiguous
    content = CellField(purpose="note")

    def __str__(self) -> str:
        return "term"


class Idea(models.Model):
    """An unofficial proposal by a participant: exploratory and without prejudice. Nobody's: no author, no side, no time.

    `content` is a JSON object {"text", "note"}: the idea, and how it relates to official positions.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted"
        ON_TABLE = "on_table"
        ABSORBED = "absorbed"
        SET_ASIDE = "set_aside"
        WITHDRAWN = "withdrawn"  # checked, never kept: the row goes with it, without trace

    MOVES = {
        State.SUBMITTED: {State.ON_TABLE, State.SET_ASIDE, State.WITHDRAWN},
        State.ON_TABLE: {State.ABSORBED, State.SET_ASIDE, State.WITHDRAWN},
        State.ABSORBED: {State.WITHDRAWN},
        State.SET_ASIDE: {State.ON_TABLE, State.WITHDRAWN},
        State.WITHDRAWN: set(),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey("dialogues.Dialogue", on_delete=models.CASCADE)
    item = models.UUIDField(null=True)  # agenda item
    proposal = models.UUIDField(null=True)  # the text that took it up
    withdraw_hash = models.BinaryField(default=bytes)  # of a random code that the writer alone was shown
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED)
    content = CellField(purpose="note")
    reason = CellField(purpose="note")  # why it was set aside

    class Meta:
        indexes = [models.Index(fields=["dialogue", "state"], name="ideas_of_a_dialogue")]

    def __str__(self) -> str:
        return self.state
