"""Receivers for tests of the transfer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.transfer.scenes import Mailbox, Receiver, posting, receiving


@pytest.fixture
def receiver(tmp_path: Path, settings: Settings) -> Iterator[Receiver]:
    """A web hook's receiver that this installation allows, although it lies inside."""
    certificate = tmp_path / "receiver.pem"
    with receiving(certificate) as found:
        settings.WEBHOOK_HOSTS = settings.WEBHOOK_INSIDE = ["localhost"]
        settings.WEBHOOK_CA_FILE = str(certificate)
        yield found


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """A mail server that this installation sends through."""
    with posting() as box:
        settings.MAIL_ON = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield box
