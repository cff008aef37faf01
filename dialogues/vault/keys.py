"""The master key, each dialogue's data key, and its subkeys (anonymity.md 8).

MK is a file that only this house reads; DEK is 32 random bytes a dialogue, wrapped under MK (AES key wrap, RFC 3394); a
subkey is HKDF-SHA-256 of the DEK with the purpose as info. Unwrapped keys stay in memory for a minute at most.
"""

import secrets
import time
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from django.conf import settings

from dialogues.vault import keystore

PURPOSES = frozenset({"message", "poll", "digest", "file", "note", "index", "rating", "agenda", "deposit"})
CACHE_SECONDS = 60

_cache: dict[tuple[UUID, str], tuple[float, bytes]] = {}


class MasterKeyMissing(Exception):
    """The file of the master key is absent or not 32 bytes long."""


def create_dialogue_key(dialogue_id: UUID) -> None:
    """Make and store the data key of a new dialogue. Call it before the first cell is sealed."""
    wrapped = aes_key_wrap(_master_key(), secrets.token_bytes(32))
    keystore.put("dialogue", str(dialogue_id), wrapped)


def dialogue_key_exists(dialogue_id: UUID) -> bool:
    """Whether the dialogue has its key: once that is destroyed, nothing of it can be read."""
    return keystore.exists("dialogue", str(dialogue_id))


def destroy_dialogue_key(dialogue_id: UUID) -> None:
    """Destroy the data key: from now on every cell of the dialogue is noise, in this process at once."""
    keystore.destroy("dialogue", str(dialogue_id))
    for place in [place for place in _cache if place[0] == dialogue_id]:
        _cache.pop(place, None)


def subkey(dialogue_id: UUID, purpose: str) -> bytes:
    """Return the 32-byte subkey of a dialogue for a purpose. Raises keystore.KeyGone after shredding."""
    if purpose not in PURPOSES:
        raise ValueError(f"“{purpose}” is not a purpose of a subkey.")
    found = _cache.get((dialogue_id, purpose))
    now = time.monotonic()
    if found is not None and now - found[0] < CACHE_SECONDS:
        return found[1]
    data_key = aes_key_unwrap(_master_key(), keystore.get("dialogue", str(dialogue_id)))
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(data_key)
    _cache[(dialogue_id, purpose)] = (now, key)
    return key


def _master_key() -> bytes:
    """Read the master key from its file: 32 bytes. It is never in the environment and never in the database."""
    try:
        key = Path(settings.MASTER_KEY_FILE).read_bytes()
    except FileNotFoundError as error:
        raise MasterKeyMissing("The file of the master key is absent; ANTEROOM_MASTER_KEY_FILE names it.") from error
    if len(key) != 32:
        raise MasterKeyMissing("The master key must be exactly 32 bytes long.")
    return key
