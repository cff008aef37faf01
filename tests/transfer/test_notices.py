"""Notices: without a word of content, signed, tried again with rests, given up, sent again by hand."""

import email
import json
from datetime import timedelta
from email import policy
from threading import Event
from uuid import UUID

import pytest
from pysequoia import Tsk, decrypt
from pytest_django import Settings

from accounts.access import Staff
from dialogues.dialogue.clock import now
from dialogues.vault.cells import read_cell
from facilitation.digests.operations import release_digest
from facilitation.transfer.models import Attempt, Delivery, Endpoint, Notice
from facilitation.transfer.notices import outward, sending, signing
from facilitation.transfer.notices.endpoints import add_mail, add_webhook, turn_endpoint
from facilitation.transfer.notices.outbox import send_again
from facilitation.transfer.refusals import TransferRefused
from facilitation.transfer.rules import RESTS
from tests.cast import Scene, paired_channels
from tests.transfer.scenes import Mailbox, Receiver, released, signed

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def channel_of(reader: Staff) -> UUID:
    """The channel that somebody reads."""
    assert reader.channel_id is not None
    return reader.channel_id


def due() -> None:
    """Whatever rests has rested."""
    Notice.objects.filter(state="queued").update(due_at=now())


def test_a_signature_is_the_one_that_the_standards_own_libraries_make() -> None:
    made = signing.signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    with pytest.raises(ValueError, match="secret"):
        signing.signature("whsec_%%%", "id", 1, b"")


def test_without_a_setting_nothing_is_ever_sent(live: Scene) -> None:
    (first, _second) = paired_channels(live)
    with pytest.raises(TransferRefused, match="does not send such notices"):
        add_mail(staff=live.organizer, channel_id=channel_of(first), address="office@example.org")
    with pytest.raises(TransferRefused, match="does not allow that host"):
        add_webhook(staff=live.organizer, channel_id=channel_of(first), url="https://example.org/")
    released(live)
    assert not Notice.objects.exists()
    assert sending.send_due() == 0


def test_a_hook_hears_type_and_id_signed_with_its_secret_and_nothing_else(live: Scene, receiver: Receiver) -> None:
    (first, _second) = paired_channels(live)
    _row, secret = add_webhook(staff=live.organizer, channel_id=channel_of(first), url=receiver.url)
    digest = released(live)
    assert sending.send_due() == 1
    ((headers, body),) = receiver.got
    notice = Notice.objects.get()
    assert json.loads(body) == {"type": "digest.released", "data": {"id": str(notice.id)}}
    assert headers["webhook-id"] == str(notice.id)
    stamp = int(headers["webhook-timestamp"])
    assert abs(stamp - now().timestamp()) < 60
    assert headers["webhook-signature"] == signing.signature(secret, headers["webhook-id"], stamp, body)
    assert set(headers) == {
        "host", "accept-encoding", "content-length", "content-type", "webhook-id", "webhook-timestamp", "webhook-signature",
    }  # fmt: skip
    for word in (str(digest.id), str(live.dialogue_id), "River", "Officials"):
        assert word.encode() not in body
    assert sending.send_due() == 0


def test_a_new_secret_signs_beside_the_former_one_until_that_is_retired(live: Scene, receiver: Receiver) -> None:
    (first, _second) = paired_channels(live)
    row, former = add_webhook(staff=live.organizer, channel_id=channel_of(first), url=receiver.url)
    secret = turn_endpoint(staff=live.organizer, endpoint_id=row.id, deed="renew")
    assert secret not in {"", former}
    released(live)
    sending.send_due()
    ((headers, body),) = receiver.got
    told = [
        signing.signature(one, headers["webhook-id"], int(headers["webhook-timestamp"]), body)
        for one in (secret, former)
    ]
    assert headers["webhook-signature"] == " ".join(told)
    turn_endpoint(staff=live.organizer, endpoint_id=row.id, deed="retire")
    row.refresh_from_db()
    assert (read_cell(row, "secret"), read_cell(row, "former")) == (secret, "")


def test_a_notice_that_is_not_taken_rests_longer_each_time_is_given_up_and_sent_again_by_hand(
    live: Scene, receiver: Receiver
) -> None:
    (first, _second) = paired_channels(live)
    add_webhook(staff=live.organizer, channel_id=channel_of(first), url=receiver.url)
    receiver.answers = [500, 301, *[503] * len(RESTS)]
    released(live)
    sending.send_due()
    notice = Notice.objects.get()
    assert notice.state == "queued"
    assert 0 < (notice.due_at - now()).total_seconds() <= RESTS[0] * 1.2
    for _ in RESTS:
        due()
        sending.send_due()
    notice.refresh_from_db()
    assert notice.state == "failed"
    assert len(receiver.got) == len(RESTS) + 1
    outcomes = list(Attempt.objects.order_by("number").values_list("outcome", "status"))
    assert outcomes[:3] == [("answered", 500), ("redirected", 301), ("answered", 503)]
    receiver.answers = []
    send_again(staff=live.organizer, notice_id=notice.id)
    sending.send_due()
    notice.refresh_from_db()
    assert notice.state == "delivered"
    assert {headers["webhook-id"] for headers, _body in receiver.got} == {str(notice.id)}


