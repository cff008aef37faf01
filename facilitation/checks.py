"""Start-up checks: a setting that would harm people stops the server and says which (anonymity.md 9.5, 10.10)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

SECRET_LENGTH = 40
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
NEVER_INSTALLED = ("django.contrib.admin", "allauth.usersessions", "debug_toolbar")


@register()
def unsafe_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Return what is unsafe wherever Anteroom runs; outside the demonstration also what is unsafe for real people."""
    found: list[CheckMessage] = [_error(number, words) for number, words, wrong in _everywhere() if wrong]
    return found if settings.DEMO else found + [_error(number, words) for number, words, wrong in _for_real() if wrong]


def _everywhere() -> list[tuple[int, str, bool]]:
    """What no installation may have: number, what to do, whether it is so."""
    installed = [name for name in NEVER_INSTALLED if name in settings.INSTALLED_APPS]
    return [
        (1, "DEBUG must be off: an error page with values in it is a leak.", settings.DEBUG),
        (
            2,
            f"Take {', '.join(installed)} out of INSTALLED_APPS: it records or shows what must not exist.",
            bool(installed),
        ),
        (3, "ADMINS and MANAGERS must be empty: error mails carry values.", bool(settings.ADMINS or settings.MANAGERS)),
    ]


def _for_real() -> list[tuple[int, str, bool]]:
    """What an installation for real people may not have."""
    key = Path(settings.MASTER_KEY_FILE)
    return [
        (
            11,
            "ANTEROOM_ORIGIN must begin with https://: without it everything can be read on the way.",
            not settings.SECURE,
        ),
        (
            12,
            f"ANTEROOM_SECRET_KEY must have at least {SECRET_LENGTH} characters.",
            len(settings.SECRET_KEY) < SECRET_LENGTH,
        ),
        (13, "ANTEROOM_MASTER_KEY_FILE must name a file of 32 bytes.", not key.is_file() or key.stat().st_size != 32),
        (
            14,
            "The master key’s file must be readable by its owner alone: chmod 400.",
            key.is_file() and bool(key.stat().st_mode & 0o077),
        ),
        (
            16,
            "ANTEROOM_MAIL_TLS=none sends notices in plain text: allowed only to a mail server on this machine.",
            settings.MAIL_ON and settings.MAIL_TLS == "none" and settings.EMAIL_HOST not in LOOPBACK,
        ),
        (17, "ANTEROOM_MAIL_TLS must be starttls, tls or none.", settings.MAIL_TLS not in {"starttls", "tls", "none"}),
        (
            18,
            "ANTEROOM_WEBHOOK_INSIDE names a host that ANTEROOM_WEBHOOK_HOSTS does not.",
            not set(settings.WEBHOOK_INSIDE) <= set(settings.WEBHOOK_HOSTS),
        ),
        (
            15,
            "ANTEROOM_HOSTS must name the hosts; * lets anybody pretend.",
            not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS,
        ),
    ]


def _error(number: int, words: str) -> Error:
    """One finding."""
    return Error(words, id=f"anteroom.E{number:03d}")
