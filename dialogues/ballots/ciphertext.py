"""What an encrypted ballot looks like. The browser's half is static/dialogues/ballot-seal.js.

    inner = u8(version) || measure(16) || side(16) || token_hash(32) || u16(len) || choice JSON || zeros
    v1    = u8(1) || RSA-OAEP-3072(inner, 256 bytes)                                    385 bytes
    v2    = u8(2) || RSA-OAEP-3072(key, 32 bytes) || nonce(12) || AES-256-GCM(inner, 4096 bytes)   4509 bytes

OAEP uses SHA-256 for itself and MGF1, and the measure's id as its label; GCM has the id as additional data.
Which version a measure uses follows from its questions alone, so that a length never depends on an answer.
The token's hash inside makes a copied ballot worthless.
"""

import base64
import hashlib
import secrets
import struct
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)

KEY_BITS = 3072
RSA_BYTES = KEY_BITS // 8
NONCE_BYTES = 12
INNER_BYTES = {1: 256, 2: 4096}
SEALED_BYTES = {1: 1 + RSA_BYTES, 2: 1 + RSA_BYTES + NONCE_BYTES + INNER_BYTES[2] + 16}
HEAD = struct.Struct(">B16s16s32sH")


class BallotBroken(Exception):
    """The ciphertext does not open to a ballot of this measure. It counts as invalid."""


class ChoiceTooLong(Exception):
    """The choice does not fit the measure's one length."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whose ballot it is, as far as a ballot says: measure, side, hash of the token. No seat."""

    measure: UUID
    side: UUID
    token_hash: bytes


def new_key() -> tuple[bytes, bytes]:
    """Make a measure's key pair. Returns (public half: SPKI DER, 422 bytes; private half: PKCS 8 DER)."""
    key = generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return public, key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def hash_of(token: bytes) -> bytes:
    """Return the hash that the server keeps of a ballot token."""
    return hashlib.sha256(token).digest()


def encrypt(spki: bytes, envelope: Envelope, choice: bytes, version: int) -> bytes:
    """Seal a choice to the measure's key. `choice` is packed JSON; raises ChoiceTooLong."""
    inner = _padded(envelope, choice, version)
    key = load_der_public_key(spki)
    assert isinstance(key, RSAPublicKey)  # noqa: S101  the key is our own
    if version == 1:
        return b"\x01" + key.encrypt(inner, _oaep(envelope.measure))
    fresh, nonce = AESGCM.generate_key(256), secrets.token_bytes(NONCE_BYTES)
    body = AESGCM(fresh).encrypt(nonce, inner, envelope.measure.bytes)
    return b"\x02" + key.encrypt(fresh, _oaep(envelope.measure)) + nonce + body


class Opener:
    """Opens the ballots of one measure; holds its private key for as long as one tally lasts."""

    def __init__(self, private_key: bytes, measure: UUID, version: int) -> None:
        key = load_der_private_key(private_key, password=None)
        assert isinstance(key, RSAPrivateKey)  # noqa: S101  the key is our own
        self._key, self._measure, self._version = key, measure, version

    def open(self, sealed: bytes) -> tuple[Envelope, bytes]:
        """Return envelope and packed choice of one ballot, or raise BallotBroken."""
        if sealed[:1] != bytes([self._version]) or len(sealed) != SEALED_BYTES[self._version]:
            raise BallotBroken("The ballot has another form than this measure asks for.")
        try:
            inner = self._short(sealed) if self._version == 1 else self._long(sealed)
        except (ValueError, InvalidTag) as error:
            raise BallotBroken("The ballot does not open with this measure's key.") from error
        return _unpadded(inner, self._version)

    def _short(self, sealed: bytes) -> bytes:
        """Open v1."""
        return self._key.decrypt(sealed[1:], _oaep(self._measure))

    def _long(self, sealed: bytes) -> bytes:
        """Open v2."""
        fresh = self._key.decrypt(sealed[1 : 1 + RSA_BYTES], _oaep(self._measure))
        nonce = sealed[1 + RSA_BYTES : 1 + RSA_BYTES + NONCE_BYTES]
        return AESGCM(fresh).decrypt(nonce, sealed[1 + RSA_BYTES + NONCE_BYTES :], self._measure.bytes)


def receipt_of(sealed: bytes) -> str:
    """Return the receipt: the first 80 bits of SHA-256 of the ciphertext, base32, grouped by four."""
    code = base64.b32encode(hashlib.sha256(sealed).digest()[:10]).decode()
    return " ".join(code[start : start + 4] for start in range(0, 16, 4))


def _oaep(measure: UUID) -> OAEP:
    """Return the padding, tied to the measure by its label."""
    return OAEP(mgf=MGF1(SHA256()), algorithm=SHA256(), label=measure.bytes)


def _padded(envelope: Envelope, choice: bytes, version: int) -> bytes:
    """Lay out the inside of a ballot and fill it up with zeros."""
    size = INNER_BYTES[version]
    if HEAD.size + len(choice) > size:
        raise ChoiceTooLong("The answers are too long for this ballot.")
    head = HEAD.pack(version, envelope.measure.bytes, envelope.side.bytes, envelope.token_hash, len(choice))
    return (head + choice).ljust(size, b"\0")


def _unpadded(inner: bytes, version: int) -> tuple[Envelope, bytes]:
    """Read the inside of a ballot; anything but zeros after the choice breaks it."""
    if len(inner) != INNER_BYTES[version]:
        raise BallotBroken("The ballot has another length inside.")
    inside, measure, side, token_hash, length = HEAD.unpack_from(inner)
    choice, rest = inner[HEAD.size : HEAD.size + length], inner[HEAD.size + length :]
    if inside != version or len(choice) != length or any(rest):
        raise BallotBroken("The ballot is laid out otherwise than it should be.")
    return Envelope(UUID(bytes=measure), UUID(bytes=side), token_hash), choice
