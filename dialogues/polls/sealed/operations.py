"""Holding a sealed test: the sides let it be held by silence, and the budget keeps it rare (domain.md 6.7)."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Staff
from dialogues.admission.access import Seat, seat_by_id
from dialogues.ballots.refusals import BallotRefused
from dialogues.ballots.subjects import Subject, load_subject
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import move
from dialogues.dialogue.models import Dialogue
from dialogues.dialogue.silence import end_of_silence
from dialogues.events.operations import announce
from dialogues.polls.models import SealedTest
from dialogues.polls.sealed.queries import ON_THE_WAY, measure_of, past_tests, rules_for
from dialogues.polls.sealed.rules import clause_set, over_budget
from dialogues.vault.cells import write_cells

State = SealedTest.State
SHORTEST, LONGEST = 24 * 60, 72 * 60


class NoSuchTest(Exception):
    """There is no such test in this dialogue."""


@transaction.atomic
def ask_the_sides(*, staff: Staff, kind: str, subject_id: UUID, rule: str, minutes: int) -> SealedTest:
    """Put to every side, by silence, that a sealed test be held. Raises BallotRefused in words, NoSuchTest."""
    Dialogue.objects.select_for_update().get(id=staff.dialogue_id)
    subject = subject_of(staff.dialogue_id, kind, subject_id)
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
    refuse_over_budget(test)
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


@transaction.atomic
def withdraw_test(*, staff: Staff, test_id: UUID) -> None:
    """Give a test up before it is announced. Raises NoSuchTest, BallotRefused once its ballot is there."""
    test = SealedTest.objects.select_for_update().get(id=test_of(staff.dialogue_id, test_id).id)
    if measure_of(test.id) is not None:
        raise BallotRefused(_("The ballot of this test is announced already. It can be made void where it is shown."))
    move(test, State.WITHDRAWN)
    test.silence_until = None
    test.save(update_fields=["state", "silence_until"])


def test_of(dialogue_id: UUID, test_id: UUID) -> SealedTest:
    """Return a test of this dialogue. Raises NoSuchTest."""
    test = SealedTest.objects.filter(id=test_id, dialogue_id=dialogue_id).first()
    if test is None:
        raise NoSuchTest
    return test


def subject_of(dialogue_id: UUID, kind: str, subject_id: UUID) -> Subject:
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


def refuse_changed(test: SealedTest) -> None:
    """Refuse if the text is not the one that the sides were asked about."""
    if subject_of(test.dialogue_id, test.subject_kind, test.subject).text_hash != test.subject_hash:
        raise BallotRefused(_("The text has changed since the sides were asked. Ask them again."))


def refuse_over_budget(test: SealedTest) -> None:
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
