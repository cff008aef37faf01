"""Where the notices of a channel go: added by an organizer, paused, resumed, removed; a web hook's secret is shown once."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from pysequoia import Cert, encrypt

from accounts.access import Staff
from accounts.audit.operations import record
from dialogues.dialogue.life import move
from dialogues.vault.cells import read_cell, write_cells
from facilitation.transfer.models import Endpoint
from facilitation.transfer.notices import outward
from facilitation.transfer.notices.outbox import kinds_on
from facilitation.transfer.notices.signing import new_secret
from facilitation.transfer.operations.channels import lock_channel
from facilitation.transfer.refusals import TransferRefused

Kind, State = Endpoint.Kind, Endpoint.State
MOST = 5  # a channel and kind
MAIL_LENGTH, CERTIFICATE_LENGTH = 254, 40_000
PAUSE, RESUME, RENEW, RETIRE, REMOVE = "pause", "resume", "renew", "retire", "remove"


@transaction.atomic
def add_mail(*, staff: Staff, channel_id: UUID, address: str, certificate: str = "") -> Endpoint:
    """Send the channel's notices to a mail address, encrypted if there is a certificate."""
    address, certificate = address.strip(), certificate.strip()
    try:
        validate_email(address)
    except ValidationError:
        address = ""
    if not address or len(address) > MAIL_LENGTH or not address.isascii():
        raise TransferRefused(_("This is not a mail address. Write one, such as office@example.org."))
    if certificate:
        check_certificate(certificate)
    row = _new(staff, channel_id, Kind.MAIL)
    write_cells(row, target=address, certificate=certificate)
    row.save()
    _note(staff, "notice.mail_added", row)
    return row


@transaction.atomic
def add_webhook(*, staff: Staff, channel_id: UUID, url: str) -> tuple[Endpoint, str]:
    """Send the channel's notices to a web hook. Returns it with its secret, which is never shown again."""
    url = url.strip()
    try:
        outward.target_of(url)
    except outward.NotAllowed as refusal:
        raise TransferRefused(str(refusal)) from refusal
    row = _new(staff, channel_id, Kind.WEBHOOK)
    secret = new_secret()
    write_cells(row, target=url, secret=secret)
    row.save()
    _note(staff, "notice.webhook_added", row)
    return row, secret


@transaction.atomic
def turn_endpoint(*, staff: Staff, endpoint_id: UUID, deed: str) -> str:
    """Pause, resume, renew the secret, retire the former one, or remove. Returns a new secret, or ""."""
    row = Endpoint.objects.select_for_update().filter(id=endpoint_id, dialogue_id=staff.dialogue_id).first()
    if row is None:
        raise TransferRefused(_("There is no such address any more. Reload the page."))
    if deed not in {PAUSE, RESUME, REMOVE} and not (deed in {RENEW, RETIRE} and row.kind == Kind.WEBHOOK):
        raise TransferRefused(_("This cannot be done with this address. Nothing was changed."))
    _note(staff, f"notice.{deed}", row)
    if deed == REMOVE:
        row.delete()
        return ""
    secret = ""
    if deed == RENEW:
        secret = new_secret()
        write_cells(row, former=read_cell(row, "secret"), secret=secret)
    elif deed == RETIRE:
        row.former = b""
    else:
        move(row, State.PAUSED if deed == PAUSE else State.ACTIVE)
    row.save()
    return secret


def check_certificate(text: str) -> None:
    """Refuse what is no OpenPGP certificate, a private key, and one that is revoked or has run out."""
    if len(text) > CERTIFICATE_LENGTH:
        raise TransferRefused(_("This certificate is too long. Export it without other people’s signatures."))
    try:
        found = Cert.from_bytes(text.encode())
    except Exception as fault:
        raise TransferRefused(
            _("This is not an OpenPGP certificate. Paste the block that begins with BEGIN PGP PUBLIC KEY BLOCK.")
        ) from fault
    if "PRIVATE KEY" in text:
        raise TransferRefused(_("This is a private key. Never give it away; paste the public one. Nothing was kept."))
    if found.is_revoked or not _can_encrypt(found):
        raise TransferRefused(
            _("This certificate is revoked, has run out, or cannot be encrypted to. Ask for another.")
        )


def _can_encrypt(certificate: Cert) -> bool:
    """Whether something can be encrypted to a certificate today: tried, because nothing else tells."""
    try:
        encrypt(recipients=[certificate], bytes=b"")
    except Exception:  # noqa: BLE001  the library raises no class of its own
        return False
    return True


def _new(staff: Staff, channel_id: UUID, kind: Endpoint.Kind) -> Endpoint:
    """Make an endpoint of a channel, unsaved."""
    if kind not in kinds_on():
        raise TransferRefused(_("This installation does not send such notices. Whoever runs it can switch them on."))
    channel = lock_channel(staff, channel_id)
    if channel.endpoints.filter(kind=kind).count() >= MOST:
        raise TransferRefused(_("A channel has at most five of these. Remove one first."))
    return Endpoint(dialogue_id=staff.dialogue_id, channel=channel, kind=kind)


def _note(staff: Staff, action: str, row: Endpoint) -> None:
    """Write the step into the audit chain; never the address."""
    record(
        dialogue_id=staff.dialogue_id,
        actor=staff.role,
        action=action,
        subject=f"endpoint:{row.id}",
        staff_id=staff.id,
    )
