"""Texts under a key of their own: one file a text, wrapped under the dialogue's key, destroyed apart from everything else.

Destroying the file turns every copy of the text into noise: the row, its dead versions, the log, the dumps.
"""

import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

from dialogues.vault import keystore
from dialogues.vault.cells import VERSION, CellBroken
from dialogues.vault.keys import subkey

PART, PURPOSE = "deposit", "deposit"
BLOCK = 1024  # a text is padded to whole blocks: its length tells little


def create_own_key(dialogue_id: UUID, text_id: UUID) -> None:
    """Make and store the key of one text. Call it before the text is sealed."""
    keystore.put(PART, str(text_id), aes_key_wrap(subkey(dialogue_id, PURPOSE), keystore.fresh_key()))


def seal_apart(dialogue_id: UUID, text_id: UUID, text: str) -> bytes:
    """Encrypt a text under its own key, bound to its dialogue and row. Raises keystore.KeyGone."""
    nonce = secrets.token_bytes(12)
    plain = text.encode() + b"\0"
    padded = plain.ljust(-(-len(plain) // BLOCK) * BLOCK, b"\0")
    return VERSION + nonce + AESGCM(_own_key(dialogue_id, text_id)).encrypt(nonce, padded, _place(dialogue_id, text_id))


def unseal_apart(dialogue_id: UUID, text_id: UUID, sealed: bytes) -> str:
    """Decrypt a text that lies under its own key. Raises CellBroken, or keystore.KeyGone once the key is destroyed."""
    if sealed[:1] != VERSION:
        raise CellBroken("The deposit has an unknown form.")
    key = _own_key(dialogue_id, text_id)
    try:
        padded = AESGCM(key).decrypt(sealed[1:13], sealed[13:], _place(dialogue_id, text_id))
    except InvalidTag as error:
        raise CellBroken("The deposit does not open here.") from error
    return padded.rstrip(b"\0").decode()


def destroy_own_key(text_id: UUID) -> None:
    """Destroy the key of one text; does nothing if it is gone already."""
    keystore.destroy(PART, str(text_id))


def _own_key(dialogue_id: UUID, text_id: UUID) -> bytes:
    """Unwrap the key of one text. It is never kept in memory: these texts are read seldom."""
    return aes_key_unwrap(subkey(dialogue_id, PURPOSE), keystore.get(PART, str(text_id)))


def _place(dialogue_id: UUID, text_id: UUID) -> bytes:
    """What ties the ciphertext to its place."""
    return f"v1|deposit|{text_id}|{dialogue_id}".encode()
