"""Unsafe settings stop the server, and say which."""

from pathlib import Path

import pytest
from pytest_django import Settings

from facilitation.checks import unsafe_settings


def ids() -> set[str]:
    """What the checks find."""
    return {str(found.id) for found in unsafe_settings(None)}


@pytest.fixture
def real(settings: Settings, tmp_path: Path) -> Settings:
    """A safe installation for real people."""
    key = tmp_path / "master.key"
    key.write_bytes(bytes(32))
    key.chmod(0o400)
    settings.DEMO, settings.SECURE, settings.SECRET_KEY = False, True, "x" * 64
    settings.MASTER_KEY_FILE, settings.ALLOWED_HOSTS, settings.DEBUG = key, ["anteroom.example.org"], False
    return settings


def test_a_safe_installation_starts(real: Settings) -> None:
    assert ids() == set()


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("DEBUG", True, "anteroom.E001"),
        ("INSTALLED_APPS", ["django.contrib.admin"], "anteroom.E002"),
        ("ADMINS", [("A", "a@example.org")], "anteroom.E003"),
        ("SECURE", False, "anteroom.E011"),
        ("SECRET_KEY", "short", "anteroom.E012"),
        ("MASTER_KEY_FILE", Path("/nowhere/master.key"), "anteroom.E013"),
        ("ALLOWED_HOSTS", ["*"], "anteroom.E015"),
    ],
)
def test_an_unsafe_setting_is_named(real: Settings, name: str, value: object, found: str) -> None:
    setattr(real, name, value)
    assert found in ids()


def test_a_master_key_that_others_can_read_is_named(real: Settings) -> None:
    real.MASTER_KEY_FILE.chmod(0o444)
    assert "anteroom.E014" in ids()


def test_the_demonstration_may_run_without_tls_but_not_with_debug(real: Settings) -> None:
    real.DEMO, real.SECURE = True, False
    assert ids() == set()
    real.DEBUG = True
    assert ids() == {"anteroom.E001"}
