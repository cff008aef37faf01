"""A notice by mail: fixed words, no name, no number; encrypted if the channel has an OpenPGP certificate."""

import smtplib
from email.encoders import encode_7or8bit
from email.mime.application import MIMEApplication
from email.mime.text import MIMEText
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import SafeMIMEMultipart
from django.urls import reverse
from django.utils.translation import gettext as _
from pysequoia import Cert, encrypt

from dialogues.vault.cells import read_cell
from facilitation.transfer.models import Notice
from facilitation.transfer.notices.outcomes import REFUSED, SENT, TIMED_OUT, UNREACHABLE, Outcome

NEVER_AGAIN = 500  # answers of a mail server from here on mean: do not try again


class Encrypted(EmailMessage):
    """A mail whose only part is encrypted (PGP/MIME, RFC 3156)."""

    certificate = ""

    def message(self) -> SafeMIMEMultipart:  # type: ignore[override]
        """Return the mail with its text encrypted; the headers around it are the same fixed ones."""
        plain = super().message()
        inner = MIMEText(str(self.body), "plain", "utf-8").as_bytes()
        sealed = encrypt(recipients=[Cert.from_bytes(self.certificate.encode())], bytes=inner)
        outer = SafeMIMEMultipart(_subtype="encrypted", protocol="application/pgp-encrypted")
        outer.attach(MIMEApplication(b"Version: 1\n", "pgp-encrypted", encode_7or8bit))
        outer.attach(MIMEApplication(sealed, "octet-stream", encode_7or8bit))
        for name in ("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted"):
            outer[name] = str(plain[name])
        return outer


def send(notice: Notice) -> Outcome:
    """Hand a notice to the mail server."""
    message = written(notice)
    try:
        message.connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        return _refused(min((code for code, _said in refused.recipients.values()), default=0))
    except smtplib.SMTPResponseException as answer:
        return _refused(answer.smtp_code)
    except TimeoutError:
        return Outcome(TIMED_OUT)
    except (smtplib.SMTPException, OSError):
        return Outcome(UNREACHABLE)
    return Outcome(SENT)


def written(notice: Notice) -> EmailMessage:
    """Return the mail. Its id is the notice's, so that the same notice sent twice is one mail to its reader."""
    certificate = read_cell(notice.endpoint, "certificate")
    kind = Encrypted if certificate else EmailMessage
    host = urlsplit(settings.ORIGIN).hostname or "localhost"
    message = kind(
        subject=_("Something is ready"),
        body=_("Something is waiting for you. Sign in to read it: %(address)s")
        % {"address": settings.ORIGIN + reverse("transfer:inbox")}
        + "\n",
        to=[read_cell(notice.endpoint, "target")],
        headers={"Message-ID": f"<{notice.id}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    if isinstance(message, Encrypted):
        message.certificate = certificate
    return message


def _refused(code: int) -> Outcome:
    """What a mail server's no means: from 500 on it is for good."""
    return Outcome(REFUSED if code >= NEVER_AGAIN else UNREACHABLE, code)
