"""Restraining a mask: for a day at most, by the hour, with a reason; ending a seat takes two; nobody is unmasked."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.access import Staff
from accounts.approvals.operations import confirm, waiting
from accounts.audit.queries import entries_of
from accounts.models import StaffMember
from dialogues.admission.access import Muted, NotSeated, Suspended, seat_again, seat_by_id, seat_of
from dialogues.admission.models import Seat, SeatAuth, SeatLogin
from dialogues.admission.operations.moderating import (
    RestraintRefused,
    SeatMissing,
    end_restraints,
    full_hour,
    mute_seat,
    restore_seat,
    suspend_seat,
)
from dialogues.admission.operations.revoking import ask_to_revoke
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import UndeclaredMove
from tests import cast
from tests.admission.conftest import Guest
from tests.cast import Scene

pytestmark = pytest.mark.django_db
MOMENTS = st.datetimes(
    datetime(2030, 1, 1),  # noqa: DTZ001
    datetime(2031, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.fixture
def sitting(entry: Scene, guest: Guest) -> Seat:
    """A seat that somebody has taken, with a browser in the room."""
    guest.join()
    return Seat.objects.get(id=SeatAuth.objects.get().seat)


@given(MOMENTS, st.integers(1, 24))
def test_a_restraint_ends_at_a_full_hour_within_a_day(moment: datetime, hours: int) -> None:
    end = full_hour(moment, hours)
    assert (end.minute, end.second, end.microsecond) == (0, 0, 0)
    assert timedelta(hours=hours - 1) < end - moment <= timedelta(hours=24)


def test_a_muted_mask_reads_and_does_not_speak(entry: Scene, sitting: Seat, guest: Guest) -> None:
    mute_seat(staff=entry.facilitator, seat_id=sitting.id, hours=1)
    seat = seat_by_id(sitting.id)
    with pytest.raises(Muted, match="asked this mask to listen"):
        seat_again(seat)
    assert guest.client.get("/room/welcome/").status_code == 200


def test_a_suspended_mask_is_out_and_told_until_when(entry: Scene, sitting: Seat, guest: Guest) -> None:
    suspend_seat(staff=entry.facilitator, seat_id=sitting.id, hours=3, reason="abuse")
    with pytest.raises(Suspended):
        seat_by_id(sitting.id)
    assert seat_of(guest.client.cookies["seat"].value) is None
    answer = guest.client.get("/room/welcome/")
    assert answer.status_code == 403
    assert "You can come back after" in answer.content.decode()
    page = guest.client.post("/room/enter/", {"code": guest.code}).content.decode()
    assert "asked this mask to stay out" in page


def test_the_reason_stands_in_the_record_as_a_code(entry: Scene, sitting: Seat) -> None:
    suspend_seat(staff=entry.facilitator, seat_id=sitting.id, hours=3, reason="identifying")
    newest = entries_of(entry.dialogue_id)[0]
    assert (newest.subject, newest.reason) == (f"mask:{sitting.mask}", "identifying")


@pytest.mark.parametrize(("hours", "reason"), [(0, "abuse"), (25, "abuse"), (-1, "abuse"), (1, "because I say so")])
def test_no_restraint_without_end_or_reason(entry: Scene, sitting: Seat, hours: int, reason: str) -> None:
    with pytest.raises(RestraintRefused):
        mute_seat(staff=entry.facilitator, seat_id=sitting.id, hours=hours, reason=reason)
    sitting.refresh_from_db()
    assert sitting.state == "active"


def test_a_restraint_ends_by_itself_at_its_hour(entry: Scene, sitting: Seat) -> None:
    suspend_seat(staff=entry.facilitator, seat_id=sitting.id, hours=1)
    Seat.objects.filter(id=sitting.id).update(until_hour=now() - timedelta(seconds=1))
    assert seat_by_id(sitting.id).mask == sitting.mask  # even before the sweep has come by
    assert end_restraints() == 1
    sitting.refresh_from_db()
    assert (sitting.state, sitting.until_hour) == ("active", None)


def test_a_facilitator_lets_a_mask_back_in_before_the_hour(entry: Scene, sitting: Seat) -> None:
    mute_seat(staff=entry.facilitator, seat_id=sitting.id, hours=5)
    restore_seat(staff=entry.facilitator, seat_id=sitting.id)
    assert seat_again(seat_by_id(sitting.id)).mask == sitting.mask


def test_a_mask_of_another_dialogue_is_not_there(entry: Scene, sitting: Seat) -> None:
    other = cast.draft_dialogue().facilitator
    for act in (mute_seat, suspend_seat):
        with pytest.raises(SeatMissing):
            act(staff=other, seat_id=sitting.id, hours=1)
    with pytest.raises(SeatMissing):
        ask_to_revoke(staff=other, seat_id=sitting.id)


def test_two_facilitators_end_a_seat_and_one_does_not(entry: Scene, sitting: Seat, guest: Guest) -> None:
    approval = ask_to_revoke(staff=entry.facilitators[0], seat_id=sitting.id)
    assert sitting.mask in str(_words(approval.id, entry))
    assert seat_by_id(sitting.id).mask == sitting.mask
    confirm(staff=entry.facilitators[1], approval_id=approval.id, subject_hash=approval.subject_hash)
    with pytest.raises(NotSeated):
        seat_by_id(sitting.id)
    page = guest.client.post("/room/enter/", {"code": guest.code}).content.decode()
    assert "You are not in the room." in page
    with pytest.raises(UndeclaredMove):
        mute_seat(staff=entry.facilitator, seat_id=sitting.id, hours=1)
    assert guest.post("/room/redeem", **_pass(guest))[0] == 200  # the token stays spent: the same seat, still ended
    assert guest.post("/room/login", code=guest.code) == (410, {"error": "revoked"})


def _words(approval_id: object, scene: Scene) -> object:
    """What the second facilitator reads."""
    from accounts.approvals.queries import waiting_views

    assert [row.id for row in waiting(scene.dialogue_id)] == [approval_id]
    return waiting_views(scene.facilitators[1])[0].words


def _pass(guest: Guest) -> dict[str, object]:
    """The guest's pass once more."""
    from dialogues.admission.codes import b64u, seat_auth

    _, made = guest.post("/join/quick", secret=b64u(guest.invite.secret))
    return {"msg": made["msg"], "sig": made["sig"], "seat_auth": b64u(seat_auth(guest.secret))}


