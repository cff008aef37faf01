"""The container files say what they should; no engine is needed to read them."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from facilitation.embedded.postgres import SETTINGS as EMBEDDED
from facilitation.embedded.stack import Stack

DOCKER = Path(__file__).resolve().parents[2] / "docker"
SERVICES = {"postgres", "valkey", "migrate", "web", "worker", "courier", "beat", "caddy"}
KNOWN_KEYS = {
    "build", "image", "restart", "init", "read_only", "cap_drop", "cap_add", "security_opt", "tmpfs", "logging", "environment",
    "secrets", "volumes", "networks", "command", "depends_on", "healthcheck", "ports", "user",
}  # fmt: skip


@pytest.fixture
def compose() -> dict[str, Any]:
    """The compose file."""
    found: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))
    return found


def test_every_process_is_there_and_every_key_is_known(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == SERVICES
    for name, service in compose["services"].items():
        assert set(service) <= KNOWN_KEYS, name


def test_images_are_pinned_and_nothing_gains_privileges(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert re.search(r":(\d+\.\d+|local)", service["image"]), name
        assert "no-new-privileges:true" in service["security_opt"], name
    assert re.search(r"^FROM python:\d+\.\d+\.\d+-", (DOCKER / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)


def test_only_the_proxy_is_reachable_and_long_lived_servers_tell_their_health(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["caddy"]
    assert compose["networks"]["inside"]["internal"] is True
    for name in ("postgres", "valkey", "web"):
        assert compose["services"][name]["healthcheck"]["test"]


def test_every_secret_is_a_file_and_no_secret_stands_in_the_environment(compose: dict[str, Any]) -> None:
    assert all(list(secret) == ["file"] for secret in compose["secrets"].values())
    for service in compose["services"].values():
        for name in service.get("environment", {}):
            assert not re.search(r"(PASSWORD|KEY|SECRET)$", name), name
        assert set(service.get("secrets", [])) <= set(compose["secrets"])


def test_the_example_names_every_variable_that_is_used_and_no_other(compose: dict[str, Any]) -> None:
    used = set(re.findall(r"\$\{(\w+)", (DOCKER / "compose.yaml").read_text(encoding="utf-8")))
    named = set(re.findall(r"^(\w+)=", (DOCKER / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert used == named


def test_production_keeps_the_same_traces_off_as_the_embedded_server() -> None:
    lines = dict(
        line.split(" = ", 1)
        for line in (DOCKER / "postgresql.conf").read_text(encoding="utf-8").splitlines()
        if " = " in line and not line.startswith("#")
    )
    wrong = {name for name, value in EMBEDDED.items() if name != "listen_addresses" and lines.get(name) != value}
    assert wrong == set()


def test_the_proxy_writes_no_log_and_passes_no_address_on() -> None:
    text = (DOCKER / "Caddyfile").read_text(encoding="utf-8")
    assert "output discard" in text
    assert "-X-Forwarded-For" in text


@pytest.mark.chaos
def test_the_entry_point_migrates_and_checks_outside_a_container(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    stack = Stack(tmp_path / "data", durable=False)
    try:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("ANTEROOM_")}
        env = {
            **clean,
            **stack.start(),
            "ANTEROOM_ORIGIN": "https://anteroom.example.org",
            "ANTEROOM_PYTHON": sys.executable,
        }
        env |= {"ANTEROOM_HOSTS": "anteroom.example.org", "DJANGO_SETTINGS_MODULE": "facilitation.settings"}
        for words in (["migrate"], ["check", "--database", "default"]):
            result = subprocess.run(
                [DOCKER / "entrypoint.sh", *words], env=env, capture_output=True, text=True, check=False
            )
            assert result.returncode == 0, result.stdout + result.stderr
    finally:
        stack.stop()
