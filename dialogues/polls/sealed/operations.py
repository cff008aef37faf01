"""Holding a sealed test: the sides let it be held, two facilitators start it, and the budget keeps it rare (domain.md 6.7)."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.approvals.models import Approval
from accounts.approvals.operations import ask
from dialogues.admission.access import Seat, seat_by_id
from dialogues.ballots.gate import SEALED
from dialogues.ballots.kinds import MeasureDraft
from dialogues.ballots.operations import announce_measure
from dialogues.ballots.questions import consent_question
from dialogues.ballots.refusals import BallotRefused
from dialogues.ballots.subjects import Subject, load_subject
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Dialogue
from dialogues.dialogue.silence import end_of_silence
from dialogues.events.operations import announce
from dialogues.polls.models import SealedTest
from dialogues.polls.sealed.queries import DEED, ON_THE_WAY, past_tests, plan_hash, rules_for
from dialogues.polls.sealed.rules import clause_set, over_budget
from dialogues.vault.cells import read_cell, write_cells

State = SealedTest.State
SHORTEST, LONGEST = 24 * 60, 72 * 60


class NoSuchTest(Exception):
    """There is no such test in this dialogue."""


@transaction.atomic
def ask_the_sides(*, staff: Staff, kind: str, subject_id: UUID, rule: str, minutes: int) -> SealedTest:
    """Put to every side, by silence, that a sealed test be held. Raises BallotRefused in words, NoSuchTest."""
    Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    subject = _subject(staff.dialogue_id, kind, subject_id)
    if SealedTest.objects.filter(dialogue_id=staff.dialogue_id, subject=subject_id, state__in=ON_THE_WAY).exists():
        raise BallotRefused(_("A sealed test of this is on its way already."))
    _refuse_length(minutes)
    if rule not in rules_for(staff.dialogue_id, subject):
        raise BallotRefused(_("This rule could give somebody’s answer away on a side of this size. Choose another."))
    test = SealedTest(
        dialogue_id=staff.dialogue_id,
        subject_kind=kind,
        subject=subject_id,
        subject_hash=subject.text_hash,
        clauses=clause_set(subject.clauses),
        items=[str(item) for item in subject.items],
        rule=rule,
        minutes=minutes,
        silence_until=end_of_silence(staff.dialogue_id),
    )
    _refuse_over_budget(test)
    write_cells(test, title=subject.title)
    test.save(force_insert=True)
    announce(dialogue_id=staff.dialogue_id, kind="test.put", body={"title": subject.title}, subject=test.id)
    return test


@transaction.atomic
def object_to_test(*, seat: Seat, test_id: UUID) -> None:
    """As a participant, break the silence: the test is not held. Who did is not stored. Raises BallotRefused, NotSeated."""
    seat_by_id(seat.id)
    test = SealedTest.objects.select_for_update().filter(id=test_id, dialogue_id=seat.dialogue_id).first()
    if test is None or test.state != State.BEFORE_SIDES:
        raise BallotRefused(_("This is not before the sides any more. Reload the page to see how it stands."))
    move(test, State.OBJECTED)
    test.silence_until = None
    test.save(update_fields=["state", "silence_until"])
    announce(dialogue_id=test.dialogue_id, kind="test.objected", body={}, subject=test.id)


def advance_tests() -> int:
    """Let every test be held that nobody objected to in time; returns how many. Called by the sweep."""
    due = SealedTest.objects.filter(silence_until__lte=now(), state=State.BEFORE_SIDES)
    return sum(_end_silence(test_id) for test_id in due.values_list("id", flat=True))


@transaction.atomic
def _end_silence(test_id: UUID) -> bool:
    """End one silence, unless somebody objected in this very moment."""
    rows = SealedTest.objects.select_for_update(skip_locked=True).filter(id=test_id, state=State.BEFORE_SIDES)
    test = rows.first()
    if test is None:
        return False
    move(test, State.AGREED)
    test.silence_until = None
    test.save(update_fields=["state", "silence_until"])
    announce(dialogue_id=test.dialogue_id, kind="test.agreed", body={}, subject=test.id)
    return True


def ask_to_start(*, staff: Staff, test_id: UUID) -> Approval:
    """As the first of two facilitators, ask to start a test that the sides let be held. Raises ApprovalRefused."""
    test = _test(staff.dialogue_id, test_id)
    if test.state != State.AGREED:
        raise BallotRefused(_("The sides have not let this test be held. It cannot be started."))
    return ask(staff=staff, deed=DEED, subject=test.id, subject_hash=plan_hash(test.id))


def confirm_start(approval: Approval, second: Staff) -> None:
    """As the second, confirm: the test is announced as soon as the confirmation is kept. Called by the approvals."""
    test = SealedTest.objects.select_for_update().get(id=approval.subject, dialogue_id=second.dialogue_id)
    _refuse_changed(test)
    move(test, State.CONFIRMED)
    test.save(update_fields=["state"])
    # The ballot's tables want transactions of their own, so it is announced after this one.
    transaction.on_commit(lambda: start_test(staff=second, test_id=test.id), robust=True)


def start_test(*, staff: Staff, test_id: UUID) -> None:
    """Announce a test that two facilitators have confirmed; also by hand, should the announcement have been cut off.

    Raises BallotRefused, NeverPublishable.
    """
    test = _test(staff.dialogue_id, test_id)
    if test.state != State.CONFIRMED:
        raise BallotRefused(_("Two facilitators have to confirm the test first."))
    _refuse_changed(test)
    _refuse_over_budget(test)
    subject = _subject(test.dialogue_id, test.subject_kind, test.subject)
    title = read_cell(test, "title")
    draft = MeasureDraft(
        kind=SEALED,
        title=title,
        questions=[consent_question(key="whole", text=_("Do you accept it as a whole, as it stands?"))],
        lineage=subject.lineage,
        minutes_open=test.minutes,
        subject=test.id,
        subject_hash=test.subject_hash,
        subject_words=_("Sealed test of mutual acceptance"),
        pass_mark=test.rule,
    )
    measure = announce_measure(staff=staff, draft=draft)
    with transaction.atomic():
        test = SealedTest.objects.select_for_update().get(id=test_id)
        move(test, State.ANNOUNCED)
        test.measure, test.announced_at = measure.id, now()
        test.save(update_fields=["state", "measure", "announced_at"])


@transaction.atomic
def withdraw_test(*, staff: Staff, test_id: UUID) -> None:
    """Give a test up before it is announced."""
    test = SealedTest.objects.select_for_update().get(id=_test(staff.dialogue_id, test_id).id)
    move(test, State.WITHDRAWN)
    test.silence_until = None
    test.save(update_fields=["state", "silence_until"])


def _test(dialogue_id: UUID, test_id: UUID) -> SealedTest:
    """Return a test of this dialogue. Raises NoSuchTest."""
    test = SealedTest.objects.filter(id=test_id, dialogue_id=dialogue_id).first()
    if test is None:
        raise NoSuchTest
    return test


def _subject(dialogue_id: UUID, kind: str, subject_id: UUID) -> Subject:
    """Return what is tested. Raises NoSuchTest, BallotRefused if it cannot be tested as it stands."""
    subject = load_subject(kind, dialogue_id, subject_id)
    if subject is None:
        raise NoSuchTest
    if subject.refusal:
        raise BallotRefused(subject.refusal)
    return subject


def _refuse_length(minutes: int) -> None:
    """A test is open from one day to three; shorter in the demonstration alone."""
    shortest = 1 if settings.DEMO else SHORTEST
    if not shortest <= minutes <= LONGEST:
        raise BallotRefused(_("A sealed test is open for 24 hours at least and for 72 at most."))


def _refuse_changed(test: SealedTest) -> None:
    """Refuse if the text is not the one that the sides were asked about."""
    if _subject(test.dialogue_id, test.subject_kind, test.subject).text_hash != test.subject_hash:
        raise BallotRefused(_("The text has changed since the sides were asked. Ask them again."))


def _refuse_over_budget(test: SealedTest) -> None:
    """Refuse one test too many, in words."""
    why = over_budget(past_tests(test.dialogue_id), test.clauses, test.items, now())
    if why:
        raise BallotRefused(BUDGET_WORDS[why]())


BUDGET_WORDS = {
    "same_clauses": lambda: _(
        "These clauses were tested before. Only brackets, spelling or order differ: change the text."
    ),
    "item_used_up": lambda: _("This agenda item has had its three sealed tests. Go on with a straw poll."),
    "item_rests": lambda: _("The last sealed test on this agenda item is less than seven days ago."),
    "week_used_up": lambda: _("Three sealed tests were held in the last seven days. Wait, and talk."),
}
