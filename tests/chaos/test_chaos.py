"""A short run of chaos over real processes: nothing that was acknowledged is lost, doubled or misordered."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from facilitation.launch.surroundings import ROOT

pytestmark = pytest.mark.chaos
KINDS = "kill web,kill PostgreSQL,kill Valkey,web-database: swallowed,clients-web: one_way,reconnect storm"


def chaos(folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Run chaos in a process of its own, the parent of all that is killed."""
    command = [sys.executable, "-m", "benchmarks.chaos", "--json", str(folder / "told.json"), *arguments]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=240)
    assert (folder / "told.json").exists(), done.stderr[-2000:]
    return done.returncode, json.loads((folder / "told.json").read_text(encoding="utf-8"))


def test_nothing_acknowledged_is_lost_while_everything_is_killed_and_cut(tmp_path: Path) -> None:
    code, told = chaos(tmp_path, "--minutes", "1", "--faults", "6", "--rooms", "2", "--seats", "3", "--kinds", KINDS)
    assert told["violations_told"] == []
    assert code == 0
    assert sum(told["faults_by_kind"].values()) == len(told["faults_by_kind"]) == 6
    assert told["acknowledged"] > 100


def test_a_writer_that_loses_on_purpose_is_caught_by_the_same_run(tmp_path: Path) -> None:
    arguments = (
        "--minutes",
        "1",
        "--faults",
        "2",
        "--rooms",
        "1",
        "--seats",
        "3",
        "--kinds",
        "flush Valkey,reconnect storm",
    )
    code, told = chaos(tmp_path, *arguments, "--broken", "loses")
    assert code == 1
    assert any("lost:" in violation for violation in told["violations_told"])
