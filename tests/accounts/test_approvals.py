"""Two people for one deed: the matrix of who may, of what exactly, until when."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from accounts.access import Staff
from accounts.approvals import refusals
from accounts.approvals.deeds import DEEDS, UnknownDeed, register
from accounts.approvals.models import Approval
from accounts.approvals.operations import ask, confirm, lapse_overdue, move, waiting, withdraw
from accounts.audit.models import AuditEntry
from accounts.audit.operations import verify
from accounts.operations import take_role
from accounts.queries import roles_in
from accounts.roles import Role
from tests.accounts.cast import House

pytestmark = pytest.mark.django_db
SEEN = "a" * 64


class SeatIsGone(Exception):
    """A refusal of the deed's own room."""


@pytest.fixture(autouse=True)
def done() -> Iterator[list[tuple[UUID, str]]]:
    """Register three deeds for these scenes, and return what was done."""
    before, happened = dict(DEEDS), []

    def note(approval: Approval, second: Staff) -> None:
        happened.append((approval.subject, second.handle))

    def refuse(approval: Approval, second: Staff) -> None:
        note(approval, second)
        raise SeatIsGone("This mask has left already.")

    register("test.two_facilitators", lambda _: "Do it.", note)
    both = frozenset({Role.FACILITATOR, Role.ORGANIZER})
    register("test.one_of_each", lambda _: "Do it.", note, roles=both, two_roles=True)
    register("test.refused", lambda _: "Do it.", refuse, refusals=(SeatIsGone,))
    yield happened
    DEEDS.clear()
    DEEDS.update(before)


def asked(house: House, deed: str = "test.two_facilitators", who: str = "fanny") -> Approval:
    """Ask for a deed on some thing."""
    return ask(staff=house.key(who), deed=deed, subject=uuid4(), subject_hash=SEEN)


def make_old(approval: Approval, age: timedelta) -> None:
    """Let time pass for a request."""
    Approval.objects.filter(id=approval.id).update(asked_at=approval.asked_at - age)


def test_a_second_facilitator_confirms_and_the_deed_is_done(house: House, done: list[tuple[UUID, str]]) -> None:
    approval = asked(house)
    assert [row.id for row in waiting(house.dialogue_id)] == [approval.id]
    confirmed = confirm(staff=house.key("felix"), approval_id=approval.id, subject_hash=SEEN)
    assert (confirmed.state, confirmed.second) == (Approval.State.CONFIRMED, house.people["felix"].id)
    assert done == [(approval.subject, "felix")]
    assert waiting(house.dialogue_id) == []
    actions = AuditEntry.objects.filter(dialogue=house.dialogue_id, action__startswith="approval")
    assert [entry.action for entry in actions] == ["approval.asked", "approval.confirmed"]
    assert verify(house.dialogue_id)


def test_nobody_confirms_their_own_request(house: House, done: list[tuple[UUID, str]]) -> None:
    approval = asked(house)
    with pytest.raises(refusals.SamePerson):
        confirm(staff=house.key("fanny"), approval_id=approval.id, subject_hash=SEEN)
    assert done == []
    approval.refresh_from_db()
    assert approval.state == Approval.State.WAITING


def test_another_hash_than_the_first_person_saw_is_refused(house: House, done: list[tuple[UUID, str]]) -> None:
    approval = asked(house)
    for other in ("", "b" * 64, SEEN.upper()):
        with pytest.raises(refusals.OtherThing):
            confirm(staff=house.key("felix"), approval_id=approval.id, subject_hash=other)
    assert done == []


def test_a_thing_that_changed_meanwhile_is_noticed(house: House) -> None:
    hashes = [SEEN, "c" * 64]
    register("test.looked_at", lambda _: "", lambda *_: None, hash_now=lambda _: hashes[0])
    approval = asked(house, "test.looked_at")
    del hashes[0]
    with pytest.raises(refusals.OtherThing):
        confirm(staff=house.key("felix"), approval_id=approval.id, subject_hash=SEEN)
    with pytest.raises(refusals.OtherThing):
        asked(house, "test.looked_at")


@pytest.mark.parametrize("who", ["olga", "carla", "rita", "ursula"])
def test_a_role_without_a_say_neither_asks_nor_confirms_nor_withdraws(house: House, who: str) -> None:
    with pytest.raises(refusals.WrongRole):
        asked(house, who=who)
    approval = asked(house)
    with pytest.raises(refusals.WrongRole):
        confirm(staff=house.key(who), approval_id=approval.id, subject_hash=SEEN)
    with pytest.raises(refusals.WrongRole):
        withdraw(staff=house.key(who), approval_id=approval.id)


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [
        ("fanny", "felix", False),
        ("fanny", "olga", True),
        ("olga", "fanny", True),
        ("olga", "oskar", False),
    ],
)
def test_a_release_needs_a_facilitator_and_an_organizer(house: House, first: str, second: str, fits: bool) -> None:
    approval = asked(house, "test.one_of_each", first)
    if fits:
        confirm(staff=house.key(second), approval_id=approval.id, subject_hash=SEEN)
    else:
        with pytest.raises(refusals.SameRole):
            confirm(staff=house.key(second), approval_id=approval.id, subject_hash=SEEN)


