"""`./run check`: style, types, layers, templates, scripts, migrations, deployment. Every step is named and all are run."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from facilitation.embedded.stack import secret_files
from facilitation.launch.surroundings import ROOT, manage

BIN = Path(sys.executable).parent
BIOME = "@biomejs/biome@2.3.11"
Step = tuple[str, list[str]]


def main() -> int:
    """Run every step, name the ones that failed, return the exit code."""
    with tempfile.TemporaryDirectory(prefix="anteroom-check-") as folder:
        env = {**os.environ, **_production(Path(folder)), "PYTHONPATH": str(ROOT)}
        failed = [name for name, command in steps() if not _run(name, command, env)]
    if failed:
        print(f"\nFailed: {', '.join(failed)}", flush=True)
        return 1
    print("\nEverything that can be checked without running it is in order.", flush=True)
    return 0


def steps() -> list[Step]:
    """Return the steps: name and command."""
    templates = _files("templates", ".html")
    return [
        ("style", [str(BIN / "ruff"), "check", "--quiet", "."]),
        ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
        ("layers", [str(BIN / "lint-imports"), "--no-cache"]),
        ("templates", [str(BIN / "djade"), "--check", "--target-version", "5.2", *templates]),
        ("template indentation", [str(BIN / "djhtml"), "--tabwidth", "2", "--check", *templates]),
        ("scripts", _scripts()),
        ("migrations", manage("makemigrations", "--check", "--dry-run")),
        ("deployment", manage("check", "--deploy", "--fail-level", "WARNING")),
        ("types", [str(BIN / "mypy")]),
    ]


def _scripts() -> list[str]:
    """Return the check of the browser modules: the wheel's program, else the npm package, else nothing, said aloud."""
    shipped = BIN / "biome"
    if shipped.exists() and subprocess.run([shipped, "--version"], capture_output=True, check=False).returncode == 0:
        return [str(shipped), "check", "--error-on-warnings", "."]
    if shutil.which("npx"):
        return ["npx", "--yes", BIOME, "check", "--error-on-warnings", "."]
    return []


def _run(name: str, command: list[str], env: dict[str, str]) -> bool:
    """Run one step and show its words only if it failed."""
    if not command:
        print(f"{name}: NOT CHECKED, its program is not here", flush=True)
        return True
    result = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    print(f"{name}: {'ok' if result.returncode == 0 else 'FAILED'}", flush=True)
    if result.returncode != 0:
        print(result.stdout[-6000:] + result.stderr[-6000:], flush=True)
    return result.returncode == 0


def _production(folder: Path) -> dict[str, str]:
    """Return an environment like production's, with secrets made for this check alone."""
    return {
        **secret_files(folder),
        "ANTEROOM_DATA": str(folder),
        "ANTEROOM_DEMO": "",
        "ANTEROOM_PROFILE": "embedded",
        "ANTEROOM_ORIGIN": "https://anteroom.example.org",
        "ANTEROOM_HOSTS": "anteroom.example.org",
        "ANTEROOM_DB_HOST": str(folder),
        "ANTEROOM_DB_PASSWORD": secrets.token_urlsafe(24),
        "DJANGO_SETTINGS_MODULE": "facilitation.settings",
    }


def _files(folder: str, ending: str) -> list[str]:
    """Return the files of a folder by their ending."""
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / folder).rglob(f"*{ending}"))]


if __name__ == "__main__":
    raise SystemExit(main())
