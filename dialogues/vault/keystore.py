"""Keys as files, apart from the database: one file a key, written whole or not at all (anonymity.md 8)."""

import os
import secrets
from pathlib import Path

from django.conf import settings

PARTS = ("dialogue", "join", "seat", "deposit")


class KeyGone(Exception):
    """The key does not exist, or not any more: what was sealed under it stays noise."""


def put(part: str, name: str, data: bytes) -> None:
    """Write the key `name` into a part of the keystore: temporary file, sync, rename, sync of the directory."""
    path = _path(part, name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    fresh.replace(path)
    _sync_directory(path.parent)


def fresh_key() -> bytes:
    """Return 32 random bytes."""
    return secrets.token_bytes(32)


def get(part: str, name: str) -> bytes:
    """Return the key `name`. Raises KeyGone if it is not there."""
    try:
        return _path(part, name).read_bytes()
    except FileNotFoundError as error:
        raise KeyGone(f"There is no key of that name in the {part} part of the keystore.") from error


def exists(part: str, name: str) -> bool:
    """Whether the key `name` is there."""
    return _path(part, name).exists()


def destroy(part: str, name: str) -> None:
    """Overwrite and remove the key `name`; does nothing if it is gone already, so that a seal can be run again."""
    path = _path(part, name)
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, secrets.token_bytes(size))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    path.unlink()
    _sync_directory(path.parent)


def _path(part: str, name: str) -> Path:
    """Return the file of a key. Names are made by the program (ids and fixed words), never by a person."""
    if part not in PARTS or not name.replace("-", "").replace("_", "").isalnum():
        raise ValueError("A key's part and name are fixed words and ids.")
    return Path(settings.KEYSTORE) / part / f"{name}.key"


def _sync_directory(directory: Path) -> None:
    """Make a rename or removal durable."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