def test_a_receiver_that_says_it_is_gone_is_paused_until_an_organizer_resumes_it(
    live: Scene, receiver: Receiver
) -> None:
    (first, _second) = paired_channels(live)
    row, _secret = add_webhook(staff=live.organizer, channel_id=channel_of(first), url=receiver.url)
    receiver.answers = [410]
    released(live)
    sending.send_due()
    row.refresh_from_db()
    notice = Notice.objects.get()
    assert (row.state, notice.state) == ("paused", "failed")
    with pytest.raises(TransferRefused, match="paused"):
        send_again(staff=live.organizer, notice_id=notice.id)
    turn_endpoint(staff=live.organizer, endpoint_id=row.id, deed="resume")
    send_again(staff=live.organizer, notice_id=notice.id)
    sending.send_due()
    notice.refresh_from_db()
    assert notice.state == "delivered"


def test_a_release_that_fails_leaves_no_notice_behind(
    live: Scene, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, _second) = paired_channels(live)
    add_webhook(staff=live.organizer, channel_id=channel_of(first), url=receiver.url)
    digest = signed(live)

    def fails(**_more: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("facilitation.digests.operations.clearing.announce", fails)
    with pytest.raises(RuntimeError):
        release_digest(digest_id=digest.id, by=live.organizer)
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_a_mail_has_fixed_words_one_id_and_nothing_of_the_dialogue(live: Scene, mailbox: Mailbox) -> None:
    (first, _second) = paired_channels(live)
    add_mail(staff=live.organizer, channel_id=channel_of(first), address="office@example.org")
    released(live)
    sending.send_due()
    (raw,) = mailbox.got
    mail = email.message_from_bytes(raw, policy=policy.default)
    assert mail["subject"] == "Something is ready"
    assert mail["message-id"] == f"<{Notice.objects.get().id}@localhost>"
    assert mail.get_content().strip() == (
        "Something is waiting for you. Sign in to read it: http://localhost:8000/portal/"
    )
    for word in (b"River", b"Issal", b"Anteroom", b"igest", b"Velmar", str(live.dialogue_id).encode()):
        assert word not in raw


def test_a_mail_to_a_certificate_can_be_read_by_its_key_alone(live: Scene, mailbox: Mailbox) -> None:
    (first, _second) = paired_channels(live)
    key = Tsk.generate("Office <office@example.org>")
    public = str(key.extract_certificate())
    assert "PRIVATE" not in public
    add_mail(staff=live.organizer, channel_id=channel_of(first), address="office@example.org", certificate=public)
    released(live)
    sending.send_due()
    (raw,) = mailbox.got
    assert b"waiting" not in raw
    mail = email.message_from_bytes(raw, policy=policy.default)
    assert mail.get_content_type() == "multipart/encrypted"
    version, sealed = mail.iter_parts()
    assert version.get_content_type() == "application/pgp-encrypted"
    body = sealed.get_payload(decode=True)
    assert isinstance(body, bytes)
    opened = decrypt(decryptor=key.decryptor(), bytes=body)
    assert opened.bytes is not None
    inner = email.message_from_bytes(bytes(opened.bytes), policy=policy.default)
    assert "Something is waiting for you" in inner.get_content()
    with pytest.raises(TransferRefused, match="private key"):
        add_mail(staff=live.organizer, channel_id=channel_of(first), address="a@example.org", certificate=str(key))


NO_MAIL = [
    "", "office", "a@b", "office@example.org\nBcc: other@example.org", "office@example.org\u2028x",
    "öffice@example.org", "a,b@example.org",
]  # fmt: skip


@pytest.mark.parametrize("address", NO_MAIL)
def test_what_is_no_mail_address_is_refused(live: Scene, mailbox: Mailbox, address: str) -> None:
    (first, _second) = paired_channels(live)
    with pytest.raises(TransferRefused, match="not a mail address"):
        add_mail(staff=live.organizer, channel_id=channel_of(first), address=address)
    assert not Endpoint.objects.exists()


def test_a_mail_server_that_refuses_for_good_is_not_asked_again(live: Scene, mailbox: Mailbox) -> None:
    (first, _second) = paired_channels(live)
    add_mail(staff=live.organizer, channel_id=channel_of(first), address="office@example.org")
    mailbox.answer = "550 no such box"
    released(live)
    sending.send_due()
    assert Notice.objects.get().state == "failed"
    assert Attempt.objects.get().status == 550


PUBLIC = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
INNER = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
    "0.0.0.0", "255.255.255.255", "224.0.0.1", "192.0.2.1", "198.18.0.1", "168.63.129.16", "240.0.0.1",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:7f00:1::", "ff02::1", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_an_address_that_is_not_of_the_public_network_is_never_called(
    address: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_HOSTS = ["hook.example.org"]
    assert not outward.is_public(address)
    for found in ([address], [PUBLIC[0], address]):
        monkeypatch.setattr("socket.getaddrinfo", lambda *_a, _f=found, **_k: [(0, 0, 0, "", (one, 443)) for one in _f])
        with pytest.raises(outward.NotAllowed):
            outward.address_of(outward.target_of("https://hook.example.org/"))


def test_the_address_that_was_checked_is_the_one_that_is_called(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_HOSTS = ["hook.example.org"]
    answers = iter([[PUBLIC[0]], ["127.0.0.1"], ["127.0.0.1"]])
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", (one, 443)) for one in next(answers)])
    called: list[tuple[str, int]] = []

    def connects(where: tuple[str, int], *_more: object) -> None:
        called.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.create_connection", connects)
    with pytest.raises(ConnectionRefusedError):
        outward.post("https://hook.example.org/", {}, b"")
    assert called == [(PUBLIC[0], 443)]


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example.org/", "https://hook.example.org:8443/", "https://user:pw@hook.example.org/", "https://other.org/",
        "https://hook.example.org.evil.org/", "https://evilhook.example.org/", "https://hook.example.org@evil.org/",
        "https://hook.example.org/#part", "ftp://hook.example.org/", "//hook.example.org/", "https://", "https://[::1/",
        "https://hook.example.org/" + "a" * 500, "https://hook.example.org/a b", "https://hook.example.org/\r\nx", "https://127.0.0.1/",
    ],
)  # fmt: skip
def test_what_is_no_allowed_address_is_refused(url: str, settings: Settings) -> None:
    settings.WEBHOOK_HOSTS = ["hook.example.org"]
    with pytest.raises(outward.NotAllowed):
        outward.target_of(url)


