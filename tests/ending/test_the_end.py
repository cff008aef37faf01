"""The end of a dialogue: closed by two, destroyed on its day or a day after two people said so, certified."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access import Staff
from accounts.approvals.models import Approval
from accounts.approvals.operations import confirm
from accounts.approvals.refusals import ApprovalRefused
from accounts.audit.models import AuditEntry
from accounts.audit.queries import chain_state
from accounts.models import StaffMember, StaffRole
from dialogues.admission.models import Seat, SeatAuth
from dialogues.dialogue.clock import now
from dialogues.dialogue.life import UndeclaredMove
from dialogues.dialogue.models import Dialogue, Session
from dialogues.events.models import Event
from dialogues.vault import keys
from dialogues.vault.keystore import KeyGone
from facilitation.ending import shredding
from facilitation.ending.closing import EndRefused, ask_to_close, close_dialogue
from facilitation.ending.models import EndCertificate
from facilitation.ending.shredding import ask_to_shred, end_due, shred, stop_shredding
from tests import cast
from tests.cast import Scene
from tests.pages.test_pages import OURS, browser_of


def browser(staff: Staff) -> Client:
    """The browser of a staff member."""
    client = Client()
    client.force_login(StaffMember.objects.get(id=staff.id))
    return client


def state(scene: Scene) -> str:
    """The dialogue's state."""
    return Dialogue.objects.get(id=scene.dialogue_id).state


def confirmed(approval: Approval, second: Staff) -> None:
    """The second of two confirms."""
    confirm(staff=second, approval_id=approval.id, subject_hash=approval.subject_hash)


@pytest.fixture
def closed(live: Scene) -> Scene:
    """A dialogue that two people have closed."""
    confirmed(ask_to_close(staff=live.facilitator), live.organizer)
    return live


def test_a_facilitator_and_an_organizer_close_it_and_what_runs_ends(live: Scene) -> None:
    approval = ask_to_close(staff=live.facilitator)
    assert state(live) == "active"
    confirmed(approval, live.organizer)
    assert state(live) == "closed"
    assert live.session is not None
    assert Session.objects.get(id=live.session.id).state == Session.State.CLOSED
    with pytest.raises(EndRefused, match="Only a dialogue that is open"):
        ask_to_close(staff=live.facilitator)


def test_one_person_or_two_of_one_role_cannot_close_it(live: Scene) -> None:
    approval = ask_to_close(staff=live.facilitator)
    with pytest.raises(ApprovalRefused):
        confirmed(approval, live.facilitator)
    assert state(live) == "active"


def test_a_closed_dialogue_is_read_and_nothing_new_is_written(closed: Scene) -> None:
    client = browser_of(closed)
    assert client.get("/room/").status_code == 200
    assert client.get(reverse("proposals:ideas")).status_code == 200
    page = reverse("proposals:ideas")
    form = client.get(page).content.decode()
    token = form.split('name="token" value="')[1].split('"')[0]
    answer = client.post(
        page, {"token": token, "title": "Late", "text": "Too late."}, headers={"origin": OURS["HTTP_ORIGIN"]}
    )
    assert answer.status_code == 403
    assert "The dialogue is closed" in answer.content.decode()


def test_destroying_before_the_day_is_for_a_closed_dialogue(live: Scene) -> None:
    with pytest.raises(EndRefused, match="Close the dialogue first"):
        ask_to_shred(staff=live.organizer)


def test_two_people_announce_it_a_day_ahead_and_one_can_stop_it(closed: Scene) -> None:
    confirmed(ask_to_shred(staff=closed.facilitator), closed.organizer)
    assert end_due() == 0
    row = Dialogue.objects.get(id=closed.dialogue_id)
    assert row.destroy_at is not None
    assert timedelta(hours=23) < row.destroy_at - now() <= timedelta(hours=24)
    assert "UTC." in browser_of(closed).get("/room/welcome/").content.decode()
    stop_shredding(staff=closed.facilitator)
    Dialogue.objects.filter(id=closed.dialogue_id, destroy_at__isnull=False).update(destroy_at=now())
    assert end_due() == 0
    with pytest.raises(EndRefused, match="Nothing is announced"):
        stop_shredding(staff=closed.facilitator)


