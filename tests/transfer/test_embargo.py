"""Embargo and withdrawal: who reads what, until when, and what stands there afterwards."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from accounts.access import Staff
from accounts.approvals.operations import ask, confirm, waiting
from accounts.approvals.refusals import ApprovalRefused
from accounts.models import StaffMember
from dialogues.admission.operations.entering import enter
from dialogues.dialogue.clock import now
from dialogues.events.models import Event
from facilitation.digests.deeds import RELEASE
from facilitation.digests.models import Digest
from facilitation.digests.operations import ask_withdrawal, delay_release, release_due, set_embargo
from facilitation.digests.operations.embargo import release_hash
from facilitation.digests.refusals import DigestRefused
from facilitation.transfer.models import Delivery
from facilitation.transfer.operations import close_channel
from facilitation.transfer.queries import inbox, released_to
from tests.cast import Scene, channel_for, paired_channels
from tests.transfer.scenes import release, released, signed

pytestmark = pytest.mark.django_db(transaction=True)


def me(staff: Staff) -> StaffMember:
    """The person behind a key."""
    return StaffMember.objects.get(id=staff.id)


def embargoed(scene: Scene, hours: int = 24) -> Digest:
    """A digest released under an embargo."""
    digest = signed(scene, bottom_line="Canals could be dredged together.")
    set_embargo(staff=scene.organizer, digest_id=digest.id, until=now() + timedelta(hours=hours))
    release(scene, digest)
    return digest


def let_it_end(digest: Digest) -> None:
    """The embargo's end comes, and the sweep."""
    Digest.objects.filter(id=digest.id).update(embargo_at=now() - timedelta(seconds=1))
    release_due()
    digest.refresh_from_db()


def test_until_its_end_nobody_outside_sees_that_there_is_a_digest_and_then_every_side_does_at_one_minute(
    live: Scene,
) -> None:
    readers = paired_channels(live)
    digest = embargoed(live)
    assert digest.state == Digest.State.EMBARGOED
    release_due()
    assert [inbox(me(reader)) for reader in readers] == [[], []]
    for delivery in Delivery.objects.all():
        assert released_to(me(readers[0]), delivery.id) is None
    seat = Client()
    seat.cookies[settings.SEAT_COOKIE_NAME] = enter(seat_secret=live.secrets[live.all_seats()[0].id])
    assert "Canals could be dredged" in seat.get("/room/digest/").content.decode()
    let_it_end(digest)
    assert digest.state == Digest.State.RELEASED
    rows = [inbox(me(reader)) for reader in readers]
    assert [len(found) for found in rows] == [1, 1]
    assert rows[0][0].visible_at == rows[1][0].visible_at
    release_due()
    assert Delivery.objects.count() == 2


def test_both_people_approve_the_text_and_the_time(live: Scene) -> None:
    paired_channels(live)
    digest = signed(live)
    ask(staff=live.facilitator, deed=RELEASE, subject=digest.id, subject_hash=release_hash(digest))
    set_embargo(staff=live.organizer, digest_id=digest.id, until=now() + timedelta(days=1))
    asked = waiting(live.dialogue_id)[0]
    with pytest.raises(ApprovalRefused, match="has changed"):
        confirm(staff=live.organizer, approval_id=asked.id, subject_hash=asked.subject_hash)
    digest.refresh_from_db()
    assert digest.state == Digest.State.READY


@pytest.mark.parametrize("hours", [-1, 24 * 91])
def test_an_embargo_lies_ahead_and_within_ninety_days(live: Scene, hours: int) -> None:
    digest = signed(live)
    with pytest.raises(DigestRefused, match="lies ahead"):
        set_embargo(staff=live.organizer, digest_id=digest.id, until=now() + timedelta(hours=hours))


def test_each_side_puts_the_end_off_twice_by_a_week_at_most(live: Scene) -> None:
    paired_channels(live)
    digest = embargoed(live)
    before = digest.embargo_at
    assert before is not None
    first, second = live.coordinators
    with pytest.raises(DigestRefused, match="one to seven"):
        delay_release(staff=first, digest_id=digest.id, days=8)
    for coordinator, days in ((first, 7), (first, 1), (second, 2)):
        delay_release(staff=coordinator, digest_id=digest.id, days=days)
    with pytest.raises(DigestRefused, match="twice"):
        delay_release(staff=first, digest_id=digest.id, days=1)
    digest.refresh_from_db()
    assert digest.embargo_at == before + timedelta(days=10)
    let_it_end(digest)
    with pytest.raises(DigestRefused, match="does not run"):
        delay_release(staff=second, digest_id=digest.id, days=1)


def test_a_group_that_lost_a_channel_meanwhile_receives_nothing_and_the_digest_waits_until_it_is_whole(
    live: Scene,
) -> None:
    readers = paired_channels(live)
    digest = embargoed(live)
    assert readers[0].channel_id is not None
    close_channel(staff=live.organizer, channel_id=readers[0].channel_id)
    let_it_end(digest)
    assert digest.state == Digest.State.EMBARGOED
    assert inbox(me(readers[1])) == []
    again = channel_for(live, side_id=live.sides[0].id, name="Another office")
    release_due()
    digest.refresh_from_db()
    assert digest.state == Digest.State.RELEASED
    assert [len(inbox(me(reader))) for reader in (again, readers[1], readers[0])] == [1, 1, 0]


def test_a_withdrawn_digest_is_a_tombstone_for_officials_and_its_reason_is_for_the_sides(live: Scene) -> None:
    readers = paired_channels(live)
    digest = released(live, bottom_line="Canals could be dredged together.")
    (row,) = inbox(me(readers[0]))
    ask_withdrawal(staff=live.facilitator, digest_id=digest.id, reason="A clause is not what was signed.")
    asked = waiting(live.dialogue_id)[0]
    with pytest.raises(ApprovalRefused):
        confirm(staff=live.facilitators[1], approval_id=asked.id, subject_hash=asked.subject_hash)
    assert released_to(me(readers[0]), row.delivery_id) is not None
    confirm(staff=live.organizer, approval_id=asked.id, subject_hash=asked.subject_hash)
    digest.refresh_from_db()
    assert digest.state == Digest.State.WITHDRAWN
    for reader in readers:
        (tomb,) = inbox(me(reader))
        assert tomb.withdrawn_on is not None
        assert released_to(me(reader), tomb.delivery_id) is None
        page = browser(reader).get(f"/portal/{tomb.delivery_id}/")
        assert page.status_code == 200
        assert "Withdrawn on" in page.content.decode()
        assert "dredged" not in page.content.decode()
        assert "not what was signed" not in page.content.decode()
        assert browser(reader).get(f"/portal/{tomb.delivery_id}/pdf/").status_code == 404
    for staff in (live.coordinators[0], live.organizer):
        told = browser(staff).get(f"/staff/{live.dialogue_id}/digest/{digest.id}/").content.decode()
        assert "A clause is not what was signed." in told
    assert Event.objects.filter(kind="digest.withdrawn").exists()


def test_only_the_newest_released_digest_is_withdrawn_and_a_reason_is_asked_for(live: Scene) -> None:
    paired_channels(live)
    digest = signed(live)
    with pytest.raises(DigestRefused, match="Say why"):
        ask_withdrawal(staff=live.organizer, digest_id=digest.id, reason=" ")
    with pytest.raises(DigestRefused, match="is released"):
        ask_withdrawal(staff=live.organizer, digest_id=digest.id, reason="Too early.")


def browser(staff: Staff) -> Client:
    """A signed-in browser."""
    client = Client()
    client.force_login(me(staff), "allauth.account.auth_backends.AuthenticationBackend")
    return client
