"""The outbox when workers die: exactly once in the portal, at least once for notices, whatever the moment of death."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.db import connection
from pytest_django import Settings

from dialogues.dialogue.clock import now
from facilitation.digests.models import Digest
from facilitation.digests.operations import release_due, set_embargo
from facilitation.transfer.models import Attempt, Delivery, Notice
from facilitation.transfer.notices import sending
from facilitation.transfer.notices.endpoints import add_mail, add_webhook
from tests.cast import Scene, paired_channels
from tests.transfer.dying import POINTS
from tests.transfer.scenes import Mailbox, Receiver, release, signed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chaos]
RELEASING = [point for point in POINTS if point.startswith("release")]
SENDING = [point for point in POINTS if not point.startswith("release")]


def worker(what: str, point: str, **more: str) -> int:
    """Run a worker that dies at a point; return how it ended."""
    env = {**os.environ, "ANTEROOM_DB_NAME": str(connection.settings_dict["NAME"]), **more}
    command = [sys.executable, "-m", "tests.transfer.dying", what, point]
    return subprocess.run(command, env=env, check=False, timeout=90).returncode


def lease_ends() -> None:
    """The lease of what a dead worker left runs out."""
    Notice.objects.filter(state="leased").update(leased_until=now() - timedelta(seconds=1))


@pytest.mark.parametrize("point", RELEASING)
def test_a_worker_killed_at_any_step_of_a_release_leaves_nothing_or_everything(live: Scene, point: str) -> None:
    readers = paired_channels(live)
    for reader in readers:
        assert reader.channel_id is not None
    digest = signed(live)
    set_embargo(staff=live.organizer, digest_id=digest.id, until=now() + timedelta(hours=1))
    release(live, digest)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(configured, "MAIL_ON", True)
        for number, reader in enumerate(readers):
            assert reader.channel_id is not None
            add_mail(staff=live.organizer, channel_id=reader.channel_id, address=f"office{number}@example.org")
    Digest.objects.filter(id=digest.id).update(embargo_at=now() - timedelta(seconds=1))
    assert worker("release", point) == -signal.SIGKILL
    digest.refresh_from_db()
    visible = Delivery.objects.filter(state="visible").count()
    assert (visible, Notice.objects.count(), digest.state) in {(0, 0, "embargoed"), (2, 2, "released")}
    release_due()
    digest.refresh_from_db()
    assert digest.state == "released"
    assert Delivery.objects.filter(state="visible").count() == Delivery.objects.count() == 2
    assert len(set(Delivery.objects.values_list("visible_at", flat=True))) == 1
    assert Notice.objects.count() == 2


@pytest.fixture
def two_ways(live: Scene, receiver: Receiver, mailbox: Mailbox, settings: Settings) -> dict[str, str]:
    """A release with a notice by mail and one by web hook waiting; the settings that a worker's process needs."""
    first, second = paired_channels(live)
    assert first.channel_id is not None
    assert second.channel_id is not None
    add_mail(staff=live.organizer, channel_id=first.channel_id, address="office@example.org")
    add_webhook(staff=live.organizer, channel_id=second.channel_id, url=receiver.url)
    release(live, signed(live))
    return {
        "ANTEROOM_MAIL_HOST": "127.0.0.1",
        "ANTEROOM_MAIL_PORT": str(mailbox.port),
        "ANTEROOM_MAIL_TLS": "none",
        "ANTEROOM_WEBHOOK_HOSTS": "localhost",
        "ANTEROOM_WEBHOOK_INSIDE": "localhost",
        "ANTEROOM_WEBHOOK_CA_FILE": str(settings.WEBHOOK_CA_FILE),
    }


@pytest.mark.parametrize("point", SENDING)
def test_a_worker_killed_at_any_step_of_sending_delays_a_notice_and_loses_none(
    two_ways: dict[str, str], receiver: Receiver, mailbox: Mailbox, point: str
) -> None:
    assert worker("send", point, **two_ways) == -signal.SIGKILL
    lease_ends()
    sending.send_due()
    Notice.objects.filter(state="queued").update(due_at=now())
    sending.send_due()
    assert set(Notice.objects.values_list("state", flat=True)) == {"delivered"}
    ids = {headers["webhook-id"] for headers, _body in receiver.got}
    marks = {line for mail in mailbox.got for line in mail.splitlines() if line.lower().startswith(b"message-id:")}
    assert (len(ids), len(marks)) == (1, 1), "what arrives twice is the same notice"
    assert 1 <= len(receiver.got) <= 2
    assert 1 <= len(mailbox.got) <= 2
    assert not Attempt.objects.filter(outcome="started").exists()


def test_a_mail_that_killed_two_workers_is_left_to_a_person(two_ways: dict[str, str], mailbox: Mailbox) -> None:
    for _ in range(2):
        worker("send", "mail: taken by the server", **{**two_ways, "ANTEROOM_WEBHOOK_HOSTS": ""})
        lease_ends()
    sending.take_over_lost()
    notice = Notice.objects.get(endpoint__kind="mail")
    assert notice.state == "failed"
    assert list(notice.attempts.values_list("outcome", flat=True)) == ["lost", "lost"]
    assert len(mailbox.got) == 2


def test_two_workers_at_once_send_a_notice_once(two_ways: dict[str, str], receiver: Receiver, mailbox: Mailbox) -> None:
    env = {**os.environ, "ANTEROOM_DB_NAME": str(connection.settings_dict["NAME"]), **two_ways}
    command = [sys.executable, "-m", "tests.transfer.dying", "send", "nowhere"]
    workers = [subprocess.Popen(command, env=env) for _ in range(2)]
    assert [one.wait(90) for one in workers] == [0, 0]
    assert (len(receiver.got), len(mailbox.got)) == (1, 1)
