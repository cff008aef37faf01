"""Starting a sealed test: two facilitators, then its ballot, once, however often the announcement was cut off."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from accounts.approvals.models import Approval
from accounts.approvals.operations import ask
from dialogues.ballots.gate import SEALED
from dialogues.ballots.kinds import MeasureDraft
from dialogues.ballots.operations import announce_measure
from dialogues.ballots.questions import consent_question
from dialogues.ballots.refusals import BallotRefused
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.polls.models import SealedTest
from dialogues.polls.sealed.operations import refuse_changed, refuse_over_budget, subject_of, test_of
from dialogues.polls.sealed.queries import DEED, measure_of, plan_hash
from dialogues.vault.cells import read_cell

State = SealedTest.State
LOCK = 0x74657374  # "test": keeps these advisory locks apart from everybody else's


def ask_to_start(*, staff: Staff, test_id: UUID) -> Approval:
    """As the first of two facilitators, ask to start a test that the sides let be held. Raises ApprovalRefused."""
    test = test_of(staff.dialogue_id, test_id)
    if test.state != State.AGREED:
        raise BallotRefused(_("The sides have not let this test be held. It cannot be started."))
    return ask(staff=staff, deed=DEED, subject=test.id, subject_hash=plan_hash(test.id))


def confirm_start(approval: Approval, second: Staff) -> None:
    """As the second, confirm: the test is announced as soon as the confirmation is kept. Called by the approvals."""
    test = SealedTest.objects.select_for_update().get(id=approval.subject, dialogue_id=second.dialogue_id)
    refuse_changed(test)
    move(test, State.CONFIRMED)
    test.save(update_fields=["state"])
    # The ballot's tables want transactions of their own, so it is announced after this one.
    transaction.on_commit(lambda: start_test(staff=second, test_id=test.id), robust=True)


def start_test(*, staff: Staff, test_id: UUID) -> None:
    """Announce a test that two facilitators have confirmed; also by hand, should the announcement have been cut off.

    A ballot that was announced before the cut is taken up, never doubled. Raises BallotRefused, NeverPublishable.
    """
    with _one_at_a_time(staff.dialogue_id):
        test = test_of(staff.dialogue_id, test_id)
        if test.state == State.ANNOUNCED:
            return
        if test.state != State.CONFIRMED:
            raise BallotRefused(_("Two facilitators have to confirm the test first."))
        _note(test_id, measure_of(test_id) or _announce(staff, test))


def _announce(staff: Staff, test: SealedTest) -> UUID:
    """Announce the ballot, if the text is still the one and the budget allows it."""
    refuse_changed(test)
    refuse_over_budget(test)
    draft = MeasureDraft(
        kind=SEALED,
        title=read_cell(test, "title"),
        questions=[consent_question(key="whole", text=_("Do you accept it as a whole, as it stands?"))],
        lineage=subject_of(test.dialogue_id, test.subject_kind, test.subject).lineage,
        minutes_open=test.minutes,
        subject=test.id,
        subject_hash=test.subject_hash,
        subject_words=_("Sealed test of mutual acceptance"),
        pass_mark=test.rule,
    )
    return announce_measure(staff=staff, draft=draft).id


@transaction.atomic
def _note(test_id: UUID, measure_id: UUID) -> None:
    """Write down which ballot the test has."""
    test = SealedTest.objects.select_for_update().get(id=test_id)
    move(test, State.ANNOUNCED)
    test.measure, test.announced_at = measure_id, now()
    test.save(update_fields=["state", "measure", "announced_at"])


@contextmanager
def _one_at_a_time(dialogue_id: UUID) -> Iterator[None]:
    """Let one test of a dialogue start at a time: two would each find room for one in the budget.

    The lock is the connection's, because announcing takes several transactions; a kill frees it.
    """
    _asked("SELECT pg_advisory_lock(hashtextextended(%s, %s))", dialogue_id)
    try:
        yield
    finally:
        if connection.connection is not None and not connection.needs_rollback:
            _asked("SELECT pg_advisory_unlock(hashtextextended(%s, %s))", dialogue_id)


def _asked(question: str, dialogue_id: UUID) -> None:
    """Ask PostgreSQL about the lock of this dialogue's tests."""
    with connection.cursor() as cursor:
        cursor.execute(question, [str(dialogue_id), LOCK])
