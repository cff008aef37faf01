"""Encrypted cells: AES-256-GCM, bound to their row, column and dialogue (anonymity.md 8).

cell = 0x01 || nonce(12) || AES-256-GCM(plaintext, aad); aad = "v1|table.column|row|dialogue|key version". A cell that was
moved to another row, column or dialogue does not open. 29 bytes longer than its text.
"""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models

from dialogues.vault.fields import CellField
from dialogues.vault.keys import subkey

VERSION = b"\x01"
KEY_VERSION = 1


class CellBroken(Exception):
    """The cell was altered, or belongs to another place."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: dialogue, purpose of the subkey, "table.column", row."""

    dialogue: UUID
    purpose: str
    column: str
    row: UUID

    def aad(self) -> bytes:
        """The bytes that tie the ciphertext to this place."""
        return f"v1|{self.column}|{self.row}|{self.dialogue}|{KEY_VERSION}".encode()


def seal(place: Place, plaintext: bytes) -> bytes:
    """Encrypt bytes for one place."""
    nonce = secrets.token_bytes(12)
    return VERSION + nonce + AESGCM(subkey(place.dialogue, place.purpose)).encrypt(nonce, plaintext, place.aad())


def seal_many(places: Sequence[Place], plaintexts: Sequence[bytes]) -> list[bytes]:
    """Encrypt many texts of one dialogue and purpose, each for its own place; the cipher is set up once."""
    if len({(place.dialogue, place.purpose) for place in places}) != 1:
        raise ValueError("Cells of different dialogues or purposes are sealed apart.")
    encrypt = AESGCM(subkey(places[0].dialogue, places[0].purpose)).encrypt
    nonces = secrets.token_bytes(12 * len(places))
    sealed = []
    for place, plaintext, at in zip(places, plaintexts, range(0, len(nonces), 12), strict=True):
        nonce = nonces[at : at + 12]
        sealed.append(VERSION + nonce + encrypt(nonce, plaintext, place.aad()))
    return sealed


def unseal(place: Place, cell: bytes) -> bytes:
    """Decrypt a cell of this place. Raises CellBroken, or keystore.KeyGone after shredding."""
    if cell[:1] != VERSION:
        raise CellBroken("The cell has an unknown form.")
    try:
        return AESGCM(subkey(place.dialogue, place.purpose)).decrypt(cell[1:13], cell[13:], place.aad())
    except InvalidTag as error:
        raise CellBroken("The cell does not open here.") from error


def write_cells(row: models.Model, **texts: str) -> None:
    """Seal each text into the CellField of that name on `row`. The row is not saved. An empty text leaves an empty cell."""
    for name, text in texts.items():
        setattr(row, name, seal(place_of(row, name), text.encode()) if text else b"")


def read_cell(row: models.Model, name: str) -> str:
    """Return the text of one CellField; "" if the cell is empty."""
    cell = bytes(getattr(row, name))
    return unseal(place_of(row, name), cell).decode() if cell else ""


def read_cells(rows: Iterable[models.Model], name: str) -> list[str]:
    """Return the texts of one CellField of many rows, in their order."""
    return [read_cell(row, name) for row in rows]


def write_json(row: models.Model, **values: Any) -> None:
    """Seal each value, as compact JSON, into the CellField of that name."""
    write_cells(
        row,
        **{name: json.dumps(value, ensure_ascii=False, separators=(",", ":")) for name, value in values.items()},
    )


def read_json(row: models.Model, name: str) -> Any:
    """Return the value sealed by write_json; None if the cell is empty."""
    text = read_cell(row, name)
    return json.loads(text) if text else None


def place_of(row: models.Model, name: str) -> Place:
    """Return the place of a CellField on a row; the row needs `id` and `dialogue_id`."""
    field = row._meta.get_field(name)
    if not isinstance(field, CellField):
        raise TypeError(f"{name} is not a cell.")
    dialogue: UUID = row.dialogue_id  # type: ignore[attr-defined]
    return Place(dialogue, field.purpose, f"{row._meta.db_table}.{field.column}", row.pk)