def test_on_its_hour_everything_goes_but_the_chain_and_the_certificate(closed: Scene) -> None:
    confirmed(ask_to_shred(staff=closed.facilitator), closed.organizer)
    Dialogue.objects.filter(id=closed.dialogue_id).update(destroy_at=now() - timedelta(seconds=1))
    client = browser_of(closed)
    assert end_due() == 1
    assert state(closed) == "ended"
    with pytest.raises(KeyGone):
        keys.subkey(closed.dialogue_id, "message")
    assert Event.objects.count() == Seat.objects.count() == SeatAuth.objects.count() == Session.objects.count() == 0
    certificate = EndCertificate.objects.get(dialogue=closed.dialogue_id)
    assert certificate.complete
    assert certificate.rows["event"] > 0
    assert certificate.rows["seatauth"] == 10
    assert chain_state(closed.dialogue_id).whole
    assert AuditEntry.objects.filter(hash=certificate.chain_head, action="dialogue.ended").exists()
    assert set(StaffRole.objects.values_list("role", flat=True)) == {"facilitator", "organizer"}
    assert client.get("/room/").status_code == 302  # shown the way in: there is no seat any more
    assert end_due() == 0


def test_on_the_day_fixed_at_opening_an_open_dialogue_ends_by_itself(live: Scene) -> None:
    Dialogue.objects.filter(id=live.dialogue_id).update(ends_on=now().date() + timedelta(days=1))
    assert end_due() == 0
    Dialogue.objects.filter(id=live.dialogue_id).update(ends_on=now().date())
    assert end_due() == 1
    assert state(live) == "ended"


def test_another_dialogue_goes_on_and_can_be_read(live: Scene) -> None:
    other = cast.draft_dialogue()
    Dialogue.objects.filter(id=live.dialogue_id).update(ends_on=now().date())
    end_due()
    assert browser(other.organizer).get(f"/staff/{other.dialogue_id}/setup/").status_code == 200
    assert len(keys.subkey(other.dialogue_id, "note")) == 32


@pytest.mark.parametrize("step", ["destroy_dialogue_key", "_destroy_other_keys", "_delete_rows"])
def test_a_crash_before_any_step_is_taken_up_again(live: Scene, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def crash(*_given: object) -> None:
        raise RuntimeError("The power went.")

    Dialogue.objects.filter(id=live.dialogue_id).update(ends_on=now().date())
    with monkeypatch.context() as broken:
        broken.setattr(shredding, step, crash)
        with pytest.raises(RuntimeError):
            shred(live.dialogue_id)
    assert end_due() == 1
    assert EndCertificate.objects.get(dialogue=live.dialogue_id).complete
    assert Event.objects.count() == 0
    assert AuditEntry.objects.filter(action="dialogue.ended").count() == 1


def test_pages_of_an_ended_dialogue_lead_to_its_certificate_and_strangers_learn_nothing(live: Scene) -> None:
    organizer, stranger = browser(live.organizer), browser(cast.draft_dialogue().organizer)
    page = f"/staff/{live.dialogue_id}/ending/"
    assert "What goes when" in organizer.get(page).content.decode()
    assert organizer.get(f"{page}certificate.json").status_code == 404
    Dialogue.objects.filter(id=live.dialogue_id).update(ends_on=now().date())
    end_due()
    assert organizer.get(f"/staff/{live.dialogue_id}/setup/", follow=True).redirect_chain == [(page, 302)]
    shown = organizer.get(page).content.decode()
    assert "This dialogue has ended" in shown
    told = json.loads(organizer.get(f"{page}certificate.json").content)
    assert told["dialogue"] == str(live.dialogue_id)
    assert len(told["key_sha256"]) == 64
    assert organizer.get("/staff/").status_code == 200
    assert organizer.get(f"/staff/{live.dialogue_id}/audit/").status_code == 200
    for address in (page, f"/staff/{live.dialogue_id}/setup/", f"{page}certificate.json"):
        assert stranger.get(address).status_code == 404


def test_the_page_asks_for_each_deed_and_says_that_it_waits(live: Scene) -> None:
    client, page = browser(live.facilitator), f"/staff/{live.dialogue_id}/ending/"
    assert "Ask to close the dialogue" in client.get(page).content.decode()
    assert "Asked." in client.post(f"{page}act/", {"deed": "close"}, follow=True).content.decode()
    assert "It waits for a second person." in client.get(page).content.decode()
    assert "nothing new is written" in client.get(f"/staff/{live.dialogue_id}/approvals/").content.decode()
    assert client.post(f"{page}act/", {"deed": "burn"}).status_code == 404


def test_a_dialogue_cannot_be_closed_twice(closed: Scene) -> None:
    with pytest.raises(UndeclaredMove):
        close_dialogue(dialogue_id=closed.dialogue_id, by=closed.organizer)