def test_somebody_leaves_for_good_and_cannot_come_back(sitting: Seat, guest: Guest) -> None:
    page = guest.client.get("/room/leave/").content.decode()
    assert "There is no way back in this round of entry." in page
    token = page.split('name="token" value="')[1].split('"')[0]
    answer = guest.client.post("/room/leave/", {"token": token, "page": "/room/leave/"})
    assert (answer["Location"], "Clear-Site-Data" in answer) == ("/", True)
    assert not SeatLogin.objects.exists()
    assert guest.post("/room/login", code=guest.code) == (410, {"error": "revoked"})


def browser(staff: Staff) -> Client:
    """The browser of a staff member, signed in."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=staff.id))
    return client


def test_the_page_does_each_deed_and_says_what_was_refused(entry: Scene, sitting: Seat) -> None:
    client, address = browser(entry.facilitator), f"/staff/{entry.dialogue_id}/masks/{sitting.id}/"
    for form, state in (
        ({"deed": "mute", "hours": "2", "reason": "flooding"}, "muted"),
        ({"deed": "restore"}, "active"),
        ({"deed": "suspend", "hours": "2", "reason": "abuse"}, "suspended"),
        ({"deed": "suspend", "hours": "99", "reason": "abuse"}, "suspended"),
        ({"deed": "revoke"}, "suspended"),
    ):
        assert client.post(address, form).status_code == 302
        sitting.refresh_from_db()
        assert sitting.state == state
    assert len(waiting(entry.dialogue_id)) == 1
    assert client.post(address, {"deed": "unmask"}).status_code == 404
    assert browser(entry.organizer).post(address, {"deed": "mute"}).status_code == 404
    assert browser(entry.coordinators[0]).post(address, {"deed": "mute"}).status_code == 404
