"""Lost passkeys: two administrators, a day's wait, and the owner can stop it at any moment."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator

from accounts import refusals
from accounts.approvals.models import Approval
from accounts.approvals.refusals import AlreadyAsked, FirstHasLeft, NotWaiting, SamePerson
from accounts.audit.models import AuditEntry
from accounts.audit.operations import HOUSE
from accounts.models import Enrolment, StaffMember
from accounts.passkeys.operations import enrol_passkey, open_link
from accounts.passkeys.recovery import ask_recovery, confirm_recovery, recoveries, stop_recovery
from tests.accounts.cast import make_person, signed_in, touch

pytestmark = pytest.mark.django_db
Cast = tuple[StaffMember, StaffMember, StaffMember]


@pytest.fixture
def cast() -> Cast:
    """Two administrators, and somebody with a passkey."""
    anna, albert, nora = (
        make_person("anna", is_admin=True),
        make_person("albert", is_admin=True),
        make_person("nora"),
    )
    Authenticator.objects.create(user=nora, type="webauthn", data={"name": "Passkey 1", "credential": {}})
    return anna, albert, nora


def code_of(link: str) -> str:
    """Return what stands behind the # of a link."""
    return link.split("#")[1]


def let_a_day_pass() -> None:
    """Move every recovery's opening into the past."""
    for row in Enrolment.objects.all():
        assert row.opens_at is not None
        row.opens_at -= timedelta(hours=24, seconds=1)
        row.save()


def test_a_second_administrators_link_opens_after_a_day_and_replaces_what_was_lost(cast: Cast) -> None:
    anna, albert, nora = cast
    ask_recovery(by=anna, person_id=nora.id)
    assert recoveries()[nora.id].asked_by == anna.id
    code = code_of(confirm_recovery(by=albert, person_id=nora.id))
    assert recoveries()[nora.id].opens_at is not None
    with pytest.raises(refusals.LinkNotYet):
        open_link(code=code)
    let_a_day_pass()
    enrol_passkey(enrolment_id=open_link(code=code), name="Passkey 1", credential={"new": True})
    assert [key.data["credential"] for key in Authenticator.objects.filter(user=nora)] == [{"new": True}]
    assert recoveries() == {}
    actions = list(AuditEntry.objects.filter(dialogue=HOUSE).values_list("action", flat=True))[-3:]
    assert actions == ["recovery.asked", "recovery.confirmed", "passkey.enrolled"]


def test_one_administrator_alone_replaces_nothing(cast: Cast) -> None:
    anna, _, nora = cast
    ask_recovery(by=anna, person_id=nora.id)
    with pytest.raises(SamePerson):
        confirm_recovery(by=anna, person_id=nora.id)
    with pytest.raises(AlreadyAsked):
        ask_recovery(by=anna, person_id=nora.id)
    assert not Enrolment.objects.exists()


def test_nothing_is_confirmed_that_was_not_asked_for_in_time(cast: Cast) -> None:
    anna, albert, nora = cast
    with pytest.raises(NotWaiting):
        confirm_recovery(by=albert, person_id=nora.id)
    ask_recovery(by=anna, person_id=nora.id)
    row = Approval.objects.get()
    row.asked_at -= timedelta(hours=24)
    row.save()
    with pytest.raises(NotWaiting):
        confirm_recovery(by=albert, person_id=nora.id)


def test_a_first_administrator_who_has_left_does_not_count(cast: Cast) -> None:
    anna, albert, nora = cast
    ask_recovery(by=anna, person_id=nora.id)
    StaffMember.objects.filter(id=anna.id).update(is_active=False)
    with pytest.raises(FirstHasLeft):
        confirm_recovery(by=albert, person_id=nora.id)


@pytest.mark.parametrize("confirmed", [False, True])
def test_the_owner_stops_it_before_and_after_the_second_administrator(cast: Cast, *, confirmed: bool) -> None:
    anna, albert, nora = cast
    ask_recovery(by=anna, person_id=nora.id)
    code = code_of(confirm_recovery(by=albert, person_id=nora.id)) if confirmed else "x"
    client = signed_in(nora)
    assert "Somebody says that you lost your passkeys" in client.get("/staff/").content.decode()
    text = client.post("/staff/recovery/stop/", follow=True).content.decode()
    assert "Your passkeys stay as they are." in text
    assert "Somebody says" not in text
    with pytest.raises(refusals.LinkRefused):
        open_link(code=code)
    with pytest.raises(NotWaiting):
        confirm_recovery(by=albert, person_id=nora.id)


def test_others_neither_ask_nor_confirm_nor_stop(cast: Cast) -> None:
    anna, _, nora = cast
    other = make_person("other")
    for deed in (ask_recovery, confirm_recovery, stop_recovery):
        with pytest.raises(refusals.NotForYou):
            deed(by=other, person_id=nora.id)
    for missing in (uuid4(), other.id):
        with pytest.raises(refusals.NoSuchPerson):
            ask_recovery(by=anna, person_id=missing)
    with pytest.raises(NotWaiting):
        stop_recovery(by=anna, person_id=nora.id)


def test_the_people_page_leads_through_it(cast: Cast) -> None:
    anna, albert, nora = cast
    first, second = signed_in(anna), signed_in(albert)
    touch(first, anna)
    touch(second, albert)
    first.post("/staff/people/lost/", {"person": nora.id})
    assert "Confirm the loss" not in first.get("/staff/people/").content.decode()
    assert "Confirm the loss" in second.get("/staff/people/").content.decode()
    shown = second.post("/staff/people/replace/", {"person": nora.id}).content.decode()
    assert "It opens 24 hours from now" in shown
    assert "A link that replaces lost passkeys opens on" in first.get("/staff/people/").content.decode()
