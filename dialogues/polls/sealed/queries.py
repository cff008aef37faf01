"""What may be read of sealed tests on their way. What came of one is read as the release of its measure."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.approvals.models import Approval
from dialogues.ballots.gate import SEALED
from dialogues.ballots.kinds import Sizes
from dialogues.ballots.models import Measure, MeasureSide
from dialogues.ballots.queries import sizes_for
from dialogues.ballots.subjects import Subject
from dialogues.polls.models import SealedTest
from dialogues.polls.sealed.measure import allowed_rules
from dialogues.polls.sealed.rules import PastTest
from dialogues.vault.cells import read_cell

DEED = "sealed_test.start"
ON_THE_WAY = (SealedTest.State.BEFORE_SIDES, SealedTest.State.AGREED, SealedTest.State.CONFIRMED)


@dataclass(frozen=True, slots=True)
class TestView:
    """A sealed test as people read it."""

    id: UUID
    title: str
    subject_kind: str
    subject: UUID
    rule: str
    state: str
    state_words: str
    silence_until: datetime | None
    measure: UUID | None
    asked: bool  # a second facilitator is asked to confirm


def tests_on_the_way(dialogue_id: UUID) -> list[TestView]:
    """Return the tests that are not announced yet."""
    return _views(dialogue_id, SealedTest.objects.filter(state__in=ON_THE_WAY).order_by("id"))


def tests_of(dialogue_id: UUID, subject_id: UUID) -> list[TestView]:
    """Return every test of one subject, those on the way first."""
    return _views(dialogue_id, SealedTest.objects.filter(subject=subject_id).order_by("announced_at", "id"))


def test_view(dialogue_id: UUID, test_id: UUID) -> TestView | None:
    """Return one test of a dialogue; None if there is no such test in it."""
    return next(iter(_views(dialogue_id, SealedTest.objects.filter(id=test_id))), None)


def measure_of(test_id: UUID) -> UUID | None:
    """Return the ballot that was announced for a test, also before the test knows of it; None if there is none."""
    rows = Measure.objects.filter(kind=SEALED, subject=test_id)
    return rows.exclude(state__in=[Measure.State.DRAFT, Measure.State.VOID]).values_list("id", flat=True).first()


def before_the_sides(dialogue_id: UUID) -> list[TestView]:
    """Return the tests that every side is asked about by silence."""
    return [view for view in tests_on_the_way(dialogue_id) if view.silence_until is not None]


def past_tests(dialogue_id: UUID) -> list[PastTest]:
    """Return the tests that count for the budget: announced, and not voided before they opened."""
    rows = SealedTest.objects.filter(dialogue_id=dialogue_id, state=SealedTest.State.ANNOUNCED)
    voided = set(Measure.objects.filter(dialogue_id=dialogue_id, state=Measure.State.VOID).values_list("id", flat=True))
    opened = set(
        MeasureSide.objects.filter(measure_id__in=voided, electorate__gt=0).values_list("measure_id", flat=True)
    )
    return [
        PastTest(row.clauses, frozenset(row.items), row.announced_at)
        for row in rows
        if row.announced_at is not None and row.measure not in voided - opened
    ]


def sizes_of(dialogue_id: UUID, subject: Subject) -> Sizes:
    """Return what the gate may know before anybody votes."""
    return sizes_for(dialogue_id, lineage=subject.lineage, subject_hash=subject.text_hash)


def rules_for(dialogue_id: UUID, subject: Subject) -> list[str]:
    """Return the rules that a test of this subject may have, for the people there now."""
    return allowed_rules(sizes_of(dialogue_id, subject))


def plan_hash(test_id: UUID) -> str:
    """Return what two facilitators must both have seen: the text, the rule, the time."""
    row = SealedTest.objects.get(id=test_id)
    packed = f"{row.subject_kind}|{row.subject}|{row.subject_hash}|{row.rule}|{row.minutes}"
    return hashlib.sha256(packed.encode()).hexdigest()


def state_words(state: str) -> str:
    """Return where a test stands."""
    return {
        "before_sides": _("Before the sides: it can be held if nobody objects."),
        "agreed": _("The sides let it be held. Two facilitators start it."),
        "objected": _("Somebody objected: it is not held."),
        "confirmed": _("Two facilitators agree; it is about to be announced."),
        "announced": _("Announced."),
        "withdrawn": _("Withdrawn."),
    }[state]


def _views(dialogue_id: UUID, rows: QuerySet[SealedTest]) -> list[TestView]:
    """Decrypt the tests of a dialogue among these, with what waits for a second facilitator marked."""
    waiting = set(
        Approval.objects.filter(dialogue=dialogue_id, deed=DEED, state=Approval.State.WAITING).values_list(
            "subject", flat=True
        )
    )
    return [_view(row, asked=row.id in waiting) for row in rows.filter(dialogue_id=dialogue_id)]


def _view(row: SealedTest, *, asked: bool) -> TestView:
    """Decrypt one test."""
    return TestView(
        id=row.id,
        title=read_cell(row, "title"),
        subject_kind=row.subject_kind,
        subject=row.subject,
        rule=row.rule,
        state=row.state,
        state_words=state_words(row.state),
        silence_until=row.silence_until,
        measure=row.measure,
        asked=asked,
    )