def test_hosts_beneath_a_name_are_allowed_if_the_name_begins_with_a_dot(settings: Settings) -> None:
    settings.WEBHOOK_HOSTS = [".example.org"]
    assert outward.target_of("https://A.Example.org/x?y=1").path == "/x?y=1"
    for url in ("https://example.org/", "https://badexample.org/"):
        with pytest.raises(outward.NotAllowed):
            outward.target_of(url)


def test_a_certificate_that_nobody_vouches_for_ends_the_call(receiver: Receiver, settings: Settings) -> None:
    settings.WEBHOOK_CA_FILE = ""
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        outward.post(receiver.url, {}, b"{}")
    assert receiver.got == []


def test_a_receiver_that_never_ends_its_answer_is_cut_off(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = Event()

    def wait() -> None:
        let_go.wait(20)

    receiver.before = wait
    monkeypatch.setattr(outward, "SECONDS_IN_ALL", 0.5)
    with pytest.raises(TimeoutError):
        outward.post(receiver.url, {}, b"{}")
    let_go.set()


def test_a_paused_address_gets_nothing_until_it_is_resumed(live: Scene, receiver: Receiver) -> None:
    (first, _second) = paired_channels(live)
    row, _secret = add_webhook(staff=live.organizer, channel_id=channel_of(first), url=receiver.url)
    released(live)
    turn_endpoint(staff=live.organizer, endpoint_id=row.id, deed="pause")
    assert sending.send_due() == 0
    turn_endpoint(staff=live.organizer, endpoint_id=row.id, deed="resume")
    assert sending.send_due() == 1
    turn_endpoint(staff=live.organizer, endpoint_id=row.id, deed="remove")
    assert not Notice.objects.exists()


def test_nothing_is_due_in_the_future(live: Scene, receiver: Receiver) -> None:
    (first, _second) = paired_channels(live)
    add_webhook(staff=live.organizer, channel_id=channel_of(first), url=receiver.url)
    released(live)
    Notice.objects.update(due_at=now() + timedelta(minutes=1))
    assert not sending.due_now()
    assert sending.send_due() == 0
    due()
    assert sending.due_now()


@pytest.mark.parametrize("state", Notice.State.values)
def test_the_diagram_of_a_notice_knows_every_state(state: str) -> None:
    assert state in Notice.MOVES