def test_a_request_counts_no_more_once_its_first_person_has_lost_the_role(house: House) -> None:
    approval = asked(house)
    fanny = next(held for held in roles_in(house.dialogue_id) if held.name == "Fanny")
    take_role(staff=house.key("olga"), role_id=fanny.id)
    with pytest.raises(refusals.FirstHasLeft):
        confirm(staff=house.key("felix"), approval_id=approval.id, subject_hash=SEEN)


def test_a_request_of_a_sleeping_account_does_not_count(house: House) -> None:
    approval = asked(house)
    house.people["fanny"].is_active = False
    house.people["fanny"].save()
    with pytest.raises(refusals.FirstHasLeft):
        confirm(staff=house.key("felix"), approval_id=approval.id, subject_hash=SEEN)


def test_a_request_of_another_dialogue_is_as_if_it_were_not_there(house: House) -> None:
    elsewhere = uuid4()
    approval = asked(house)
    stranger = Staff(uuid4(), "zora", "Zora", elsewhere, Role.FACILITATOR)
    for missing in (approval.id, uuid4()):
        with pytest.raises(refusals.NotWaiting):
            confirm(staff=stranger, approval_id=missing, subject_hash=SEEN)
        with pytest.raises(refusals.NotWaiting):
            withdraw(staff=stranger, approval_id=missing)
    assert waiting(elsewhere) == []


def test_after_24_hours_a_request_has_lapsed(house: House, done: list[tuple[UUID, str]]) -> None:
    approval = asked(house)
    make_old(approval, timedelta(hours=23, minutes=59))
    assert lapse_overdue() == 0
    make_old(approval, timedelta(hours=24))
    assert waiting(house.dialogue_id) == []
    with pytest.raises(refusals.TooLate):
        confirm(staff=house.key("felix"), approval_id=approval.id, subject_hash=SEEN)
    assert lapse_overdue() == 1
    approval.refresh_from_db()
    assert approval.state == Approval.State.LAPSED
    assert lapse_overdue() == 0
    assert done == []


def test_a_lapsed_request_can_be_asked_anew(house: House) -> None:
    approval = asked(house)
    make_old(approval, timedelta(hours=25))
    ask(staff=house.key("fanny"), deed=approval.deed, subject=approval.subject, subject_hash=SEEN)


def test_the_same_thing_is_not_asked_for_twice(house: House) -> None:
    approval = asked(house)
    with pytest.raises(refusals.AlreadyAsked):
        ask(staff=house.key("felix"), deed=approval.deed, subject=approval.subject, subject_hash=SEEN)


def test_a_withdrawn_or_confirmed_request_cannot_be_confirmed_again(house: House, done: list[object]) -> None:
    one, other = asked(house), asked(house)
    withdraw(staff=house.key("felix"), approval_id=one.id)
    confirm(staff=house.key("felix"), approval_id=other.id, subject_hash=SEEN)
    for approval in (one, other):
        with pytest.raises(refusals.NotWaiting):
            confirm(staff=house.key("felix"), approval_id=approval.id, subject_hash=SEEN)
    assert len(done) == 1


def test_a_deed_that_refuses_leaves_the_request_waiting(house: House, done: list[object]) -> None:
    approval = asked(house, "test.refused")
    with pytest.raises(refusals.ApprovalRefused, match="This mask has left already"):
        confirm(staff=house.key("felix"), approval_id=approval.id, subject_hash=SEEN)
    approval.refresh_from_db()
    assert (approval.state, approval.second, len(done)) == (Approval.State.WAITING, None, 1)


def test_a_deed_that_nobody_registered_cannot_be_asked_for(house: House) -> None:
    with pytest.raises(UnknownDeed):
        asked(house, "test.unknown")


@pytest.mark.parametrize("start", list(Approval.State))
@pytest.mark.parametrize("to", list(Approval.State))
def test_every_undeclared_move_is_refused(start: Approval.State, to: Approval.State) -> None:
    approval = Approval(state=start)
    if to in Approval.MOVES[start]:
        move(approval, to)
        assert approval.state == to
    else:
        with pytest.raises(refusals.UndeclaredMove):
            move(approval, to)
        assert approval.state == start


def test_every_refusal_is_a_sentence() -> None:
    for name in refusals.__dict__.values():
        if isinstance(name, type) and issubclass(name, refusals.ApprovalRefused) and "sentence" in vars(name):
            assert str(name()).endswith(".")
            assert "!" not in str(name())
